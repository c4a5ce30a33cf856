#pragma once
// The calendar of CertLogic: texts to instants, offsets with the overflow rules of ECMAScript's Date, and
// when a comparison with a moving date-time can change. All in UTC, without leap seconds.
#include "policy/certlogic/certlogic.hpp"

namespace vpass::certlogic {

enum class Unit : unsigned char { hour, day, month, year };

// Throws "logic-failed" when the result leaves the time values of ECMA-262, ±8.64e15 ms.
Instant plus_time(Instant from, std::int64_t amount, Unit unit);

std::optional<Instant> parse_date_of_birth(std::string_view text);  // YYYY, YYYY-MM: the last day of it

// The first instant after `clock` at which the order of the two may differ from that at `clock`. Never too
// late; it may come too early, so ask again there.
Instant next_change(Instant clock, const Time& a, const Time& b);

}  // namespace vpass::certlogic
