#pragma once
// What must be true of a ledger's two files before anything is written: neither of them, nor anything that
// was seen of the ledger elsewhere, knows more than the other.
#include "ledger/register/register.hpp"
#include "ledger/traces.hpp"
#include "log/log.hpp"

namespace vpass {

// Error "register-behind", "log-behind", "log-forked", "newer-site". Entries that were never released, which
// a run left that was ended between register and log, are dropped; returns how many.
std::uint64_t check_history(const std::filesystem::path& ledger, Register& rows, const LogWriter& log,
                            const std::vector<LedgerTrace>& traces);

std::string counted_entries(std::uint64_t count);  // "1 entry", "2 entries"

// Whether the entries that are in both say the same, from `first` on. Rows whose salt was erased, and those
// that are missing, contradict nothing.
bool same_entries(const std::filesystem::path& ledger, const Register& rows, const LogWriter& log,
                  std::uint64_t first);

// Whether the log continues a checkpoint of its own or of an earlier state. Error "log-corrupt".
bool continues(const std::filesystem::path& log_folder, const LogWriter& log, const Checkpoint& earlier);

}  // namespace vpass
