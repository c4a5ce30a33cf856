#pragma once
// Makes the completion scripts of shells from the table of commands.
#include <string>

namespace vpass::tools {

std::string completions(const std::string& shell);  // bash, zsh or fish; Error "usage" for another

}  // namespace vpass::tools
