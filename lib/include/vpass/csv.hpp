#pragma once
// Comma-separated values (RFC 4180), one record a line: a quoted field may hold commas and doubled quotes,
// not line ends.
#include <string>
#include <string_view>
#include <vector>

namespace vpass {

// Replaces `fields`. Throws Error "bad-csv" naming the field by number.
void parse_csv_line(std::string_view line, std::vector<std::string>& fields);

}  // namespace vpass
