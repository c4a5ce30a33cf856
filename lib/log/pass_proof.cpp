#include "log/pass_proof.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vpass {
namespace {

constexpr std::size_t kOpeningBytes = sizeof(LogSalt) + sizeof(Sha256);

}  // namespace

Buffer OpenedEntry::extra() const {
    Buffer out;
    append(out, entry.encode());
    if (opening) {
        append(out, opening->salt);
        append(out, opening->context);
    }
    return out;
}

OpenedEntry OpenedEntry::from_extra(Bytes extra) {
    if (extra.size() != LogEntry::kBytes && extra.size() != LogEntry::kBytes + kOpeningBytes)
        throw Error(Code::bad_proof, "its extra data are not an entry of a pass log");
    OpenedEntry out{LogEntry::decode(extra.first(LogEntry::kBytes)), {}};
    const Bytes rest = extra.subspan(LogEntry::kBytes);
    if (rest.empty()) return out;
    out.opening = Opening();
    std::copy_n(rest.begin(), sizeof(LogSalt), out.opening->salt.begin());
    std::copy_n(rest.begin() + sizeof(LogSalt), sizeof(Sha256), out.opening->context.begin());
    return out;
}

bool OpenedEntry::issues(const Sha256& pass, std::string_view kid) const {
    return entry.type == LogEntryType::issue && opening && entry.kid == log_kid(kid) &&
           entry.commitment == log_commitment(opening->salt, pass, opening->context);
}

const CheckpointVerdict& PassProofJudge::checkpoint(const std::string& note) {
    if (const CheckpointVerdict* known = checkpoints_.find(note)) return *known;
    return checkpoints_.put(note, judge_checkpoint(note, policy_), note.size());
}

std::string PassProofJudge::judge(std::string_view text, LogProof& proof, OpenedEntry& opened) {
    try {
        proof = LogProof::parse(text);
        if (!proof.extra) return "the proof does not show its entry";
        opened = OpenedEntry::from_extra(*proof.extra);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return e.what();
    }
    const CheckpointVerdict& verdict = checkpoint(proof.checkpoint);
    if (!verdict.problem.empty()) return "checkpoint: " + verdict.problem;
    const Checkpoint& tree = verdict.checkpoint;
    if (!merkle::check_inclusion(proof.index, tree.size, merkle::leaf_hash(opened.entry.encode()), proof.path,
                                 tree.root))
        return "the log does not hold this entry at " + std::to_string(proof.index);
    return {};
}

std::string PassProofJudge::judge(std::string_view text, const Sha256& pass, std::string_view kid) {
    LogProof proof;
    OpenedEntry opened;
    std::string problem = judge(text, proof, opened);
    if (problem.empty() && !opened.issues(pass, kid)) problem = "the proof is not of this pass";
    return problem;
}

}  // namespace vpass
