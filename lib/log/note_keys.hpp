#pragma once
// Reads the keys of logs and witnesses that a user names.
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "log/note.hpp"

namespace vpass {

// Reads one or more keys from each name: the name is a key itself (C2SP signed-note, "NAME+ID+KEY"), or that
// of a file with a key on each line, whose text `read` returns. Throws Error "bad-key" when a file holds
// none, and what NoteKey::parse and `read` throw.
std::vector<NoteKey> read_note_keys(std::span<const std::string> names,
                                    const std::function<std::string(const std::string& file)>& read);

}  // namespace vpass
