#include "log/log.hpp"

#include <vpass/log.hpp>

#include "api/states.hpp"
#include "base/limits.hpp"
#include "ledger/ledger.hpp"
#include "ledger/pass_finder.hpp"
#include "log/note_keys.hpp"
#include "passes/verify.hpp"

namespace vpass::v0 {
namespace {

namespace fs = std::filesystem;

LogPolicy policy_of(const LogKeys& keys) {
    const auto read = [](const std::string& file) {
        return std::string(as_text(read_file(file, limits::kNoteBytes)));
    };
    LogPolicy out{read_note_keys(keys.log, read), read_note_keys(keys.witnesses, read), keys.quorum};
    if (out.log.empty()) throw Error(Code::usage, "no key of the log is named");
    if (out.quorum > out.witnesses.size())
        throw Error(Code::usage, "the quorum is larger than the number of witnesses");
    return out;
}

// Returns the folder of the log itself.
fs::path log_of(const fs::path& folder) {
    std::error_code none;
    return fs::exists(ledger_log(folder) / "checkpoint", none) ? ledger_log(folder) : folder;
}

void open(std::string_view pass, Envelope& out) {
    PassLine line;
    read_pass(pass, line);
    open_pass(line.text(), out);
}

const char* name_of(LogAuditFinding::Kind kind) {
    using Kind = LogAuditFinding::Kind;
    switch (kind) {
        case Kind::missing:
            return "missing-file";
        case Kind::entry:
            return "changed-entry";
        case Kind::tile:
            return "altered-tile";
        case Kind::root:
            return "wrong-root";
        case Kind::history:
            return "rewritten";
        case Kind::checkpoint:
            break;
    }
    return "checkpoint";
}

}  // namespace

struct Log::State {
    State(const fs::path& where, const LogKeys& keys)
        : folder(where), policy(policy_of(keys)), reader(log_of(where), policy) {
        std::error_code none;
        if (fs::exists(ledger_register(folder), none)) prover.emplace(folder, policy);
    }

    const fs::path folder;
    const LogPolicy policy;
    LogReader reader;
    std::optional<PassProver> prover;  // of a ledger
};

Log::Log(const fs::path& folder, const LogKeys& keys) : state_(std::make_unique<State>(folder, keys)) {}
Log::~Log() = default;

std::uint64_t Log::size() const { return state_->reader.checkpoint().size; }
const std::string& Log::origin() const { return state_->reader.checkpoint().origin; }

std::string Log::prove(std::uint64_t entry) {
    if (state_->prover) return state_->prover->prove(entry).text();
    LogProof proof = state_->reader.prove(entry);
    proof.extra = state_->reader.entry(entry);
    return proof.text();
}

std::string Log::prove(std::string_view pass) {
    if (!state_->prover)
        throw Error(Code::no_ledger, "a log alone does not say which entry is of which pass");
    Envelope envelope;
    open(pass, envelope);
    const Sha256 hash = pass_hash(envelope.signed_bytes);
    std::string problem = "the register does not have the pass";
    const auto prove_row = [&](const RegisterPass& row) {
        return row.hash == hash ? state_->prover->prove(row, problem) : std::nullopt;
    };
    for (const RegisterPass& row : state_->prover->rows().find_id(envelope.id)) {
        if (const auto proof = prove_row(row)) return proof->text();
    }
    // A pass may name itself differently from the register.
    if (const auto proof = state_->prover->prove(PassIndex(state_->prover->rows()), hash, problem))
        return proof->text();
    throw Error(Code::unlogged, problem);
}

std::vector<LogFinding> Log::audit(const std::vector<std::string>& earlier) {
    std::vector<LogFinding> out;
    LogAuditOptions options;
    options.policy = state_->policy;
    LogPolicy kept = state_->policy;
    kept.quorum = 0;  // witnesses need not have seen each checkpoint
    for (const std::string& note : earlier) {
        const CheckpointVerdict verdict = judge_checkpoint(note, kept);
        if (verdict.problem.empty())
            options.earlier.push_back(verdict.checkpoint);
        else
            out.push_back({"checkpoint", "", "an earlier checkpoint: " + verdict.problem});
    }
    for (const LogAuditFinding& finding : audit_log(log_of(state_->folder), options).findings)
        out.push_back({name_of(finding.kind), finding.file, finding.message});
    return out;
}

std::string check_proof(std::string_view proof, std::string_view pass, const LogKeys& keys) {
    PassProofJudge judge(policy_of(keys));
    try {
        Envelope envelope;
        open(pass, envelope);
        return judge.judge(proof, pass_hash(envelope.signed_bytes), envelope.kid);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return e.what();
    }
}

}  // namespace vpass::v0
