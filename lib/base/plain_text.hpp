// Checks text that a signed pass will hold: a person who reads it must see everything that it contains.
#pragma once

#include <string>

namespace vpass {

// Trims the ends, replaces white space of any kind by one space, and composes the text (Unicode's form C).
// Throws Error "bad-field" for control, bidirectional, zero-width and unassigned characters; the message
// names the code point.
void make_plain(std::string& text);

}  // namespace vpass
