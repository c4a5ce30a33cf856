#pragma once
// Points in time as whole seconds since 1970-01-01T00:00:00Z, dates as days, and their texts. Nothing here
// reads the clock except now(), which only the command line's default for --at calls.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vpass {

using UnixTime = std::int64_t;
using Date = std::chrono::sys_days;

UnixTime now();

// RFC 3339: "2021-12-14T12:10:00+09:00"; fractions of a second are accepted and cut off. Nothing when it is
// not one.
std::optional<UnixTime> parse_rfc3339(std::string_view text);
std::string format_rfc3339(UnixTime time);  // in UTC: "2021-12-14T03:10:00Z"

// Why a text that is meant as a time is not RFC 3339, as far as issuers' slips go.
enum class TimeSlip { none, blank_for_t, offset_without_colon, no_offset, date_only, not_a_time };
// Reads those slips leniently: "+0900" and "+09" as "+09:00", a missing offset or a bare date as UTC.
struct LenientTime {
    UnixTime time = 0;
    TimeSlip slip = TimeSlip::not_a_time;
};
LenientTime parse_time_leniently(std::string_view text);

std::optional<Date> parse_date(std::string_view text);  // "2021-12-14", a day that exists
bool is_partial_date(std::string_view text);            // or "2021-12" or "2021"
std::string format_date(Date date);
Date date_of(UnixTime time);  // in UTC

// "90s", "15m", "48h", "180d", "2y" (of 365 days) in seconds.
std::optional<std::int64_t> parse_duration(std::string_view text);

}  // namespace vpass
