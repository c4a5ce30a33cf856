#pragma once
// Represents points in time as whole seconds since 1970-01-01T00:00:00Z and dates as days, and reads and
// writes their texts. Only now() reads the clock, and only the command line's default for --at calls it.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vpass {

using UnixTime = std::int64_t;
using Date = std::chrono::sys_days;

UnixTime now();

// Reads a time of RFC 3339: "2021-12-14T12:10:00+09:00". Fractions of a second are accepted and cut off.
// Returns nothing when the text is not such a time.
std::optional<UnixTime> parse_rfc3339(std::string_view text);
std::string format_rfc3339(UnixTime time);  // in UTC: "2021-12-14T03:10:00Z"

// Says in which way a text that is meant as a time differs from RFC 3339, for the mistakes that issuers make.
enum class TimeSlip { none, blank_for_t, offset_without_colon, no_offset, date_only, not_a_time };
// Reads a time with such mistakes: "+0900" and "+09" count as "+09:00", a missing offset or a bare date as
// UTC.
struct LenientTime {
    UnixTime time = 0;
    TimeSlip slip = TimeSlip::not_a_time;
};
LenientTime parse_time_leniently(std::string_view text);

std::optional<Date> parse_date(std::string_view text);  // "2021-12-14", a day that exists
bool is_partial_date(std::string_view text);            // or "2021-12" or "2021"
std::string format_date(Date date);
Date date_of(UnixTime time);  // in UTC

// Reads a duration as seconds: "90s", "15m", "48h", "180d", "2y" (of 365 days).
std::optional<std::int64_t> parse_duration(std::string_view text);

}  // namespace vpass
