#pragma once
// Finds the links that a pass carries: a Verifiable Health Link in claim 5 of HC1.
#include <string>
#include <vector>

#include "formats/envelope.hpp"

namespace vpass {

// Returns the texts of the links in an opened pass, in the forms that issuers use: a text, a map of a link's
// members, {"u":text}, and an array of these. Empty when the pass is not a health link. Nothing is verified.
std::vector<std::string> links_of_pass(const Envelope& envelope);

}  // namespace vpass
