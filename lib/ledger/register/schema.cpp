#include "ledger/register/schema.hpp"

#include <set>
#include <vector>

#include "base/error.hpp"

namespace vpass {
namespace {

// References serve the reader only: rows are only added, in their order, so checking references would be
// wasted work.
constexpr const char* kFirst = R"(
CREATE TABLE signing_key (
    key INTEGER PRIMARY KEY, kid TEXT NOT NULL UNIQUE, issuer TEXT NOT NULL,
    public_key BLOB NOT NULL, certificate BLOB, status_uri TEXT NOT NULL,
    slots INTEGER NOT NULL, next INTEGER NOT NULL, permutation BLOB NOT NULL
) STRICT;
CREATE TABLE batch (
    batch INTEGER PRIMARY KEY, operator TEXT NOT NULL, time INTEGER NOT NULL, record TEXT NOT NULL
) STRICT;
CREATE TABLE pass (
    entry INTEGER PRIMARY KEY, id TEXT, format TEXT NOT NULL,
    key INTEGER NOT NULL REFERENCES signing_key, slot INTEGER, rid TEXT, salt BLOB, hash BLOB NOT NULL,
    issued_at INTEGER NOT NULL, expires_at INTEGER, batch INTEGER NOT NULL REFERENCES batch
) STRICT;
CREATE TABLE unregistered (
    unregistered INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, id TEXT, format TEXT NOT NULL,
    key INTEGER NOT NULL REFERENCES signing_key, rid TEXT, issued_at INTEGER, expires_at INTEGER,
    country TEXT, signature_hash BLOB, uci_hash BLOB, country_uci_hash BLOB, revoked_since INTEGER
) STRICT;
CREATE TABLE event (
    entry INTEGER PRIMARY KEY, type INTEGER NOT NULL, pass INTEGER REFERENCES pass,
    unregistered INTEGER REFERENCES unregistered, key INTEGER REFERENCES signing_key,
    issued_from INTEGER, issued_to INTEGER, reason TEXT, salt BLOB, hash BLOB NOT NULL,
    batch INTEGER NOT NULL REFERENCES batch
) STRICT;
CREATE INDEX event_pass ON event (pass, entry) WHERE pass IS NOT NULL;
CREATE TABLE revoked (pass INTEGER PRIMARY KEY REFERENCES pass, since INTEGER NOT NULL) STRICT;
CREATE TABLE rule (
    entry INTEGER PRIMARY KEY REFERENCES event, key INTEGER NOT NULL REFERENCES signing_key,
    issued_from INTEGER, issued_to INTEGER, since INTEGER NOT NULL
) STRICT;
CREATE TABLE publication (
    sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, log_size INTEGER NOT NULL, manifest BLOB NOT NULL
) STRICT;
CREATE TABLE published_list (
    sequence INTEGER REFERENCES publication, key INTEGER REFERENCES signing_key, slots INTEGER NOT NULL,
    hash BLOB NOT NULL, PRIMARY KEY (sequence, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE lookup (token INTEGER, entry INTEGER, PRIMARY KEY (token, entry)) STRICT, WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('lookup_size', 0);
PRAGMA application_id = 0x76706173;
)";

// Version 2 adds the last release; the most entries that the register has had ("written"); the blocks of
// counts that were given away, 256 in a block; the rows that were lost, and the slots that stay revoked
// although their passes were lost.
constexpr const char* kReleased = R"(
CREATE TABLE released (
    one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL, root BLOB NOT NULL
) STRICT;
INSERT INTO meta SELECT 'written', 1 + max((SELECT ifnull(max(entry), -1) FROM pass),
                                           (SELECT ifnull(max(entry), -1) FROM event));
CREATE TABLE block (key INTEGER, block INTEGER, PRIMARY KEY (key, block)) STRICT, WITHOUT ROWID;
WITH RECURSIVE given (key, block, blocks) AS (
    SELECT key, 0, (next + 255) / 256 FROM signing_key WHERE next > 0
    UNION ALL SELECT key, block + 1, blocks FROM given WHERE block + 1 < blocks)
INSERT INTO block SELECT key, block FROM given;
CREATE TABLE gap (
    entry INTEGER PRIMARY KEY REFERENCES event, first INTEGER NOT NULL, record TEXT NOT NULL
) STRICT;
CREATE TABLE lost_slot (
    key INTEGER NOT NULL REFERENCES signing_key, slot INTEGER NOT NULL, entry INTEGER NOT NULL REFERENCES event,
    PRIMARY KEY (key, slot)
) STRICT, WITHOUT ROWID;
ALTER TABLE publication ADD COLUMN site TEXT;
)";

// Version 3 adds the hash by which a pass is recognised when it comes again, and the entry from which on the
// log commits to whole rows.
constexpr const char* kWholeRows = R"(
ALTER TABLE pass ADD COLUMN content BLOB;
INSERT INTO meta SELECT 'first_whole_row', 1 + max((SELECT ifnull(max(entry), -1) FROM pass),
                                                   (SELECT ifnull(max(entry), -1) FROM event));
)";

// The registry's name of the record that a pass was made of.
constexpr const char* kRecordIds = "ALTER TABLE pass ADD COLUMN record_id TEXT;";

// Step n makes version n of a register of version n - 1; PRAGMA user_version says how many steps it has seen.
// A new register runs them all, so that there is one description of its tables. To change them, add a step at
// the end and never edit a released one: SQL for tables, columns (at the end of a table) and the rows that
// follow from existing ones. Name the columns in the INSERT statements of register.cpp, and read new ones by
// name; rows of older versions hold NULL or the column's default there, for readers as well
// (show_as_current). tests/cli/sign/ledger-upgrade takes a register of version 1 through all steps.
constexpr const char* kSteps[] = {
    kFirst,      // 1
    kReleased,   // 2: what was released, blocks of counts, gaps after a loss
    kWholeRows,  // 3: what passes say, and what the log is committed to
    kRecordIds,  // 4
};
constexpr std::int64_t kVersion = std::size(kSteps);
constexpr std::int64_t kApplication = 0x76706173;  // "vpas"

std::int64_t number(const sql::Database& database, std::string_view sql) {
    sql::Statement statement(database, sql);
    statement.step();
    return statement.integer(0);
}

// Returns the names in SQL of the columns of a table, with their defaults.
std::vector<std::pair<std::string, std::string>> columns(const sql::Database& database,
                                                         const std::string& table) {
    std::vector<std::pair<std::string, std::string>> out;
    sql::Statement rows(database, "SELECT name, dflt_value FROM pragma_table_info(?, 'main')");
    rows.bind(table);
    while (rows.step()) out.emplace_back(rows.text(0), rows.is_null(1) ? "NULL" : rows.text(1));
    return out;
}

}  // namespace

