#pragma once
// A witness of logs remembers the newest checkpoint that it cosigned of each log. It cosigns another one only
// when that continues the one it remembers (C2SP tlog-witness). So a log that forgets, or that shows
// different trees to different people, does not get a quorum of witnesses.
//
// The memory is a JSON file of the witness's own; vpass-audit(1) describes it. A file that cannot be read is
// an Error, never an empty memory.
#include <filesystem>
#include <map>

#include "base/file.hpp"
#include "base/time.hpp"
#include "log/note.hpp"

namespace vpass {

struct WitnessedHead {
    NoteKey log;            // the key that signed the checkpoint
    std::string note;       // as the log showed it: beside a second one of its size, it proves a fork
    Checkpoint checkpoint;  // of the note
    UnixTime at = 0;        // when it was cosigned
};

// Only one process at a time has the memory: the object holds a lock on FILE.lock.
class WitnessMemory {
 public:
    explicit WitnessMemory(std::filesystem::path file);  // Error "bad-memory"

    const WitnessedHead* find(const std::string& origin) const;
    // Remembers a head durably. The witness does this before it gives out the cosignature: a witness that
    // forgets what it signed could cosign a fork.
    void remember(WitnessedHead head);

 private:
    std::filesystem::path file_;
    FileLock lock_;
    std::map<std::string, WitnessedHead> heads_;  // by origin
};

}  // namespace vpass
