#pragma once
// Reads the input of `issue`: a registry with its columns mapped to fields.
#include <map>

#include "table_options.hpp"

namespace vpass::tools {

// A registry, and the field of each of its columns. It is complete before a worker sees the first batch.
struct Registry {
    Table table;
    std::vector<Column> columns;
};

class RegistrySource : public Source {
 public:
    RegistrySource(int fd, const TableForm& form, ColumnRules rules, bool quiet, Registry& registry)
        : reader_(fd, form, registry.table), rules_(std::move(rules)), quiet_(quiet), registry_(registry) {}
    // For a further file of the same run: its columns must be those of the first one, or read() throws Error
    // "bad-csv".
    RegistrySource(int fd, const TableForm& form, ColumnRules rules, const Registry& first)
        : reader_(fd, form, further_.table),
          rules_(std::move(rules)),
          quiet_(true),
          registry_(further_),
          first_(&first) {}
    bool read(Batch& out) override;
    void stop() override { reader_.stop(); }

 private:
    void refuse_other_columns() const;
    void take_header();  // throws Error for columns that nobody knows; names the others on stderr
    Registry further_;   // of a further file
    TableReader reader_;
    ColumnRules rules_;
    bool quiet_;
    Registry& registry_;
    const Registry* first_ = nullptr;
};

// Writes the rows that were refused, as they came, each with its reason, to be corrected and read again. It
// takes what append_reject() made, in order.
class Rejects {
 public:
    static constexpr std::string_view kReason = "vpass_reason";  // a column or member that issue leaves out
    Rejects(const std::string& path, const Registry& registry) : output_(path), registry_(registry) {}
    void write(std::string_view rows);
    void close() { output_.close(); }

 private:
    Output output_;
    const Registry& registry_;
    bool begun_ = false;
};
void append_reject(std::string& out, std::string_view row, const Registry& registry, std::string_view reason);

// Reports a rehearsal: what would be refused, by kind, and the first lines of each.
class Rehearsal {
 public:
    static void append(std::string& out, std::size_t line, std::string_view code, std::string_view message);
    void add(std::string_view lines);  // what append() wrote
    std::string report(const Registry& registry, bool korean = false) const;

 private:
    struct Kind {
        std::size_t count = 0;
        std::vector<std::size_t> lines;
    };
    std::map<std::pair<std::string, std::string>, Kind> kinds_;  // by code and message
};

}  // namespace vpass::tools
