#include "formats/registry/csv.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

constexpr std::size_t npos = std::string_view::npos;

[[noreturn]] void refuse(std::size_t field, const char* why) {
    throw Error(Code::bad_csv, "field " + std::to_string(field) + ": " + why);
}

// Returns the position after the closing quote of a field that opens at `at`.
std::size_t closing_quote(std::string_view text, std::size_t at) {
    for (++at;; ++at) {
        at = text.find('"', at);
        if (at == npos) return npos;
        if (++at == text.size() || text[at] != '"') return at;
    }
}

CsvRecord record_of(std::string_view text, std::size_t end, std::size_t lines) {
    std::string_view record = text.substr(0, end);
    if (record.ends_with('\r')) record.remove_suffix(1);
    return {record, std::min(end + 1, text.size()), lines};
}

}  // namespace

void parse_csv_record(std::string_view record, char separator, std::vector<std::string>& fields) {
    if (!is_utf8(record)) throw Error(Code::bad_csv, "the line is not text in the input's encoding");
    if (record.find('\0') != npos) throw Error(Code::bad_csv, "the line holds a NUL byte");
    std::size_t count = 0;
    for (std::size_t at = 0;;) {
        if (count == fields.size()) fields.emplace_back();
        std::string& field = fields[count++];
        if (at < record.size() && record[at] == '"') {
            const std::size_t end = closing_quote(record, at);
            if (end == npos) refuse(count, "the closing quote is missing");
            field = record.substr(at + 1, end - at - 2);
            for (std::size_t quote = 0; (quote = field.find('"', quote)) != npos; ++quote)
                field.erase(quote, 1);
            if (end < record.size() && record[end] != separator)
                refuse(count, "text after the closing quote");
            at = end;
        } else {
            const std::size_t end = std::min(record.find(separator, at), record.size());
            field = record.substr(at, end - at);
            if (field.find('"') != npos) refuse(count, "a quote inside a field without quotes");
            at = end;
        }
        if (at == record.size()) break;
        ++at;  // the separator
    }
    fields.resize(count);
}

std::optional<CsvRecord> first_csv_record(std::string_view text, char separator, LineEnd line_end,
                                          bool at_end) {
    const char newline = static_cast<char>(line_end);
    const std::size_t first_end = text.find(newline);
    if (first_end == npos && !at_end) return {};
    const std::size_t line = std::min(first_end, text.size());
    if (text.substr(0, line).find('"') == npos) return record_of(text, line, 1);
    for (std::size_t at = 0;; ++at) {  // a field each time, past its separator
        if (at < text.size() && text[at] == '"') {
            const std::size_t end = closing_quote(text, at);
            const bool goes_on = end == npos || (end == text.size() && !at_end);
            if (goes_on && !at_end && text.size() <= limits::kLineBytes) return {};
            const bool closed = end != npos && (end == text.size() || text[end] == separator ||
                                                text[end] == newline || text[end] == '\r');
            if (!closed) return record_of(text, line, 1);
            at = end;
        }
        while (at < text.size() && text[at] != separator && text[at] != newline) ++at;
        if (at == text.size() && !at_end) return {};
        if (at == text.size() || text[at] == newline) {
            const auto lines = std::ranges::count(text.substr(0, at), newline) + 1;
            return record_of(text, at, static_cast<std::size_t>(lines));
        }
    }
}

void append_csv_field(std::string& out, std::string_view field, char separator) {
    const bool plain = field.find_first_of("\"\r\n") == npos && field.find(separator) == npos;
    if (plain) {
        out += field;
        return;
    }
    out += '"';
    for (const char c : field) out.append(c == '"' ? 2 : 1, c);
    out += '"';
}

bool is_formula(std::string_view cell) {
    const std::size_t first = cell.find_first_not_of('\'');
    return first != npos && std::string_view("=+-@\t\r").find(cell[first]) != npos;
}

std::string plain_cell(std::string_view cell) { return (is_formula(cell) ? "'" : "") + std::string(cell); }

std::string_view written_cell(std::string_view cell) {
    return cell.starts_with('\'') && is_formula(cell) ? cell.substr(1) : cell;
}

char detect_csv_separator(std::string_view header) {
    char best = ',';
    std::size_t most = 0;
    for (const char separator : {',', ';', '\t', '|'}) {
        std::size_t count = 0;
        bool quoted = false;
        for (const char c : header) {
            if (c == '"') quoted = !quoted;
            count += !quoted && c == separator;
        }
        if (count > most) most = count, best = separator;
    }
    return best;
}

}  // namespace vpass
