// Text by code points, and what ICU does with it in UTF-16. Thread-safe. What is malformed becomes U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace vpass {

std::u32string code_points(std::string_view utf8);
std::string to_utf8(std::u32string_view text);

std::u16string to_utf16(std::string_view utf8);
std::string to_utf8(std::u16string_view text);

// Unicode's form C: Hangul by the syllable.
std::string composed(std::string_view utf8);

}  // namespace vpass
