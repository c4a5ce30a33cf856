// Pages through cairo, which embeds the few glyphs of the font that a page needs.
#include "passes/sheet.hpp"

#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "formats/names.hpp"
#include "formats/summary.hpp"
#include "passes/lazy_cairo.hpp"
#include "passes/qr.hpp"
#include "passes/verify.hpp"

namespace vpass {
namespace {

constexpr const char* kDefaultFont = "/usr/share/fonts/truetype/nanum/NanumGothic.ttf";
constexpr double kMm = 72 / 25.4;
// The EU wants a code of 35 to 60 mm in diagonal (hcert_spec.md, QR 2D Barcode): this is 59.4.
constexpr double kCodeSide = 42 * kMm;
constexpr double kBlack = 0, kGrey = 0.4;

struct Words {
    const char* korean;
    const char* english;
};
struct Row {
    Words label;
    std::string value;
};

// What the two sizes differ in, in points.
struct Layout {
    double width, height;
    double code_x, code_y;
    double text_x, text_y, text_width;
    double title, subtitle, label, value, line;  // sizes of type, and from one row to the next
    double note_y, note;                         // 0: no room for the note
};
constexpr Layout kA4{210 * kMm, 297 * kMm, 148 * kMm, 45 * kMm, 20 * kMm, 30 * kMm,  120 * kMm,
                     22,        12,        8,         13,       12 * kMm, 275 * kMm, 9};
constexpr Layout kCard{85.6 * kMm, 53.98 * kMm, 6 * kMm, 6 * kMm, 52 * kMm, 8 * kMm,  31 * kMm,
                       9,          5,           4,       6.5,     5 * kMm,  52 * kMm, 3.2};

Words title_of(const Envelope& envelope) {
    switch (envelope.kind) {
        case Kind::vaccination:
            return {"예방접종증명서", "Vaccination certificate"};
        case Kind::test:
            return {"검사결과확인서", "Test certificate"};
        case Kind::recovery:
            return {"회복확인서", "Certificate of recovery"};
        default:
            return {"건강증명서", "Health pass"};
    }
}

std::string minute(std::optional<UnixTime> time) {  // "2021-12-14 03:10 UTC"
    if (!time) return {};
    const std::string text = format_rfc3339(*time);
    return text.substr(0, 10) + ' ' + text.substr(11, 5) + " UTC";
}

// What a pass does not say itself: whether its Latin name is that of the passport.
Words latin_label(std::string_view name_source) {
    if (name_source == "usual") return {"영문 성명 (추정)", "Name, usual spelling (a guess)"};
    if (name_source == "transliterated") return {"영문 성명 (로마자 변환)", "Name, transliterated"};
    return {"영문 성명", "Name in Latin letters"};
}

std::vector<Row> rows_of(const Envelope& envelope, const PassSummary& summary, const std::string& name,
                         std::string_view name_source) {
    const bool vaccination = envelope.kind == Kind::vaccination, test = envelope.kind == Kind::test;
    const Words event = vaccination ? Words{"접종일", "Date of vaccination"}
                        : test      ? Words{"검체 채취일", "Date of sample"}
                                    : Words{"확진일", "First positive test"};
    std::string result;
    if (test && summary.result == PassSummary::Result::detected) result = "양성 Detected";
    if (test && summary.result == PassSummary::Result::not_detected) result = "음성 Not detected";
    const std::string latin = summary.latin_name == name ? std::string() : summary.latin_name;
    const Row all[] = {
        {{"성명", "Name"}, name},
        {latin_label(name_source), latin},
        {{"생년월일", "Date of birth"}, summary.birth_date},
        {event, summary.event_date},
        {{"접종 차수", "Dose"}, summary.doses},
        {{"검사 결과", "Result"}, result},
        {{"발급", "Issued"}, minute(envelope.issued_at ? envelope.issued_at : envelope.not_before)},
        {{"만료", "Expires"}, minute(envelope.expires_at)},
        {{"발급 기관", "Issuer"}, envelope.issuer},
        {{"증명서 번호", "Certificate identifier"}, envelope.id},
    };
    std::vector<Row> out;
    std::copy_if(std::begin(all), std::end(all), std::back_inserter(out),
                 [](const Row& row) { return !row.value.empty(); });
    return out;
}

// A font face of cairo that owns FreeType's, however long cairo keeps it.
struct FreeTypeFont {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    ~FreeTypeFont() {
        if (face) sym_FT_Done_Face(face);
        if (library) sym_FT_Done_FreeType(library);
    }
};

struct Destroy {
    void operator()(cairo_surface_t* surface) const { sym_cairo_surface_destroy(surface); }
    void operator()(cairo_t* page) const { sym_cairo_destroy(page); }
};

cairo_status_t append_to_buffer(void* buffer, const unsigned char* data, unsigned length) {
    try {
        append(*static_cast<Buffer*>(buffer), Bytes(data, length));
        return CAIRO_STATUS_SUCCESS;
    } catch (const std::bad_alloc&) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

}  // namespace

struct SheetPrinter::State {
    const Layout& layout;
    FT_Face face = nullptr;
    cairo_font_face_t* font = nullptr;
    Envelope envelope;

