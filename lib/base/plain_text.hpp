// Text as a signed pass may hold it: what a person reads in it is all that is there.
#pragma once

#include <string>

namespace vpass {

// Trims the ends, makes one space of white space of any kind, and composes (Unicode's form C). Throws Error
// "bad-field" for control, bidirectional, zero-width and unassigned characters, naming the code point.
void make_plain(std::string& text);

}  // namespace vpass
