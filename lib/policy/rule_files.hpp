#pragma once
// Finds the rule files that a user names.
#include <string>
#include <vector>

namespace vpass {

// Returns the path itself, or when it is a folder, its *.json files in the order of their names. Throws Error
// "bad-policy" when the folder has none.
std::vector<std::string> rule_files(const std::string& path);

}  // namespace vpass
