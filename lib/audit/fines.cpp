#include "audit/fines.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vpass {
namespace {

using certlogic::Instant;

const VenueType::Period* period_at(const VenueType& venue, std::string_view region, Instant at) {
    for (const auto* period : venue.periods_in(region)) {
        if (period->from <= at && at < period->to) return period;
    }
    return nullptr;
}

// Rules are sorted by country and id, higher versions first.
const Rule& rule_at(const Policy& policy, const std::string& id, Instant at) {
    for (const Rule& rule : policy.rules()) {
        if (rule.id == id && rule.from <= at && at < rule.to) return rule;
    }
    throw Error(Code::unknown_rule, "no rule of this identifier is in force at that time");
}

}  // namespace

std::string_view penalty_name(Penalty::Outcome outcome) {
    constexpr std::string_view names[] = {"due", "grace", "outage", "none"};
    return names[static_cast<std::size_t>(outcome)];
}

Violation read_violation(const Record& record) {
    const auto bad = [](const char* what) { throw Error(Code::bad_violation, what); };
    Violation violation;
    const json::Value time = record["time"];
    violation.at = parse_check_time(time ? time : record["at"]);
    const json::Value type = record["venue_type"];
    if (type && !type.is(json::Type::string)) bad("\"venue_type\" is not a text");
    violation.venue_type = type.string();
    if (violation.venue_type.empty()) violation.venue_type = record["venue"].string();
    if (violation.venue_type.empty()) bad("\"venue_type\" is missing");
    violation.region = record["region"].string();
    violation.rule = record["rule"].string();
    const std::string by = record["by"].string();
    if (by != "user" && by != "operator") bad("\"by\" is neither user nor operator");
    violation.by_operator = by == "operator";
    if (const json::Value offence = record["offence"]) {
        const auto n = offence.integer();
        if (!n || *n < 1) bad("\"offence\" is not a number from 1 on");
        violation.offence = static_cast<std::uint64_t>(*n);
    }
    return violation;
}

Penalty penalty_for(const Violation& violation, const Policy& policy, std::span<const Outage> outages) {
    const VenueType* venue = policy.find_venue(violation.venue_type);
    if (!venue) throw Error(Code::unknown_venue, "the policy does not know this \"venue_type\"");
    const auto& fines = violation.by_operator ? policy.fines().operator_ : policy.fines().user;
    if (fines.empty()) throw Error(Code::no_fines, "the policy does not say what breaking its rules costs");
    Penalty penalty;
    const Instant at = certlogic::to_instant(violation.at);
    const auto* period = period_at(*venue, violation.region, at);
    if (!period) return penalty;
    penalty.fine = fines[std::min<std::uint64_t>(violation.offence, fines.size()) - 1];

    std::optional<Instant> fines_from = period->fines_from;
    if (!violation.rule.empty()) {
        const Rule& rule = rule_at(policy, violation.rule, at);
        if (rule.fines_from) fines_from = std::max(fines_from.value_or(*rule.fines_from), *rule.fines_from);
    }
    if (fines_from && at < *fines_from) {
        penalty.outcome = Penalty::Outcome::grace;
        penalty.fines_from = certlogic::to_unix_time(*fines_from);
    } else if ((penalty.outage = find_outage(outages, violation.at))) {
        penalty.outcome = Penalty::Outcome::outage;
    } else {
        penalty.outcome = Penalty::Outcome::due;
    }
    return penalty;
}

}  // namespace vpass
