// The policies that are built in, as data: Korea's pass rules of 2021-11 to 2022-03 as they changed.
//
// The clock of a rule is UTC, so Korea's days come by adding 9 hours: "before day 181" then means until 24:00
// of day 180. What the sources leave open are parameters; what no pass says are facts, from whoever asks. A
// party's exception reads only these, so it admits holders of a pass that is too old as well. A recovery
// names no release from isolation; without the fact it is taken to be day 7 of the confirmation.
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
    throw Error(Code::unknown_policy, "no such policy is built in", "built in: kr");
}

}  // namespace vpass
