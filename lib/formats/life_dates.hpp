#pragma once
// Finds dates of a life that contradict each other: nobody is vaccinated, tested or ill before birth, and
// nothing in a pass is younger than the pass.
#include <span>
#include <vector>

#include "base/time.hpp"
#include "formats/findings.hpp"

namespace vpass {

struct LifeSlip {
    const FindingKind* kind;
    std::size_t date;  // 0: the birth; from 1 on the events
};

// Dates are as in ISO 8601, also "1963-04" and "1963", or with a time; a text that is not a date is passed
// over. `latest` is when the pass was issued, or is judged, as far as that is known.
std::vector<LifeSlip> find_life_slips(std::string_view birth, std::span<const std::string_view> events,
                                      std::optional<UnixTime> latest);

}  // namespace vpass
