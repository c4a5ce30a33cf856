#pragma once
// The options by which a command reads a table; they are the same for all commands.
#include "command.hpp"
#include "formats/registry/table_reader.hpp"

namespace vpass::tools {

struct TableOptions {
    std::string encoding, delimiter;
    std::string date_format = "year-first";
    std::vector<std::string> columns;  // OWN=FIELD
    std::string columns_file;          // lines of them
    std::vector<std::string> carry;    // none given: whatever comes near no field

    TableForm form() const;  // throws Error "usage", as the others
    // `others`: of records that are not a registry's, see ColumnRules.
    ColumnRules rules(std::span<const OtherField> others = {}) const;
    DateForm dates() const;
    // Returns a source of records, also where the input is a table. Tables of a registry have fields of its
    // records in the header.
    enum class Of { registry, others };
    std::unique_ptr<RowsAsRecords> records(int fd, Of what) const;
    // Records with these fields. The input is a table if its first line has one of them as a column.
    std::unique_ptr<RowsAsRecords> records(int fd, std::span<const OtherField> fields) const;
    // The same of a file that lies beside the input; "-" is standard input. Throws Error with the path.
    void each_record(const std::string& path, std::span<const OtherField> fields,
                     const std::function<void(const Line&)>& use) const;
    // Throws Error with the path and the line for a bad one.
    void each_object(const std::string& path, std::span<const OtherField> fields,
                     const std::function<void(const json::Value&)>& use) const;
};
void add_table_options(Arguments& app, TableOptions& options);

}  // namespace vpass::tools
