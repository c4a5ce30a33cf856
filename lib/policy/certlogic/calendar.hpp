#pragma once
// Implements the calendar of CertLogic: it reads texts as instants, adds offsets with the overflow rules of
// ECMAScript's Date, and finds when a comparison with a moving date-time can change. All times are in UTC,
// without leap seconds.
#include "policy/certlogic/certlogic.hpp"

namespace vpass::certlogic {

enum class Unit : unsigned char { hour, day, month, year };

// Adds an offset. Throws "logic-failed" when the result leaves the time values of ECMA-262, ±8.64e15 ms.
Instant plus_time(Instant from, std::int64_t amount, Unit unit);

std::optional<Instant> parse_date_of_birth(std::string_view text);  // YYYY, YYYY-MM: the last day of it

// Returns the first instant after `clock` at which the order of the two may differ from that at `clock`. It
// is never too late, but may be too early: then ask again there.
Instant next_change(Instant clock, const Time& a, const Time& b);

}  // namespace vpass::certlogic