std::int64_t schema_version(const sql::Database& database) { return number(database, "PRAGMA user_version"); }

void check_schema(const sql::Database& database) {
    const std::int64_t version = schema_version(database);
    if (version < 1 || number(database, "PRAGMA application_id") != kApplication)
        throw Error(Code::bad_register, database.path().string() + " is not a register of vpass");
    if (version > kVersion)
        throw Error(Code::newer_register,
                    database.path().string() + " is of version " + std::to_string(version) +
                        ", and this vpass knows versions up to " + std::to_string(kVersion),
                    "a newer vpass has written to this ledger: use that one");
}

void upgrade_schema(sql::Database& database) {
    if (schema_version(database) >= kVersion) return;
    sql::Transaction transaction(database);
    for (std::int64_t done = schema_version(database); done < kVersion; ++done) database.run(kSteps[done]);
    database.run(("PRAGMA application_id = " + std::to_string(kApplication)).c_str());
    database.run(("PRAGMA user_version = " + std::to_string(kVersion)).c_str());
    transaction.commit();
}

void show_as_current(sql::Database& database) {
    if (schema_version(database) >= kVersion) return;
    sql::Database today = sql::Database::in_memory();
    upgrade_schema(today);
    sql::Statement tables(today, "SELECT name, sql FROM sqlite_schema WHERE type = 'table'");
    while (tables.step()) {
        const std::string table = tables.text(0), sql = tables.text(1);
        std::set<std::string> there;
        for (const auto& [column, value] : columns(database, table)) there.insert(column);
        if (there.empty()) {
            database.run(("CREATE TEMP" + sql.substr(sql.find(' '))).c_str());
            continue;
        }
        std::string list;
        for (const auto& [column, value] : columns(today, table))
            list += (list.empty() ? "" : ", ") + (there.contains(column) ? column : value + " AS " + column);
        database.run(("CREATE TEMP VIEW " + table + " AS SELECT " + list + " FROM main." + table).c_str());
    }
}

}  // namespace vpass
