#pragma once
// Says in words what the code of a reason means: the reasons of verdicts, and why a check at a door got no
// answer.
#include "base/wording.hpp"

namespace vpass {

// Returns empty texts for a code that has no words.
Wording reason_words(std::string_view code);

}  // namespace vpass
