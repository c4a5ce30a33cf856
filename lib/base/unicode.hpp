// Works on text by code points, and converts it to UTF-16 and back for ICU. Thread-safe. Malformed input
// becomes U+FFFD.
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

// Returns the text in Unicode's form C, in which Hangul is composed into syllables.
std::string composed(std::string_view utf8);
// Returns the compatibility decomposition of one code point (form KD); empty when it has none.
std::u32string decomposition(char32_t c);

// Returns true for a visible letter or sign that form C leaves alone, whatever stands beside it. Few texts
// hold others.
bool is_everyday(char32_t c);
bool is_white_space(char32_t c);
bool is_dash(char32_t c);
bool is_letter(char32_t c);  // of any script; also a Roman numeral
bool is_mark(char32_t c);    // combining
bool is_virama(char32_t c);
// Returns true for a control or format character, an unassigned or private code point, or another one that
// has no shape of its own. A variation selector counts as visible: it chooses the shape of the letter in
// front of it.
bool is_invisible(char32_t c);

// Returns true when a text has more than `limit` characters. Standards count characters in form C.
bool is_longer(std::string_view utf8, std::size_t limit);

}  // namespace vpass
