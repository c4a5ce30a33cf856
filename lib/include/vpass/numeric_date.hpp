#pragma once
// A time claim of a token (RFC 7519 §2 and RFC 8392 §2, NumericDate): seconds since 1970, by specification
// with or without a fraction, in practice also in milliseconds.
#include <optional>

#include "vpass/time.hpp"

namespace vpass {

struct NumericDate {
    UnixTime floor = 0;         // the whole second in or at which it lies
    UnixTime ceiling = 0;       // the first whole second at or after it
    bool out_of_range = false;  // beyond the years 0 to 9999: cut to their first or last second
};

inline NumericDate numeric_date(double seconds) {
    constexpr double first = -62167219200.0, last = 253402300799.0;
    // Written so that a NaN counts as the far future: nothing is valid then.
    if (!(seconds <= last)) return {static_cast<UnixTime>(last), static_cast<UnixTime>(last), true};
    if (seconds < first) return {static_cast<UnixTime>(first), static_cast<UnixTime>(first), true};
    auto whole = static_cast<UnixTime>(seconds);
    if (static_cast<double>(whole) > seconds) --whole;
    return {whole, whole + (static_cast<double>(whole) < seconds ? 1 : 0), false};
}

}  // namespace vpass
