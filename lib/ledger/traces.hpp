#pragma once
// Traces of a ledger's life outside of its own two files: whoever restores an old copy of a ledger rarely
// restores these as well. A trace that is ahead of the ledger, or that the ledger's log does not continue,
// stops the writer: what was released since the copy was made would be given away a second time.
//
// A trace counts only when the log's own key signed its checkpoint.
#include <filesystem>
#include <string>
#include <vector>

#include "log/note.hpp"

namespace vpass {

// Where to look. What the caller names must be a trace of this ledger; the rest may be missing.
struct LedgerTraces {
    std::filesystem::path memory;              // the file in which this user remembers the log's checkpoint
    std::vector<std::filesystem::path> logs;   // copies of the log: folders, ledgers, or single checkpoints
    std::vector<std::filesystem::path> sites;  // published sites
    std::filesystem::path output;              // the site that is about to be replaced
};

struct LedgerTrace {
    std::string where;
    Checkpoint checkpoint;
    std::uint64_t sequence = 0;  // of a site
};

// Besides those named: checkpoints that lie in the log's own folder, as witnesses leave them, and the site
// that the register published last. Error "bad-checkpoint", "bad-site" for a named one of another ledger,
// "bad-memory".
std::vector<LedgerTrace> read_traces(const LedgerTraces& named, const std::filesystem::path& log,
                                     const NoteKey& key, const std::filesystem::path& published);

// The memory: the log's newest checkpoint, as a signed note. Writes only what is new.
void remember_checkpoint(const std::filesystem::path& memory, const std::string& note);

}  // namespace vpass
