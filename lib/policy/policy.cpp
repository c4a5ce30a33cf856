// Implements the parts of a policy, and evaluates one rule of it alone.
#include "policy/policy.hpp"

#include <algorithm>

#include "base/country.hpp"
#include "base/error.hpp"
#include "base/time.hpp"
#include "policy/policy_external.hpp"

namespace vpass {

using certlogic::Field;
using certlogic::Record;
using certlogic::Value;

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

std::string rule_country(std::string_view name) {
    std::string code = country_name(name).code;
    return code.empty() ? std::string(name) : std::move(code);
}

std::string country_code_of(std::string_view name) { return country_name(name).code; }

bool same_region(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

bool is_supplied(std::string_view name) {
    return std::find(std::begin(kSupplied), std::end(kSupplied), name) != std::end(kSupplied);
}

// Comparing a prefix is enough: a fact whose longer name starts with one of these is only looked at more
// often than necessary.
bool is_of_pass(std::string_view access) {
    for (const std::string_view prefix :
         {"payload.", "external.kid", "external.iat", "external.exp", "external.issuerCountryCode"}) {
        if (access.starts_with(prefix)) return true;
    }
    return false;
}

bool is_of_clock(std::string_view access) {
    return !is_of_pass(access) &&
           (!access.starts_with("external.") || access.starts_with("external.validation"));  // Clock, Date
}

certlogic::Instant Rule::end() const {
    return to == certlogic::kNever ? to : to + std::chrono::milliseconds{1};
}

std::string_view text_in(const Texts& texts, std::string_view language) {
    auto found = texts.find(language);
    if (found == texts.end()) found = texts.find("en");
    if (found == texts.end()) found = texts.begin();
    return found == texts.end() ? std::string_view() : found->second;
}

std::string Rule::version_text() const {
    return std::to_string(version[0]) + "." + std::to_string(version[1]) + "." + std::to_string(version[2]);
}

std::vector<const VenueType::Period*> VenueType::periods_in(std::string_view region) const {
    std::vector<const Period*> own, general;
    for (const Period& period : periods) {
        if (period.region.empty())
            general.push_back(&period);
        else if (same_region(period.region, region))
            own.push_back(&period);
    }
    return own.empty() ? general : own;
}

const VenueType* Policy::find_venue(std::string_view name_or_alias) const {
    const auto found = external_->venue_places.find(name_or_alias);
    return found == external_->venue_places.end() ? nullptr : &venues_[found->second];
}

std::vector<std::string> Policy::regions(std::string_view country) const {
    std::map<std::string, std::string> known;  // by the name in small letters
    const auto add = [&](const std::string& region) {
        std::string key = region;
        std::transform(key.begin(), key.end(), key.begin(), lower);
        if (!region.empty()) known.try_emplace(std::move(key), region);
    };
    for (const Rule& rule : rules_) {
        if (country.empty() || rule.country == country) add(rule.region);
    }
    for (const VenueType& venue : venues_) {
        for (const VenueType::Period& period : venue.periods) add(period.region);
    }
    std::vector<std::string> out;
    for (auto& [key, region] : known) out.push_back(std::move(region));
    return out;
}

std::vector<std::string> Policy::countries() const {
    std::vector<std::string> out;
    for (const Rule& rule : rules_) {  // sorted by country
        if (rule.type != RuleType::invalidation && (out.empty() || out.back() != rule.country))
            out.push_back(rule.country);
    }
    return out;
}

Policy::Outcome Policy::evaluate(const Rule& rule, json::Value claims, json::Value external,
                                 certlogic::Instant at) const {
    certlogic::Scratch memory;
    const External& own = *external_;
    const std::string date = format_date(std::chrono::floor<std::chrono::days>(at + zone_));
    std::vector<Field> fields = {{"validationClock", Value(certlogic::Clock{at})},
                                 {"validationDate", Value(std::string_view(date))},
                                 {"valueSets", Value(Record{own.value_sets.data(), own.value_sets.size()})}};
    const Value given = external ? certlogic::read(external, memory) : Value(Record());
    const auto* record = given.get<Record>();
    if (!record) throw Error(Code::bad_policy, "external values are not an object");
    fields.insert(fields.end(), record->begin(), record->end());
    fields.insert(fields.end(), own.defaults.begin(), own.defaults.end());
    const Field data[] = {{"payload", claims ? certlogic::read(claims, memory) : Value(Record())},
                          {"external", Value(Record{fields.data(), fields.size()})}};
    std::size_t steps = limits::kLogicSteps;
    auto result = rule.logic.run(Value(Record{data, 2}), memory, steps);
    Outcome outcome{false, std::move(result.problem), result.steady_until};
    const auto* flag = result.value.get<bool>();
    outcome.holds = flag && *flag;
    if (outcome.problem.empty() && !flag && certlogic::truth(result.value).value_or(true))
        outcome.problem = "the rule gives neither true nor false";
    return outcome;
}

Policy::Dates Policy::dates() const {
    Dates out{certlogic::kNever, certlogic::Instant::min()};
    const auto add = [&](certlogic::Instant from, certlogic::Instant to) {
        out.from = std::min(out.from, from);
        out.to = std::max(out.to, to);
    };
    for (const VenueType& venue : venues()) {
        for (const VenueType::Period& period : venue.periods) add(period.from, period.to);
    }
    if (venues().empty()) {
        for (const Rule& rule : rules()) add(rule.from, rule.end());
    }
    return out;
}

}  // namespace vpass
