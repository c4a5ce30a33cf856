#pragma once
// Holds the state that the register's files share: the database and its prepared statements.
#include <unordered_map>

#include "ledger/register/register.hpp"
#include "ledger/register/sqlite.hpp"

namespace vpass {

struct Register::State {
    sql::Database database;
    std::unordered_map<std::string_view, sql::Statement> statements;

    State(const std::filesystem::path& path, bool writable) : database(path, writable) {}

    // Returns a statement that is prepared once, for one use at a time; `text` lives as long as the program.
    // When its use ends, the statement no longer holds the database.
    struct End {
        void operator()(sql::Statement* statement) const { statement->reset(); }
    };
    std::unique_ptr<sql::Statement, End> sql(std::string_view text) {
        auto found = statements.find(text);
        if (found == statements.end()) found = statements.emplace(text, sql::Statement(database, text)).first;
        return std::unique_ptr<sql::Statement, End>(&found->second);
    }
};

// Return the tokens by which the table `lookup` finds passes: 64 bits of a hash, since ids and slots come in
// random order.
std::int64_t id_token(std::string_view id);
std::int64_t record_token(std::string_view record_id);
std::int64_t slot_token(std::int64_t key, std::uint64_t slot);
constexpr const char* kLookupSize = "SELECT value FROM meta WHERE name = 'lookup_size'";

}  // namespace vpass
