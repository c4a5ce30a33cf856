#pragma once
// JSON Canonicalization Scheme (RFC 8785): the one text of a JSON document that signatures cover.
#include <string>

#include "data/json.hpp"

namespace vpass::jcs {

// Appends the canonical form of checked JSON. Throws Error "bad-json" for a number that no double holds.
void append_canonical(std::string& out, json::Value value);

// The shortest text that reads back as the same double, in the form of ECMAScript (RFC 8785 §3.2.2.3).
std::string number_text(double value);

}  // namespace vpass::jcs
