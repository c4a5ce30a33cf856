#pragma once
// Points in time. The library reads the clock only in now(), and where an option says that its default is the
// present. Any number of threads may call all functions.
#include <vpass/export.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace vpass::v0 {

// Whole seconds since 1970-01-01T00:00:00Z.
using Time = std::chrono::sys_seconds;

VPASS_API Time now();

// Reads "2021-12-14T12:10:00+09:00" (RFC 3339) and cuts fractions of a second off. Returns nothing for any
// other text.
VPASS_API std::optional<Time> parse_rfc3339(std::string_view text);

// Writes a time in UTC: "2021-12-14T03:10:00Z".
VPASS_API std::string format_rfc3339(Time time);

}  // namespace vpass::v0
