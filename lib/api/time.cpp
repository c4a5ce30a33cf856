#include "base/time.hpp"

#include <vpass/time.hpp>

#include "api/times.hpp"

namespace vpass::v0 {

Time now() { return to_time(vpass::now()); }

std::optional<Time> parse_rfc3339(std::string_view text) { return to_time(vpass::parse_rfc3339(text)); }

std::string format_rfc3339(Time time) { return vpass::format_rfc3339(to_unix(time)); }

}  // namespace vpass::v0
