#pragma once
// Offsets from UTC, as options, registries and reports write them.
#include <optional>
#include <string>
#include <string_view>

namespace vpass {

// Returns the minutes of "+09:00" or "Z"; nothing for what is not an offset of RFC 3339 (§5.6).
std::optional<int> parse_zone(std::string_view text);
std::string format_zone(int minutes);

// The same for an option. Throws Error "usage".
int zone_of_option(const char* option, const std::string& text);

}  // namespace vpass
