#pragma once
// The findings of the audits of checks and doses; vpass-audit-checks(1) explains each.
#include "audit/finding.hpp"

namespace vpass::audit {

// outages
inline constexpr FindingCode kChecksFailed{"checks-failed", true, "checks got no answer"};
inline constexpr FindingCode kStaleLists{"stale-lists", true, "revocation lists were stale"};
inline constexpr FindingCode kVenueHit{"venue-hit", false, "checks got no answer at this venue"};

// duplicates
inline constexpr FindingCode kSharedPass{"shared-pass", true, "one pass was at many venues at once"};

// records
inline constexpr FindingCode kBeforeBirth{"before-birth", true, "the vaccination is earlier than the birth"};
inline constexpr FindingCode kDoseOrder{"dose-order", true, "a later dose has a lower number"};
inline constexpr FindingCode kDoseRepeated{"dose-repeated", true, "two doses have the same number"};
inline constexpr FindingCode kFutureDate{"future-date", true, "the vaccination is in the future"};
inline constexpr FindingCode kSameDate{"same-date", true, "two doses on one day"};
inline constexpr FindingCode kSameLotAndDate{"same-lot-and-date", true, "one injection is recorded twice"};
inline constexpr FindingCode kShortInterval{"short-interval", true, "a dose follows the one before too soon"};

}  // namespace vpass::audit
