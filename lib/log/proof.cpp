#include "log/proof.hpp"

#include "base/error.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "log/tlog_text.hpp"

namespace vpass {
namespace {

constexpr std::string_view kTitle = "c2sp.org/tlog-proof@v1", kExtra = "extra ", kIndex = "index ";
constexpr std::size_t kPathHashes = 63;  // of the largest tree

[[noreturn]] void refuse(const std::string& why) { throw Error(Code::bad_proof, "not a log proof: " + why); }

}  // namespace

LogProof LogProof::parse(std::string_view text) {
    if (text.size() > 2 * limits::kNoteBytes) refuse("too long");
    if (take_line(text) != kTitle) refuse("its first line is not " + std::string(kTitle));
    LogProof out;
    auto line = take_line(text);
    if (line && line->starts_with(kExtra)) {
        out.extra = parse_padded_base64(line->substr(kExtra.size()));
        if (!out.extra) refuse("its extra data is not base64");
        line = take_line(text);
    }
    const auto index =
        line && line->starts_with(kIndex) ? parse_decimal(line->substr(kIndex.size())) : std::nullopt;
    if (!index) refuse("no index");
    out.index = *index;
    while ((line = take_line(text)) && !line->empty()) {
        const auto hash = parse_hash_line(*line);
        if (!hash) refuse("a line of its path is not a hash in base64");
        if (out.path.size() == kPathHashes) refuse("its path is too long");
        out.path.push_back(*hash);
    }
    if (!line) refuse("no empty line before the checkpoint");
    out.checkpoint = text;
    return out;
}

std::string LogProof::text() const {
    std::string out = std::string(kTitle) + '\n';
    if (extra) out += std::string(kExtra) + base64_encode(*extra, Base64::standard) + '\n';
    out += std::string(kIndex) + std::to_string(index) + '\n';
    for (const Sha256& hash : path) out += base64_encode(hash, Base64::standard) + '\n';
    return out + '\n' + checkpoint;
}

LogProofVerdict judge_log_proof(const LogProof& proof, Bytes entry, const LogPolicy& policy) {
    LogProofVerdict verdict{"", judge_checkpoint(proof.checkpoint, policy)};
    const Checkpoint& tree = verdict.checkpoint.checkpoint;
    if (!verdict.checkpoint.problem.empty()) {
        verdict.problem = "checkpoint: " + verdict.checkpoint.problem;
    } else if (!merkle::check_inclusion(proof.index, tree.size, merkle::leaf_hash(entry), proof.path,
                                        tree.root)) {
        verdict.problem = "the log does not hold this entry at " + std::to_string(proof.index);
    }
    return verdict;
}

}  // namespace vpass
