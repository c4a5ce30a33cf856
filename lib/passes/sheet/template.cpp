#include "passes/sheet/template.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "base/markup.hpp"
#include "data/encoding.hpp"
#include "passes/qr.hpp"

namespace vpass {
namespace {

constexpr std::string_view kOpen = "{{", kClose = "}}", kNote = ".note";
constexpr std::string_view kCode = "code", kPart = "part", kTitle = "title", kTitleNote = "title.note";

// The rows of sheet_words() and link_words(), and what has no row. With ".note" behind it, a row's name
// stands for what a sheet has in small type beside it.
constexpr std::string_view kNames[] = {
    // Of every pass.
    "code", "part", "title", "name", "latin_name", "birth_date", "disease", "country", "issuer", "issued_at",
    "expires_at", "id",
    // Of a vaccination.
    "vaccine_type", "vaccine", "manufacturer", "batch", "dose", "vaccinated_on",
    // Of a test.
    "test_type", "test_name", "test_device", "sampled_at", "result", "test_centre",
    // Of a recovery.
    "positive_on", "valid_from", "valid_until",
    // Of an international certificate of vaccination or prophylaxis.
    "sex", "nationality", "identity", "guardian", "clinician",
    // Of a link to a pass.
    "content", "label", "host"};

bool is_name(std::string_view name) {
    if (name.ends_with(kNote)) {
        name.remove_suffix(kNote.size());
        if (name == kCode || name == kPart) return false;
    }
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

// XML 1.0 has no characters below the blank but tab and line feeds (§2.2).
void append_value(std::string_view value, std::string& out) {
    append_escaped(
        out, value, [](char c) { return static_cast<unsigned char>(c) < ' '; }, " ");
}

// Returns what follows `name` in the rows, or nothing.
std::string_view value_of(const SheetWords& words, std::string_view name, bool is_note) {
    for (const std::vector<Row>* rows : {&words.person, &words.event, &words.pass}) {
        for (const Row& row : *rows) {
            if (row.name == name) return is_note ? row.note : row.value;
        }
    }
    return {};
}

// The code fills the square from 0,0 to 1,1 with its quiet zone.
void append_code(const QrCode& code, std::string& out) {
    std::string picture;
    write_svg(code, 1, picture);
    const std::string pixels = std::to_string(code.size + 2 * kQuietZone);
    const std::string size = " width=\"" + pixels + "\" height=\"" + pixels + '"';
    picture.replace(picture.find(size), size.size(), " width=\"1\" height=\"1\"");
    out += picture;
}

}  // namespace

std::span<const std::string_view> SheetTemplate::names() { return kNames; }

SheetTemplate::SheetTemplate(std::string text) : text_(std::move(text)) {
    if (!is_utf8(text_) || text_.find("<svg") == std::string::npos)
        throw Error(Code::usage, "the template is not an SVG file in UTF-8");
    bool has_code = false;
    std::string_view rest = text_;
    const auto fail = [&](std::string_view at, const std::string& why) {
        const auto line = 1 + std::count(std::as_const(text_).data(), at.data(), '\n');
        throw Error(Code::usage, "line " + std::to_string(line) + " of the template: " + why,
                    "vpass-qr(1) has the names of templates");
    };
    for (std::size_t open; (open = rest.find(kOpen)) != std::string_view::npos;) {
        const std::string_view after = rest.substr(open + kOpen.size());
        const std::size_t close = after.find(kClose);
        if (close == std::string_view::npos) fail(after, "{{ without }}");
        const std::string_view name = trimmed(after.substr(0, close), " ");
        if (!is_name(name))
            fail(after, "there is nothing of the name '" + std::string(name.substr(0, 40)) + "'");
        has_code |= name == kCode;
        pieces_.push_back({rest.substr(0, open), name});
        rest = after.substr(close + kClose.size());
    }
    pieces_.push_back({rest, {}});
    if (!has_code) throw Error(Code::usage, "the template has no {{code}}, where the QR code goes");
}

void SheetTemplate::fill(PassReader& reader, PassText pass, std::size_t part, std::string_view name_source,
                         PassText linked, std::string& out) const {
    const SheetWords words = reader.words(pass, name_source, linked, [](std::string_view) { return true; });
    const QrCode code = encode_qr(pass[part], qr_rules(pass[part]));
    out.clear();
    for (const auto& [before, name] : pieces_) {
        out += before;
        if (name == kCode) {
            append_code(code, out);
        } else if (name == kPart) {
            if (pass.size() > 1) out += std::to_string(part + 1) + "/" + std::to_string(pass.size());
        } else if (name == kTitle || name == kTitleNote) {
            append_value(name == kTitle ? words.title.korean : words.title.english, out);
        } else {
            const bool is_note = name.ends_with(kNote);
            append_value(
                value_of(words, is_note ? name.substr(0, name.size() - kNote.size()) : name, is_note), out);
        }
    }
}

}  // namespace vpass
