#pragma once
// JSON Lines as a table that a spreadsheet opens: what `--format csv` writes.
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"

namespace vpass::tools {

// The first record says which columns there are: its members, those of its objects as "evidence.kind". What a
// later record has beyond them stands as JSON in the last column, `more`. Findings have the same columns
// whatever the first one is.
//
// The text begins with a byte-order mark, without which Excel takes UTF-8 for something else. A text that a
// spreadsheet would take for a formula has a ' in front of it.
class CsvLines {
 public:
    std::string convert(std::string_view json_lines);  // whole lines
    bool is_empty() const { return columns_.empty(); }

 private:
    void take_columns(std::string_view line);
    void write_row(std::string_view line, std::string& out) const;
    std::vector<std::string> columns_;
};

}  // namespace vpass::tools
