#pragma once
// Says whether a log holds a pass: by the proof that its record carries, or by the register of a ledger. When
// anything is missing, the answer is no.
#include "base/byte_cache.hpp"
#include "formats/envelope.hpp"
#include "keys/trust_store.hpp"
#include "ledger/lookup/logged_passes.hpp"
#include "ledger/pass_finder.hpp"

namespace vpass {

// The evidence is loaded once, then every thread reads it.
class LogEvidence {
 public:
    // Each folder is a ledger, where passes are looked up, or a log, which proofs must agree with. `policy`
    // names the log's key; without a key no proof counts.
    LogEvidence(LogPolicy policy, const std::vector<std::filesystem::path>& folders);

    struct Ledger {
        Ledger(const std::filesystem::path& of, const Register& rows);
        std::filesystem::path folder;
        PassIndex index;
        mutable LeafSlots leaves;  // those that were read so far
    };
    const LogPolicy& policy() const { return policy_; }
    const std::vector<std::unique_ptr<Ledger>>& ledgers() const { return ledgers_; }
    const std::vector<std::filesystem::path>& logs() const { return logs_; }

 private:
    LogPolicy policy_;
    std::vector<std::unique_ptr<Ledger>> ledgers_;
    std::vector<std::filesystem::path> logs_;  // those of the ledgers too
};

// Asks the evidence. Each thread has its own LogCheck.
class LogCheck {
 public:
    explicit LogCheck(const LogEvidence& evidence);

    struct Result {
        std::string problem;      // why nothing shows that the log holds the pass; empty when something does
        bool split_view = false;  // a proof holds, in another log than the one at hand
    };
    // The log may name the signer, where one is known, differently from the pass: by any name of the key.
    struct Question {
        const Envelope* pass = nullptr;
        const TrustedKey* signer = nullptr;
        std::string carried_proof;
    };
    Result ask(const Question& question);
    // Asks the same about many passes at once, which takes a small part of the time. The answers are in the
    // order of the questions, and so is what is thrown.
    std::vector<Result> ask(std::span<const Question> questions);

 private:
    Result ask_proof(const std::string& text, const Sha256& hash, const std::vector<std::string>& kids);
    bool is_beginning(const Checkpoint& checkpoint);
    bool has_entry(const Checkpoint& checkpoint, std::uint64_t index, Bytes entry);

    PassProofJudge judge_;
    struct Source {
        Source(const LogEvidence::Ledger& ledger, const LogPolicy& policy);
        PassProver prover;
        const PassIndex& index;
        LoggedPasses logged;
    };
    std::vector<std::unique_ptr<Source>> ledgers_;
    std::vector<std::unique_ptr<LogReader>> logs_;
    ByteCache<bool> beginnings_{1 << 20};  // by the checkpoint's text
    std::vector<Sha256> hashes_;
    std::vector<FirstLook> looks_;
};

}  // namespace vpass
