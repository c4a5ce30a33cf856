#include "table.hpp"

namespace vpass::tools {

void append_csv_row(const std::vector<std::string>& cells, std::string& out) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i) out += ',';
        if (cells[i].find_first_of(",\"\r\n") == std::string::npos) {
            out += cells[i];
            continue;
        }
        out += '"';
        for (const char c : cells[i]) out += c == '"' ? "\"\"" : std::string(1, c);
        out += '"';
    }
    out += "\r\n";
}

}  // namespace vpass::tools
