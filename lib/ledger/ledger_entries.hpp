#pragma once
// Makes the log's entry of a register's row. This is the only place that does so: when a row is appended,
// when rows and log are compared, and when a lost log is written anew.
#include <map>

#include "ledger/register/register.hpp"
#include "log/pass_proof.hpp"

namespace vpass {

bool has_log_day(UnixTime time);       // from 1970 to 2149
std::uint16_t log_day(UnixTime time);  // Error "usage" when there is none

// The audit record that the rows of a batch are committed to, as entries need it.
struct EntryBatch {
    UnixTime time = 0;
    Sha256 audit{};  // of RegisterBatch::record
    explicit EntryBatch(const RegisterBatch& batch);
};

using LogKids = std::map<std::int64_t, std::array<Byte, 8>>;  // of keys by their rows, as entries name them
LogKids log_kids(const Register& rows);

// The row has its salt. open_entry() also returns what opens the entry's commitment.
OpenedEntry open_entry(const RegisterPass& pass, const LogKids& kids, const EntryBatch& batch,
                       LogEntryVersion version);
LogEntry::Encoded entry_of(const RegisterPass& pass, const LogKids& kids, const EntryBatch& batch,
                           LogEntryVersion version);
LogEntry::Encoded entry_of(const RegisterEvent& event, const LogKids& kids, const EntryBatch& batch,
                           LogEntryVersion version);

// Returns the entries [first, end) as the register knows them.
struct KnownEntry {
    bool is_there = false;                   // else the register has no such row
    std::optional<LogEntry::Encoded> bytes;  // nothing once the row's salt was erased
};
std::vector<KnownEntry> entries_of(const Register& rows, std::uint64_t first, std::uint64_t end);

}  // namespace vpass
