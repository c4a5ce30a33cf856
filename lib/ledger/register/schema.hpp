#pragma once
// Defines the register's tables, and upgrades those of an older version of vpass.
#include "ledger/register/sqlite.hpp"

namespace vpass {

// Returns PRAGMA user_version of a register; 0 before it has any tables.
std::int64_t schema_version(const sql::Database& database);

// Throws Error "bad-register" for a database that is not a register, "newer-register" for one whose version
// this program does not know.
void check_schema(const sql::Database& database);

// Runs the steps that the register lacks, in one transaction: a run that is killed leaves the old version or
// the new one. Does nothing when all steps have run.
void upgrade_schema(sql::Database& database);

// Readers change nothing: on this connection they see the tables of an older register as today's. Columns
// that it lacks have their default, and tables that it lacks are empty.
void show_as_current(sql::Database& database);

}  // namespace vpass
