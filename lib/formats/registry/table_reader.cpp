#include "formats/registry/table_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "base/text_decoder.hpp"
#include "data/record.hpp"
#include "formats/registry/values.hpp"

namespace vpass {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_empty_row(std::string_view text, char separator) {
    return std::ranges::all_of(
        text, [&](char c) { return c == separator || c == ' ' || c == '\t' || c == '"' || c == '\r'; });
}

// JSON writes it in this form, too.
bool is_whole_number(std::string_view text) {
    return !text.empty() && text.size() <= 15 && (text == "0" || !text.starts_with('0')) &&
           text.find_first_not_of("0123456789") == npos;
}

}  // namespace

TableReader::TableReader(int fd, const TableForm& form, Table& table)
    : input_(fd), form_(form), table_(table) {}
TableReader::~TableReader() = default;

bool TableReader::fill() {
    if (at_end_) return false;
    const std::string_view piece = input_.read();
    at_end_ = piece.empty();
    bytes_ += piece.size();
    if (known_encoding_) {
        append(piece);
        return true;
    }
    start_ += piece;
    if (!at_end_ && !is_enough_to_recognise()) return true;
    known_encoding_ = true;
    const bool json = form_.kind == TableForm::Kind::json_lines;
    const std::string found = detect_encoding(start_);
    if (!form_.encoding.empty())
        table_.encoding = form_.encoding;
    else if (!json && start_.find_first_not_of(" \t\r\n") != start_.find('{'))
        table_.encoding = found;
    const std::string& name = table_.encoding;
    // The byte-order mark, if there is one, says which UTF-16 it is.
    const bool any_utf16 = name == "UTF-16" || name == "utf-16" || name == "utf16" || name == "UTF16";
    if (any_utf16) table_.encoding = found == "UTF-16BE" ? found : "UTF-16LE";
    if (name != "UTF-8" && name != "utf-8" && name != "utf8")
        decoder_ = std::make_unique<TextDecoder>(table_.encoding);
    append(start_);
    start_.clear();
    if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
    return true;
}

// A header is often ASCII whatever the encoding, so its first row counts as well. JSON does not wait for it,
// nor do lines that may not be a table: whoever writes them waits for answers.
bool TableReader::is_enough_to_recognise() const {
    const std::size_t first = start_.find_first_not_of(" \t\r\n");
    if (first != npos && start_[first] == '{') return true;
    const std::size_t lines = std::ranges::count(start_, '\n') + std::ranges::count(start_, '\r');
    return start_.size() >= limits::kBatchBytes ||
           (start_.size() >= 4 && lines >= (form_.is_header ? 1U : 2U));
}

void TableReader::append(std::string_view bytes) {
    if (decoder_)
        decoder_->append(bytes, at_end_, text_);
    else
        text_ += bytes;
}

void check_row(const std::vector<std::string>& row, const Table& table) {
    if (row.size() != table.header.size())
        throw Error(Code::bad_csv, "the line has " + std::to_string(row.size()) + " fields, the header " +
                                       std::to_string(table.header.size()));
}

bool TableReader::begin() {
    const std::size_t first = text_.find_first_not_of(" \t\r\n,;|\"");
    if (first == npos && !at_end_ && text_.size() <= limits::kLineBytes) return false;
    table_.is_table = form_.kind == TableForm::Kind::table ||
                      (form_.kind == TableForm::Kind::recognised && first != npos && text_[first] != '{');
    if (table_.is_table) {
        const std::size_t newline = text_.find('\n'), carriage = text_.find('\r');
        if (newline == npos && !at_end_ && text_.size() <= limits::kLineBytes && carriage == npos)
            return false;
        if (carriage != npos && carriage + 1 == text_.size() && !at_end_) return false;
        if (carriage < newline && carriage + 1 != newline) line_end_ = LineEnd::cr;
        if (form_.is_header && !looks_like_header(std::min({newline, carriage, text_.size()})))
            table_.is_table = false;
    }
    begun_ = true;
    return true;
}

bool TableReader::looks_like_header(std::size_t size) const {
    const std::string_view line = std::string_view(text_).substr(0, size);
    std::vector<std::string> header;
    try {
        parse_csv_record(line, form_.separator ? form_.separator : detect_csv_separator(line), header);
    } catch (const Error&) {
        return false;
    }
    return form_.is_header(header);
}

// Removes the header; returns false when it is not there as a whole.
bool TableReader::take_header(std::string_view& left) {
    for (;;) {
        const std::size_t end = left.find(static_cast<char>(line_end_));
        if (end == npos && !at_end_) return false;
        std::string_view line = left.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        const bool names_separator = line.size() == 5 && line.starts_with("sep=");  // as Excel writes it
        table_.separator = form_.separator ? form_.separator : detect_csv_separator(line);
        if (names_separator && !form_.separator) form_.separator = line[4];
        if (left.empty() || (!names_separator && !is_empty_row(line, table_.separator))) break;
        left.remove_prefix(
            std::min(line.size() + (left.substr(line.size()).starts_with("\r\n") ? 2 : 1), left.size()));
        ++next_line_;
    }
    const auto record = first_csv_record(left, table_.separator, line_end_, at_end_);
    if (!record) return false;
    table_.header_line = next_line_;
    try {
        if (record->text.size() > limits::kLineBytes)
            throw Error(Code::line_too_long, "it is longer than 1 MiB");
        if (!record->text.empty()) parse_csv_record(record->text, table_.separator, table_.header);
    } catch (const Error& e) {
        throw Error(e.code(), "the header in line " + std::to_string(next_line_) + ": " + e.what());
    }
    next_line_ += record->lines;
    left.remove_prefix(record->size);
    has_header_ = true;
    return true;
}

