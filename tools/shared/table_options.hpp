#pragma once
// How a command reads a registry: the options of tables, the same for all.
#include "command.hpp"
#include "formats/registry/table_reader.hpp"

namespace vpass::tools {

struct TableOptions {
    std::string encoding, delimiter;
    std::string date_format = "year-first";
    std::vector<std::string> columns;  // OWN=FIELD
    std::vector<std::string> carry;    // none given: whatever comes near no field

    TableForm form() const;  // throws Error "usage", as the others
    ColumnRules rules() const;
    DateForm dates() const;
    // Records, also where the input is a table. Those of a registry have fields of its records in the header.
    enum class Of { registry, others };
    std::unique_ptr<RowsAsRecords> records(int fd, Of what) const;
};
void add_table_options(CLI::App& app, TableOptions& options);

// A descriptor that closes itself; "-" is standard input. Throws Error "io".
std::shared_ptr<const int> open_input(const std::string& path);

}  // namespace vpass::tools
