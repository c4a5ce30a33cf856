#pragma once
// Whether a log holds a pass: by the proof that its record carries, or by the register of a ledger. Whatever
// is missing, the answer is no.
#include <unordered_map>

#include "log_options.hpp"
#include "vpass/pass.hpp"
#include "vpass/pass_finder.hpp"

namespace vpass::tools {

// Loaded once, then read by every thread.
class LogEvidence {
 public:
    // Each folder is a ledger, where passes are looked up, or a log, which proofs must agree with. Error
    // "usage" without a key of the log.
    LogEvidence(const LogOptions& options, const std::vector<std::string>& folders);

    struct Ledger {
        std::string folder;
        PassIndex index;
    };
    const LogPolicy& policy() const { return policy_; }
    const std::vector<std::unique_ptr<Ledger>>& ledgers() const { return ledgers_; }
    const std::vector<std::filesystem::path>& logs() const { return logs_; }

 private:
    LogPolicy policy_;
    std::vector<std::unique_ptr<Ledger>> ledgers_;
    std::vector<std::filesystem::path> logs_;  // those of the ledgers too
};

// Asks the evidence. One a thread.
class LogCheck {
 public:
    explicit LogCheck(const LogEvidence& evidence);

    struct Answer {
        std::string problem;      // why nothing shows that the log holds the pass; empty when something does
        bool split_view = false;  // a proof holds, by a checkpoint that is no beginning of the log at hand
    };
    Answer ask(const Envelope& pass, const std::string& carried_proof);

 private:
    Answer ask_proof(const std::string& proof, const Sha256& hash, std::string_view kid);
    bool is_beginning(const Checkpoint& checkpoint);

    PassProofJudge judge_;
    struct Source {
        Source(const LogEvidence::Ledger& ledger, const LogPolicy& policy)
            : prover(ledger.folder, policy), index(ledger.index) {}
        PassProver prover;
        const PassIndex& index;
    };
    std::vector<std::unique_ptr<Source>> ledgers_;
    std::vector<std::unique_ptr<LogReader>> logs_;
    std::unordered_map<std::string, bool> beginnings_;  // by the checkpoint's text
};

}  // namespace vpass::tools
