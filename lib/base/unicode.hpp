// Text by code points, and what ICU does with it in UTF-16. Thread-safe. What is malformed becomes U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace vpass {

std::u32string code_points(std::string_view utf8);
std::size_t count_code_points(std::string_view utf8);
std::string to_utf8(std::u32string_view text);
std::string code_point_name(char32_t c);  // "U+0041"

std::u16string to_utf16(std::string_view utf8);
std::string to_utf8(std::u16string_view text);

// Unicode's form C: Hangul by the syllable.
std::string composed(std::string_view utf8);
// The compatibility decomposition of one code point (form KD); empty when it has none.
std::u32string decomposition(char32_t c);

// A visible letter or sign that form C leaves alone, whatever stands beside it. Few texts hold others.
bool is_everyday(char32_t c);
bool is_white_space(char32_t c);
bool is_dash(char32_t c);
bool is_letter(char32_t c);  // of any script; also a Roman numeral
bool is_mark(char32_t c);    // combining
bool is_virama(char32_t c);
// A control or format character, an unassigned or private code point, or another that has no shape of its
// own. A variation selector is visible: it chooses the shape of the letter in front of it.
bool is_invisible(char32_t c);

// Whether a text has more than `limit` characters in form C, in which standards count them.
bool is_longer(std::string_view utf8, std::size_t limit);

}  // namespace vpass
