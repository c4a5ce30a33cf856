// Holds the built-in policies as data: Korea's pass rules of 2021-11 to 2022-03 as they changed.
//
// The clock of a rule is UTC, so the rules add 9 hours to get Korea's days: "before day 181" then means until
// 24:00 of day 180. Values that the sources leave open are parameters; things that no pass says are facts,
// which the caller states. The exception for a party reads only facts, so it also admits holders of a pass
// that is too old. A recovery does not state the release from isolation; without the fact, the rules take day
// 7 after the confirmation.
#include "base/error.hpp"
#include "policy/policy.hpp"

namespace vpass {
namespace {

constexpr std::string_view kKorea =
#include "policy/korea.inc"
    ;

}  // namespace

std::string_view Policy::built_in_text(std::string_view name) {
    return name == "kr" ? kKorea : std::string_view();
}

const Policy& Policy::built_in(std::string_view name) {
    static const Policy korea(kKorea);
    if (name == "kr") return korea;
    throw Error(Code::unknown_policy, "this policy is not built in", "built in: kr");
}

}  // namespace vpass
