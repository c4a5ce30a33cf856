#include "vpass/csv.hpp"

#include "vpass/encoding.hpp"
#include "vpass/error.hpp"

namespace vpass {
namespace {

[[noreturn]] void refuse(std::size_t field, const char* why) {
    throw Error(Code::bad_csv, "field " + std::to_string(field) + ": " + why);
}

}  // namespace

void parse_csv_line(std::string_view line, std::vector<std::string>& fields) {
    fields.clear();
    if (!is_utf8(line)) throw Error(Code::bad_csv, "the line is not text in UTF-8");
    if (line.find('\0') != std::string_view::npos) throw Error(Code::bad_csv, "the line holds a NUL byte");
    for (std::size_t at = 0;;) {
        std::string& field = fields.emplace_back();
        if (at < line.size() && line[at] == '"') {
            for (++at;; ++at) {
                const std::size_t quote = line.find('"', at);
                if (quote == std::string_view::npos) refuse(fields.size(), "the closing quote is missing");
                field.append(line, at, quote - at);
                at = quote + 1;
                if (at >= line.size() || line[at] != '"') break;
                field += '"';
            }
            if (at < line.size() && line[at] != ',') refuse(fields.size(), "text after the closing quote");
        } else {
            const std::size_t comma = std::min(line.find(',', at), line.size());
            field = line.substr(at, comma - at);
            if (field.find('"') != std::string::npos)
                refuse(fields.size(), "a quote inside a field without quotes");
            at = comma;
        }
        if (at == line.size()) return;
        ++at;  // the comma
    }
}

}  // namespace vpass
