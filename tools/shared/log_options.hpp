#pragma once
// Says which keys to trust for a log (--vkey, --witness and --quorum), and where the log is.
#include "command.hpp"
#include "log/note.hpp"

namespace vpass::tools {

// A key is given as text or as a file of such lines.
struct LogOptions {
    std::vector<std::string> keys;
    std::vector<std::string> witnesses;
    std::size_t quorum = 0;
    LogPolicy policy() const;  // Error "usage" when no quorum can come together
};
// Returns the keys of such arguments.
std::vector<NoteKey> read_note_keys(const std::vector<std::string>& names);
Argument* add_log_options(Arguments& app, LogOptions& options);  // returns --vkey

}  // namespace vpass::tools
