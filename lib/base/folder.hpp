#pragma once
// Finds the files that a path names, the same way for every option that takes a file or a folder.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vpass {

enum class Depth { folder, with_subfolders };

// Returns the path itself when it is not a folder, whether it exists or not. Of a folder it returns the
// regular files whose names end with one of `endings` in any case (".json"; all files when there are none),
// sorted by their paths. Hidden files and folders are left out, since a file that another process is writing
// has a hidden name. Throws Error "io" when a folder cannot be read.
std::vector<std::string> files_of(const std::string& path, std::span<const std::string_view> endings = {},
                                  Depth depth = Depth::folder);

}  // namespace vpass
