#pragma once
// Writes CSV (RFC 4180) for programs that send messages. The rows hold links, so only the owner may read the
// file.
#include "command.hpp"

namespace vpass::tools {

void append_csv_row(const std::vector<std::string>& cells, std::string& out);

class SecretTable {
 public:
    explicit SecretTable(const std::string& path) : output_(path) { output_.keep_secret(); }
    void write(std::string_view rows) { output_.write(rows); }
    void close() { output_.close(); }

 private:
    Output output_;
};

}  // namespace vpass::tools
