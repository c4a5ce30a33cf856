#include "ledger/pass_finder.hpp"

#include "base/error.hpp"
#include "ledger/ledger.hpp"
#include "ledger/row_commitment.hpp"

namespace vpass {

PassProver::PassProver(const std::filesystem::path& ledger, const LogPolicy& policy)
    : rows_(ledger_register(ledger), Register::Mode::read), log_(ledger_log(ledger), policy) {
    for (const RegisterKey& key : rows_.keys()) kids_[key.key] = key.raw_kid();
}

std::optional<OpenedEntry::Opening> PassProver::opening(const RegisterPass& pass, LogEntryVersion version) {
    if (!pass.salt) return {};
    auto known = audits_.find(pass.batch);
    if (known == audits_.end()) {
        const auto batch = rows_.find_batch(pass.batch);
        if (!batch) return {};
        known = audits_.emplace(pass.batch, sha256(as_bytes(batch->record))).first;
    }
    return OpenedEntry::Opening{*pass.salt, row_context(version, known->second, row_record(pass))};
}

LogProof PassProver::prove(std::uint64_t index, const RegisterPass* pass, bool& opened) {
    LogProof proof = log_.prove(index);
    OpenedEntry entry{LogEntry::decode(log_.entry(index)), {}};
    if (pass) entry.opening = opening(*pass, entry.entry.version);
    opened = entry.opening.has_value();
    proof.extra = entry.extra();
    return proof;
}

LogProof PassProver::prove(std::uint64_t index) {
    const auto pass = rows_.find_pass(index);
    bool opened = false;
    return prove(index, pass ? &*pass : nullptr, opened);
}

std::optional<LogProof> PassProver::prove(const RegisterPass& pass, std::string& problem) {
    bool opened = false;
    if (pass.entry >= log_.checkpoint().size) {
        problem = "its entry is not in the log yet";
    } else if (!pass.salt) {
        problem = "its salt was erased";
    } else {
        LogProof proof = prove(pass.entry, &pass, opened);
        if (opened && OpenedEntry::from_extra(*proof.extra).issues(pass.hash, kids_[pass.key])) return proof;
        problem = "the log's entry differs from the register's row";
    }
    return {};
}

std::optional<LogProof> PassProver::prove(const PassIndex& index, const Sha256& hash, std::string& problem) {
    for (const std::uint64_t entry : index.find(hash)) {
        const auto row = rows_.find_pass(entry);
        if (!row || row->hash != hash) continue;
        if (auto proof = prove(*row, problem)) return proof;
    }
    return {};
}

}  // namespace vpass
