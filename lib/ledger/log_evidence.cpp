#include "ledger/log_evidence.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "ledger/ledger.hpp"

namespace vpass {

LogEvidence::LogEvidence(LogPolicy policy, const std::vector<std::filesystem::path>& folders)
    : policy_(std::move(policy)) {
    for (const std::filesystem::path& folder : folders) {
        logs_.push_back(log_folder(folder));
        if (!std::filesystem::exists(ledger_register(folder))) continue;
        ledgers_.push_back(
            std::make_unique<Ledger>(folder, Register(ledger_register(folder), Register::Mode::read)));
    }
}

LogEvidence::Ledger::Ledger(const std::filesystem::path& of, const Register& rows)
    : folder(of), index(rows), leaves(rows.size() / kTileWidth + 1, kMostLeafTiles) {}

LogCheck::Source::Source(const LogEvidence::Ledger& ledger, const LogPolicy& policy)
    : prover(ledger.folder, policy),
      index(ledger.index),
      logged(prover.rows(), index, ledger_log(ledger.folder), prover.log().checkpoint(), ledger.leaves) {}

LogCheck::LogCheck(const LogEvidence& evidence) : judge_(evidence.policy()) {
    for (const auto& ledger : evidence.ledgers())
        ledgers_.push_back(std::make_unique<Source>(*ledger, evidence.policy()));
    for (const auto& log : evidence.logs())
        logs_.push_back(std::make_unique<LogReader>(log, evidence.policy()));
}

// A proof may name a larger checkpoint than our copy of the log. We accept it, since our copy cannot
// contradict it; has_entry() then compares the entries that the copy has.
bool LogCheck::is_beginning(const Checkpoint& checkpoint) {
    const std::string text = checkpoint.text();
    if (const bool* known = beginnings_.find(text)) return *known;
    bool out = true;
    for (const auto& log : logs_) {
        if (log->checkpoint().origin != checkpoint.origin || checkpoint.size > log->checkpoint().size)
            continue;
        try {
            log->prove_consistency(checkpoint);
        } catch (const Error& e) {
            if (e.code() != Code::log_corrupt) throw;
            out = false;
        }
    }
    return beginnings_.put(text, out);
}

// A proof from a fork may be larger than our copy. We notice the fork where it and the copy have different
// entries.
bool LogCheck::has_entry(const Checkpoint& checkpoint, std::uint64_t index, Bytes entry) {
    return std::ranges::all_of(logs_, [&](const auto& log) {
        const Checkpoint& copy = log->checkpoint();
        const bool is_compared =
            copy.origin == checkpoint.origin && checkpoint.size > copy.size && index < copy.size;
        return !is_compared || std::ranges::equal(log->entry(index), entry);
    });
}

LogCheck::Result LogCheck::ask_proof(const std::string& text, const Sha256& hash,
                                     const std::vector<std::string>& kids) {
    LogProof proof;
    OpenedEntry opened;
    if (const std::string problem = judge_.judge(text, proof, opened); !problem.empty())
        return {problem, false};
    if (std::ranges::none_of(kids, [&](const std::string& kid) { return opened.issues(hash, kid); }))
        return {"the proof is not of this pass", false};
    const Checkpoint head = judge_.checkpoint(proof.checkpoint).checkpoint;
    if (!is_beginning(head)) return {"the log does not continue the proof's checkpoint", true};
    if (!has_entry(head, proof.index, opened.entry.encode()))
        return {"the copy of the log has another entry at " + std::to_string(proof.index), true};
    return {};
}

LogCheck::Result LogCheck::ask(const Question& question) {
    const auto& [pass, signer, carried_proof] = question;
    const Sha256 hash = pass_hash(pass->signed_bytes);
    std::vector<std::string> kids{pass->kid};
    if (signer && signer->identity)
        kids.insert(kids.end(), signer->identity->names.begin(), signer->identity->names.end());
    Result out{ledgers_.empty() ? "it comes without a proof" : "the register does not have it", false};
    if (!carried_proof.empty()) {
        out = ask_proof(carried_proof, hash, kids);
        if (out.problem.empty() || out.split_view) return out;
    }
    for (const auto& ledger : ledgers_) {
        if (ledger->prover.prove(ledger->index, hash, out.problem)) return {};
    }
    return out;
}

std::vector<LogCheck::Result> LogCheck::ask(std::span<const Question> questions) {
    hashes_.clear();
    std::vector<std::size_t> looked_up;  // which question each hash is of
    for (std::size_t i = 0; i < questions.size() && !ledgers_.empty(); ++i) {
        if (!questions[i].carried_proof.empty()) continue;  // whose proof may show another log
        hashes_.push_back(pass_hash(questions[i].pass->signed_bytes));
        looked_up.push_back(i);
    }
    looks_.assign(hashes_.size(), FirstLook::unknown);
    for (const auto& ledger : ledgers_) ledger->logged.look(hashes_, looks_);

    std::vector<Result> out;
    out.reserve(questions.size());
    std::size_t next = 0;  // of those that were looked up
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const bool is_proved =
            next < looked_up.size() && looked_up[next] == i && looks_[next++] == FirstLook::proved;
        out.push_back(is_proved ? Result() : ask(questions[i]));
    }
    return out;
}

}  // namespace vpass
