#pragma once
// Computes what breaking the rules of a policy costs by the rules of that day, and what is waived: violations
// in the weeks of grace, before anybody is fined, and those in the windows in which checks failed.
#include <span>

#include "audit/outages.hpp"
#include "policy/policy.hpp"

namespace vpass {

struct Violation {
    UnixTime at = 0;
    std::string venue_type, region;
    std::string rule;           // what was broken, if known: the Identifier of a rule
    bool by_operator = false;   // else by a user of the venue
    std::uint64_t offence = 1;  // the n-th of this operator or user
};

struct Penalty {
    enum class Outcome {
        due,
        grace,   // waived: the rule, or the venue's period, is not fined yet
        outage,  // waived: checks failed then
        none,    // no violation: nobody asked for a pass there and then
    };
    Outcome outcome = Outcome::none;
    Fine fine;                           // what is due; when waived, what would be
    const Outage* outage = nullptr;      // one of those that were given
    std::optional<UnixTime> fines_from;  // of a week of grace: its end
};
std::string_view penalty_name(Penalty::Outcome outcome);  // "due", "grace", …

// Reads {"time":…,"venue_type":…,"by":"user"|"operator"}, with further "region", "rule" and "offence".
// Without a "venue_type", "venue" names the type. Throws Error "bad-time" or "bad-violation".
Violation read_violation(const Record& record);

// Throws Error "unknown-venue"; "unknown-rule" when no version of the rule is in force; "no-fines" when the
// policy has none.
Penalty penalty_for(const Violation& violation, const Policy& policy, std::span<const Outage> outages);

}  // namespace vpass
