#pragma once
// Checks a ledger's two files before anything is written: neither of them, nor anything that was seen of the
// ledger elsewhere, may know more than the other.
#include "ledger/register/register.hpp"
#include "ledger/traces.hpp"
#include "log/log.hpp"

namespace vpass {

// Throws Error "register-behind", "log-behind", "log-forked", "newer-site". A run that ended between register
// and log leaves entries that were never released; they are dropped. Returns how many.
std::uint64_t check_history(const std::filesystem::path& ledger, Register& rows, const LogWriter& log,
                            const std::vector<LedgerTrace>& traces);

std::string counted_entries(std::uint64_t count);  // "1 entry", "2 entries"

// Returns true when the entries that are in both are equal, from `first` on. Rows whose salt was erased and
// missing rows are not compared.
bool same_entries(const std::filesystem::path& ledger, const Register& rows, const LogWriter& log,
                  std::uint64_t first);

// Returns true when the log continues a checkpoint of its own or of an earlier state. Throws Error
// "log-corrupt".
bool continues(const std::filesystem::path& log_folder, const LogWriter& log, const Checkpoint& earlier);

}  // namespace vpass