void TableReader::add(Batch& out, std::string_view text, std::size_t lines) {
    const bool too_long = skipping_ || text.size() > limits::kLineBytes;
    skipping_ = false;
    if (too_long || !table_.is_table || !is_empty_row(text, table_.separator))
        out.lines.push_back({next_line_, too_long ? std::string_view() : text, too_long});
    next_line_ += lines;
}

void TableReader::cut_rows(Batch& out) {
    std::string_view left = out.data;
    if (!has_header_ && !take_header(left)) {
        if (left.size() > limits::kLineBytes)
            throw Error(Code::line_too_long, "the header is longer than 1 MiB");
    } else {
        if (skipping_) {
            const std::size_t end = left.find(static_cast<char>(line_end_));
            if (end == npos && !at_end_) return;
            add(out, {}, 1);
            left.remove_prefix(end == npos ? left.size() : end + 1);
        }
        while (!left.empty()) {
            const auto record = first_csv_record(left, table_.separator, line_end_, at_end_);
            if (!record) break;
            add(out, record->text, record->lines);
            left.remove_prefix(record->size);
        }
    }
    text_.assign(left);
}

void TableReader::cut_lines(Batch& out) {
    std::string_view left = out.data;
    while (!left.empty() || (at_end_ && skipping_)) {
        const std::size_t end = left.find('\n');
        if (end == npos && !at_end_) break;
        std::string_view line = left.substr(0, end);
        left.remove_prefix(std::min(line.size() + 1, left.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        add(out, line, 1);
    }
    text_.assign(left);
}

bool TableReader::read(Batch& out) {
    out.lines.clear();
    bytes_ = 0;
    while (out.lines.empty() && fill()) {
        if (!known_encoding_ || (!begun_ && !begin())) continue;
        out.data.clear();
        out.data.swap(text_);
        if (table_.is_table)
            cut_rows(out);
        else
            cut_lines(out);
        constexpr std::size_t kAroundLine = 4;  // a byte-order mark and a CR, which do not count
        if (text_.size() > limits::kLineBytes + kAroundLine && !at_end_) {
            skipping_ = true;  // keep nothing of it; its line is told once its end is there
            text_.clear();
        }
    }
    out.bytes = bytes_;
    return !out.lines.empty();
}

void RowsAsRecords::write_row(const Line& line, std::string& out) {
    line.require_whole();
    parse_csv_record(line.text, table_.separator, row_);
    check_row(row_, table_);
    json::Writer w(out);
    w.begin_object();
    for (std::size_t i = 0; i < row_.size(); ++i) {
        if (row_[i].empty()) continue;
        const auto& [name, field, other] = columns_[i];
        w.any_key(field ? field_name(*field) : other ? other->name : std::string_view(name));
        if (other && other->is_number && is_whole_number(row_[i]))
            w.raw(row_[i]);
        else
            w.string(field   ? registration_value(*field, row_[i], dates_)
                     : other ? trimmed(row_[i])
                             : std::string_view(row_[i]));
    }
    w.end_object();
}

bool RowsAsRecords::has_column(std::string_view field) const {
    return std::ranges::any_of(columns_, [&](const Column& column) {
        return column.field   ? field_name(*column.field) == field
               : column.other ? column.other->name == field
                              : column.name == field;
    });
}

bool RowsAsRecords::read(Batch& out) {
    const bool more = rows_.read(out);
    if (!table_.is_table) return more;
    if (!std::exchange(mapped_, true)) {
        columns_ = map_columns(table_.header, rules_);
        if (rules_.names_needed && std::ranges::none_of(columns_, [](const Column& c) { return c.field; }))
            throw Error(
                Code::bad_csv,
                "the header in line " + std::to_string(table_.header_line) + " has no known column",
                "vpass-records(5) lists the columns; --columns reads others, --delimiter sets the separator");
    }
    std::string text;
    std::vector<std::size_t> ends;  // of the lines, with their line ends
    for (const Line& line : out.lines) {
        const std::size_t start = text.size();
        try {
            write_row(line, text);
            text += '\n';
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            text.resize(start);
            write_error_line(text, line.number, e.name(), e.what());
        }
        ends.push_back(text.size());
    }
    out.data = std::move(text);
    for (std::size_t i = 0, start = 0; i < out.lines.size(); start = ends[i++])
        out.lines[i] = {out.lines[i].number, std::string_view(out.data).substr(start, ends[i] - start - 1),
                        false};
    return more;
}

}  // namespace vpass
