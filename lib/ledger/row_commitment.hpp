#pragma once
// Computes what the log's entry of the same number commits to of a register's row (vpass-ledger(5)). Entries
// of version 1 name the row's hash and its batch's audit record; those of version 2 the whole row.
//
// These are pure functions, for the ledger that writes entries and for whoever opens or audits them.
#include "ledger/register/register.hpp"

namespace vpass {

// Return compact JSON; members that a row does not have are left out.
std::string row_record(const RegisterPass& pass);
std::string row_record(const RegisterEvent& event);

// Returns what an entry's commitment names beside the row's hash. `audit` is SHA-256 of the batch's record.
Sha256 row_context(LogEntryVersion version, const Sha256& audit, std::string_view record);

}  // namespace vpass
