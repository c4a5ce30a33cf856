#pragma once
// Implements the JSON Canonicalization Scheme (RFC 8785): the one text of a JSON document that signatures
// cover.
#include <string>

#include "data/json.hpp"

namespace vpass::jcs {

// Appends the canonical form of checked JSON. Throws Error "bad-json" for a number that is too large for a
// double.
void append_canonical(std::string& out, json::Value value);

// Returns the shortest text that reads back as the same double, in the form of ECMAScript (RFC 8785
// §3.2.2.3).
std::string number_text(double value);

}  // namespace vpass::jcs
