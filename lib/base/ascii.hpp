#pragma once
// Small operations on text that concern ASCII alone; bytes beyond it stay as they are.
#include <cstdint>
#include <string>
#include <string_view>

namespace vpass {

inline constexpr std::string_view kAsciiSpace = " \t\r\n\v\f";

// Returns the text without those characters at its ends.
std::string_view trimmed(std::string_view text, std::string_view characters = kAsciiSpace);

std::string upper_case(std::string_view text);
std::string lower_case(std::string_view text);

std::string grouped(std::uint64_t number);  // "1,234,567"

}  // namespace vpass
