#pragma once
// Finds what a word that is mistyped or cut short most likely stands for: a command, an option, a value.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::tools {

// Returns the names that begin with `word`; when none does, the one that the fewest wrong letters turn into
// it, if they are few.
std::vector<std::string> nearest(std::string_view word, std::span<const std::string> names);

// Returns "did you mean 'a' or 'b'?", each name behind `before`; empty when no name is near.
std::string did_you_mean(std::string_view word, std::span<const std::string> names,
                         std::string_view before = {});

// Returns "a, b or c".
std::string one_or_other(std::span<const std::string> names);

}  // namespace vpass::tools
