#pragma once
// Makes ledgers for tests.
#include "ledger/ledger.hpp"

inline constexpr vpass::UnixTime kAct = 1639451400;  // 2021-12-14T12:10:00+09:00

// Returns a certificate that nothing looks into, and the name by which passes call its key.
vpass::Certificate ledger_certificate(std::string_view der);
vpass::SignerName ledger_signer(const vpass::Certificate& certificate);

// Returns passes with the ids FIRST, FIRST + 1, …, with slots as sign assigns them.
std::vector<vpass::RegisterPass> numbered_passes(const vpass::RegisterKey& key, vpass::CountBlocks& counts,
                                                 std::uint64_t first, std::uint64_t count);
// Issues passes in one run as sign does it, with one append().
void issue(vpass::Ledger& ledger, std::uint64_t first, std::uint64_t count);
// Revokes or restores the passes with these entries.
void revoke(vpass::Ledger& ledger, const std::vector<std::uint64_t>& entries,
            vpass::LogEntryType type = vpass::LogEntryType::revoke);

// Judges the ledger anew: the log by its audit, every entry against the register's row, and the state that
// the register derives against its events. Returns the log's size.
std::uint64_t check_ledger(const std::filesystem::path& folder);
