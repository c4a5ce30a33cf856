#pragma once
// Reads comma-separated values (RFC 4180) with any separator: a quoted field may hold separators, doubled
// quotes and line ends.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vpass {

// Replaces `fields`, reusing their memory. `record` has no line end. Throws Error "bad-csv" naming the field
// by number.
void parse_csv_record(std::string_view record, char separator, std::vector<std::string>& fields);

// The first record of a text.
struct CsvRecord {
    std::string_view text;  // without its line end
    std::size_t size;       // with it
    std::size_t lines;      // of the text that it covers
};
enum class LineEnd : char { lf = '\n', cr = '\r' };  // CRLF is lf: the CR is dropped

// Returns nothing while the record may go on in input that is still to come. A quote that is opened and never
// properly closed does not swallow the records after it: such a record ends with its line.
std::optional<CsvRecord> first_csv_record(std::string_view text, char separator, LineEnd line_end,
                                          bool at_end);

// Appends a field, in quotes where it needs them.
void append_csv_field(std::string& out, std::string_view field, char separator);

// A spreadsheet takes a cell that begins so for a formula, and may run a stranger's. With a ' in front it is
// a text; the reader of tables takes that off again.
bool is_formula(std::string_view cell);  // =, +, -, @, a tab or CR in front, also behind such marks
std::string plain_cell(std::string_view cell);
std::string_view written_cell(std::string_view cell);  // what plain_cell() was made of

// Returns the separator of a header: the one of , ; tab | that occurs most often outside quotes; ',' when
// none does.
char detect_csv_separator(std::string_view header);

}  // namespace vpass
