#pragma once
// Converts times of the interface to those of the library, and back.
#include <vpass/time.hpp>

#include "base/time.hpp"

namespace vpass::v0 {

inline UnixTime to_unix(Time time) { return time.time_since_epoch().count(); }
inline std::optional<UnixTime> to_unix(std::optional<Time> time) {
    return time ? std::optional(to_unix(*time)) : std::nullopt;
}
inline Time to_time(UnixTime time) { return Time(std::chrono::seconds(time)); }
inline std::optional<Time> to_time(std::optional<UnixTime> time) {
    return time ? std::optional(to_time(*time)) : std::nullopt;
}
// Returns the clock of an option whose default is the present.
inline UnixTime to_unix_or_now(std::optional<Time> time) { return time ? to_unix(*time) : vpass::now(); }

}  // namespace vpass::v0
