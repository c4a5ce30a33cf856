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
        ledgers_.push_back(std::make_unique<Ledger>(
            Ledger{folder, PassIndex(Register(ledger_register(folder), Register::Mode::read))}));
    }
}

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

LogCheck::Result LogCheck::ask(const Envelope& pass, const TrustedKey* signer,
                               const std::string& carried_proof) {
    const Sha256 hash = pass_hash(pass.signed_bytes);
    std::vector<std::string> kids{pass.kid};
    if (signer && signer->identity)
        kids.insert(kids.end(), signer->identity->names.begin(), signer->identity->names.end());
    Result out{ledgers_.empty() ? "it comes without a proof" : "the register does not have it", false};
    if (!carried_proof.empty()) {
        out = ask_proof(carried_proof, hash, kids);
        if (out.problem.empty() || out.split_view) return out;
    }
    for (const auto& ledger : ledgers_) {
        for (const std::uint64_t entry : ledger->index.find(hash)) {
            const auto row = ledger->prover.rows().find_pass(entry);
            if (!row || row->hash != hash) continue;
            if (ledger->prover.prove(*row, out.problem)) return {};
        }
    }
    return out;
}

}  // namespace vpass
