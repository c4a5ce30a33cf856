#pragma once
// Opens the files that a command reads, and standard input where a file is called "-".
#include <memory>
#include <string>

namespace vpass::tools {

// Returns a descriptor that closes itself. Throws Error "io".
std::shared_ptr<const int> open_input(const std::string& path);
std::string input_name(const std::string& path);  // for messages: "standard input" for "-"

}  // namespace vpass::tools
