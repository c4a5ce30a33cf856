#pragma once
// Traces of a ledger's life outside its own two files: whoever restores an old copy of a ledger rarely
// restores these as well. A trace that is ahead of the ledger, or that the ledger's log does not continue,
// stops the writer. Otherwise the writer would give away a second time what was released since the copy was
// made.
//
// A trace counts only when the log's own key signed its checkpoint.
#include <filesystem>
#include <string>
#include <vector>

#include "log/note.hpp"

namespace vpass {

// The places to look for traces. Those that the caller names must be traces of this ledger; the others may be
// missing.
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

// Reads the named traces, the checkpoints in the log's own folder, as witnesses leave them, and the site that
// the register published last. Throws Error "bad-checkpoint", "bad-site" for a named one of another ledger,
// "bad-memory".
std::vector<LedgerTrace> read_traces(const LedgerTraces& named, const std::filesystem::path& log,
                                     const NoteKey& key, const std::filesystem::path& published);

// Writes the memory: the log's newest checkpoint, as a signed note. It writes only what is new.
void remember_checkpoint(const std::filesystem::path& memory, const std::string& note);

}  // namespace vpass
