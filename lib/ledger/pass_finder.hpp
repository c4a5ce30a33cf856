#pragma once
// Finds the entries of passes in the register and the log.
#include <unordered_map>

#include "ledger/lookup/pass_index.hpp"
#include "log/log.hpp"
#include "log/pass_proof.hpp"

namespace vpass {

// Explains passes by a ledger and proves them by its log. One a thread.
class PassProver {
 public:
    // Throws as LogReader and Register.
    PassProver(const std::filesystem::path& ledger, const LogPolicy& policy);

    const LogReader& log() const { return log_; }
    const Register& rows() const { return rows_; }

    // The proof that entry `index` is in the log, which shows what it stands for as far as the register
    // knows. Error "log-corrupt", "bad-range", "bad-entry".
    LogProof prove(std::uint64_t index);

    // The proof that the log holds a registered pass, as one of the key that the register gives it, or why
    // there is none (`problem`). The kid that the pass itself bears can be changed, and is not asked.
    std::optional<LogProof> prove(const RegisterPass& pass, std::string& problem);
    // The same for the pass of this hash, of which the index finds the rows. When the register does not have
    // it, `problem` stays as it is.
    std::optional<LogProof> prove(const PassIndex& index, const Sha256& hash, std::string& problem);

 private:
    // Returns the opening of an entry's commitment; nothing when its salt was erased.
    std::optional<OpenedEntry::Opening> opening(const RegisterPass& pass, LogEntryVersion version);
    LogProof prove(std::uint64_t index, const RegisterPass* pass, bool& opened);
    Register rows_;
    LogReader log_;
    std::unordered_map<std::int64_t, std::string> kids_;  // raw kid by key
    std::unordered_map<std::int64_t, Sha256> audits_;     // hash of the audit record by batch
};

}  // namespace vpass
