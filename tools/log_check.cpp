#include "log_check.hpp"

#include <algorithm>

#include "vpass/ledger.hpp"

namespace vpass::tools {

LogEvidence::LogEvidence(const LogOptions& options, const std::vector<std::string>& folders)
    : policy_(options.policy()) {
    if (policy_.log.empty()) throw Error(Code::usage, "without the log's key no proof counts", "--vkey names it");
    for (const std::string& folder : folders) {
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

// A checkpoint that is younger than the folder's proves itself; only its own log can say more.
bool LogCheck::is_beginning(const Checkpoint& checkpoint) {
    const std::string text = checkpoint.text();
    const auto known = beginnings_.find(text);
    if (known != beginnings_.end()) return known->second;
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
    constexpr std::size_t kRemembered = 1024;
    if (beginnings_.size() >= kRemembered) beginnings_.clear();
    return beginnings_[text] = out;
}

LogCheck::Answer LogCheck::ask_proof(const std::string& proof, const Sha256& hash, std::string_view kid) {
    const std::string problem = judge_.judge(proof, hash, kid);
    if (!problem.empty()) return {problem, false};
    const Checkpoint head = judge_.checkpoint(LogProof::parse(proof).checkpoint).checkpoint;
    if (is_beginning(head)) return {};
    return {"the proof's checkpoint is no beginning of the log", true};
}

LogCheck::Answer LogCheck::ask(const Envelope& pass, const std::string& carried_proof) {
    const Sha256 hash = pass_hash(pass.signed_bytes);
    Answer out{ledgers_.empty() ? "it comes without a proof" : "the register does not have it", false};
    if (!carried_proof.empty()) {
        out = ask_proof(carried_proof, hash, pass.kid);
        if (out.problem.empty() || out.split_view) return out;
    }
    for (const auto& ledger : ledgers_) {
        for (const std::uint64_t entry : ledger->index.find(hash)) {
            const auto row = ledger->prover.rows().find_pass(entry);
            if (row && row->hash == hash && ledger->prover.prove(*row, pass.kid, out.problem)) return {};
        }
    }
    return out;
}

}  // namespace vpass::tools