    State(const std::string& file, SheetSize size) : layout(size == SheetSize::a4 ? kA4 : kCard) {
        auto owner = std::make_unique<FreeTypeFont>();
        if (sym_FT_Init_FreeType(&owner->library) != 0) throw std::bad_alloc();
        if (sym_FT_New_Face(owner->library, file.c_str(), 0, &owner->face) != 0) {
            throw Error(Code::io, "cannot read the font " + file,
                        "Debian's package fonts-nanum has the default; --font names another");
        }
        face = owner->face;
        font = sym_cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING);
        static const cairo_user_data_key_t key{};
        sym_cairo_font_face_set_user_data(font, &key, owner.get(),
                                          [](void* data) { delete static_cast<FreeTypeFont*>(data); });
        owner.release();
    }
    ~State() { sym_cairo_font_face_destroy(font); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    bool has_all_of(const std::string& text) const {
        for (const char32_t c : code_points(text)) {
            if (sym_FT_Get_Char_Index(face, c) == 0) return false;
        }
        return true;
    }

    // The name as its owner writes it, when the font can write it as well.
    std::string printable_name(const PassSummary& summary) const {
        const std::string name = composed(summary.name);
        if (!name.empty() && has_all_of(name)) return name;
        if (!summary.latin_name.empty()) return summary.latin_name;
        try {
            return name_part({}, passport_surname(name, {}).text);
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            return {};  // a name that neither the font nor a table of letters has
        }
    }

    // One line, smaller when it is too wide, and in the end cut.
    void write(cairo_t* page, double x, double y, double size, double grey, std::string text,
               double width) const {
        sym_cairo_set_source_rgb(page, grey, grey, grey);
        sym_cairo_set_font_size(page, size);
        cairo_text_extents_t extents;
        sym_cairo_text_extents(page, text.c_str(), &extents);
        if (extents.x_advance > width)
            sym_cairo_set_font_size(page, size * std::max(0.5, 0.99 * width / extents.x_advance));
        for (sym_cairo_text_extents(page, text.c_str(), &extents);
             extents.x_advance > width && text.size() > 4;) {
            std::u32string shorter = code_points(text);
            shorter.resize(shorter.size() - 2);
            text = to_utf8(shorter + U'…');
            sym_cairo_text_extents(page, text.c_str(), &extents);
        }
        sym_cairo_move_to(page, x, y);
        sym_cairo_show_text(page, text.c_str());
    }

    // One path, so that no viewer shows seams between the modules.
    void draw_code(cairo_t* page, const QrCode& code) const {
        const double module = kCodeSide / code.size;
        for (int y = 0; y < code.size; ++y) {
            for (int x = 0, end = 0; x < code.size; x = end + 1) {
                for (end = x; end < code.size && code.dark(end, y);) ++end;
                if (end == x) continue;
                sym_cairo_rectangle(page, layout.code_x + x * module, layout.code_y + y * module,
                                    (end - x) * module, module);
            }
        }
        sym_cairo_set_source_rgb(page, kBlack, kBlack, kBlack);
        sym_cairo_fill(page);
    }

    void draw_page(cairo_t* page, const QrCode& code, const std::vector<Row>& rows,
                   const std::string& part) const {
        sym_cairo_set_font_face(page, font);
        const Words title = title_of(envelope);
        double y = layout.text_y;
        write(page, layout.text_x, y, layout.title, kBlack, title.korean, layout.text_width);
        write(page, layout.text_x, y + 1.5 * layout.subtitle, layout.subtitle, kGrey, title.english + part,
              layout.text_width);
        y += 1.5 * layout.subtitle + layout.line;
        for (const Row& row : rows) {
            if (y + 1.2 * layout.value > layout.note_y - 1.5 * layout.note)
                break;  // a card has no room for the last ones
            write(page, layout.text_x, y, layout.label, kGrey,
                  std::string(row.label.korean) + "  " + row.label.english, layout.text_width);
            write(page, layout.text_x, y + 1.2 * layout.value, layout.value, kBlack, row.value,
                  layout.text_width);
            y += layout.line;
        }
        write(page, std::min(layout.text_x, layout.code_x), layout.note_y, layout.note, kGrey,
              "서명된 것은 QR 코드뿐입니다. 글자가 아니라 코드를 확인하십시오.  "
              "Only the QR code is signed: check the code, not the words.",
              layout.width - 2 * std::min(layout.text_x, layout.code_x));
        draw_code(page, code);
        sym_cairo_show_page(page);
    }
};

SheetPrinter::SheetPrinter(const std::string& font_file, SheetSize size)
    : state_(std::make_unique<State>(font_file.empty() ? kDefaultFont : font_file, size)) {}
SheetPrinter::~SheetPrinter() = default;

void SheetPrinter::print(PassText pass, std::string_view name_source, Buffer& out) {
    Envelope& envelope = state_->envelope;
    open_pass(pass, envelope);
    const PassSummary summary = summarize(envelope);
    const std::vector<Row> rows = rows_of(envelope, summary, state_->printable_name(summary), name_source);
    std::vector<QrCode> codes;
    for (const std::string_view part : pass) codes.push_back(encode_qr(part, qr_rules(part)));

    out.clear();
    const std::unique_ptr<cairo_surface_t, Destroy> surface(sym_cairo_pdf_surface_create_for_stream(
        append_to_buffer, &out, state_->layout.width, state_->layout.height));
    sym_cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title_of(envelope).english);
    // Not the present, which would make every run different.
    const std::string created = format_rfc3339(envelope.issued_at.value_or(0));
    sym_cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
    const std::unique_ptr<cairo_t, Destroy> page(sym_cairo_create(surface.get()));
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::string part =
            codes.size() == 1 ? "" : "  " + std::to_string(i + 1) + "/" + std::to_string(codes.size());
        state_->draw_page(page.get(), codes[i], rows, part);
    }
    sym_cairo_surface_finish(surface.get());
    const cairo_status_t status =
        sym_cairo_status(page.get()) ? sym_cairo_status(page.get()) : sym_cairo_surface_status(surface.get());
    if (status != CAIRO_STATUS_SUCCESS)
        throw Error(Code::bad_text,
                    std::string("the page cannot be drawn: ") + sym_cairo_status_to_string(status));
}

}  // namespace vpass
