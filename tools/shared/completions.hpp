#pragma once
// What a shell wants to know to complete the words of a command line, made from the table of commands.
#include <string>

namespace vpass::tools {

std::string completions(const std::string& shell);  // bash, zsh or fish; Error "usage" for another

}  // namespace vpass::tools
