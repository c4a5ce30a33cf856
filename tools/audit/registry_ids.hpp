#pragma once
// Holds the identifiers of a registry's records, and which of them were met. It takes 24 bytes a record: each
// is kept as the start of its SHA-256.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/table_options.hpp"

namespace vpass::tools {

class RegistryIds {
 public:
    struct Bad {
        std::size_t line;
        std::string message;
        bool unreadable;  // it may have held any identifier
    };
    std::vector<Bad> bad;  // lines without an identifier

    void add(std::string_view id, std::size_t line);
    void seal();                     // after the last add()
    bool mark(std::string_view id);  // whether there is such a record
    void unmarked(const std::function<void(std::size_t line)>& visit) const;  // in the order of lines

 private:
    struct Row {
        std::uint64_t token;
        std::size_t line;
        bool met;
    };
    std::vector<Row> rows_;
};

// Reads the input or output of issue: CSV with a column `id`, or records with `id`. An id that is not a UVCI
// is completed as issue does it (vpass-records(5)). "-" is standard input.
RegistryIds read_registry_ids(const std::string& path, const std::string& country, const TableOptions& table);

}  // namespace vpass::tools
