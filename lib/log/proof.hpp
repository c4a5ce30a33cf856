#pragma once
// Reads and writes the text that proves an entry to be in a log, offline and with the log's key alone (C2SP
// tlog-proof): the entry's index, its path in the tree and the signed checkpoint.
#include <optional>

#include "log/merkle.hpp"
#include "log/note.hpp"

namespace vpass {

struct LogProof {
    std::uint64_t index = 0;
    merkle::Proof path;
    std::string checkpoint;       // the note as it is
    std::optional<Buffer> extra;  // not authenticated, of no meaning to us

    static LogProof parse(std::string_view text);  // Error "bad-proof"; does not look into the checkpoint
    std::string text() const;
};

struct LogProofVerdict {
    std::string problem;  // empty: the log of the checkpoint holds the entry at the index
    CheckpointVerdict checkpoint;
};
LogProofVerdict judge_log_proof(const LogProof& proof, Bytes entry, const LogPolicy& policy);

}  // namespace vpass
