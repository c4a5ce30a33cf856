#include "data/record.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vpass {
namespace {

// The longest members of an error record from a pipe that are carried on.
constexpr std::size_t kCodeBytes = 64, kMessageBytes = 1024, kPictureBytes = 4096;

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= kCodeBytes &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

// Cuts the text between two characters.
std::string shortened(std::string text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) --bytes;
    text.resize(bytes);
    return text;
}

}  // namespace

void Record::parse(std::string_view line) {
    if (!json::check(line, limits::kJsonDepth, members_, compact_).is(json::Type::object)) {
        throw Error(Code::bad_json, "the line is not a JSON object");
    }
}

json::Value Record::operator[](std::string_view key) const {
    for (const json::Member& member : members_) {
        if (member.has_key(key)) return member.value;
    }
    return {};
}

void Record::write_open(std::string& out, std::initializer_list<std::string_view> own) const {
    out += '{';
    for (const json::Member& member : members_) {
        if (member.has_key("error") ||
            std::any_of(own.begin(), own.end(), [&](std::string_view key) { return member.has_key(key); }))
            continue;
        if (out.back() != '{') out += ',';
        out += '"';
        out += member.raw_key;
        out += "\":";
        if (compact_)
            out += member.value.raw();
        else
            json::append_compact(out, member.value.raw());
    }
}

void Record::write_error(std::string& out) const {
    const Record& record = *this;
    const json::Value error = record["error"];
    const bool is_object = error.is(json::Type::object);
    const std::string code = error["code"].string();
    json::Writer w(out);
    w.begin_object();
    if (const auto line = record["line"].integer(); line && *line >= 0) w.key("line").integer(*line);
    if (const json::Value picture = record["picture"]; picture.is(json::Type::string))
        w.text("picture", shortened(picture.string(), kPictureBytes));
    w.key("error").begin_object().text("code", is_code(code) ? code : code_name(Code::error));
    w.text("message", shortened((is_object ? error["message"] : error).string(), kMessageBytes));
    w.end_object().end_object();
    out += '\n';
}

void write_error_line(std::string& out, std::size_t line, std::string_view code, std::string_view message) {
    json::Writer w(out);
    w.begin_object().key("line").integer(line);
    w.key("error").begin_object().text("code", code).text("message", message).end_object().end_object();
    out += '\n';
}

}  // namespace vpass
