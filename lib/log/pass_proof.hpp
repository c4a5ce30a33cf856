#pragma once
// Proves offline that a log holds a pass, by a log proof (proof.hpp) whose extra data open the entry.
//
// The extra data are the entry, 44 bytes, and for a pass the salt, 16 bytes, and the context that the entry
// is committed to beside the pass (row_commitment.hpp), 32 bytes. We trust none of it: the tree must hold the
// entry, and the commitment in the entry must be to this pass. So whoever has the pass and the log's key
// needs one text only.
#include <optional>

#include "base/byte_cache.hpp"
#include "log/entry.hpp"
#include "log/proof.hpp"

namespace vpass {

struct OpenedEntry {
    struct Opening {
        LogSalt salt{};
        Sha256 context{};
    };
    LogEntry entry;
    std::optional<Opening> opening;

    Buffer extra() const;
    static OpenedEntry from_extra(Bytes extra);  // Error "bad-proof"

    // Returns true when this is the issue entry of a pass. `pass` is its pass_hash(), `kid` its
    // Envelope::kid.
    bool issues(const Sha256& pass, std::string_view kid) const;
};

// Judges proofs by the log's key and witnesses. Many passes come with the same checkpoint, so the judge
// remembers checkpoints that it has judged, up to a limit. Each thread has its own judge.
class PassProofJudge {
 public:
    explicit PassProofJudge(LogPolicy policy) : policy_(std::move(policy)) {}

    // Returns why the text does not prove that the log holds the pass; empty when it does. Never throws
    // Error.
    std::string judge(std::string_view proof, const Sha256& pass, std::string_view kid);

    // Judges the proof of an entry likewise, whatever it stands for; `proof` is then parsed and `opened`
    // filled in.
    std::string judge(std::string_view text, LogProof& proof, OpenedEntry& opened);

    const CheckpointVerdict& checkpoint(const std::string& note);  // until the next call

 private:
    LogPolicy policy_;
    ByteCache<CheckpointVerdict> checkpoints_{16 << 20};  // by their notes
};

}  // namespace vpass
