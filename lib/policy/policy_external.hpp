#pragma once
// Declares the parts of a policy that its files share: the data that rules see of it, and the reader of one
// rule.
#include <deque>
#include <map>
#include <set>
#include <span>

#include "policy/policy.hpp"

namespace vpass {

struct Policy::External {
    certlogic::Budget budget;       // of all that is added
    std::deque<std::string> texts;  // a deque, since views need their texts to stay where they are
    certlogic::Scratch memory;
    std::vector<certlogic::Field> defaults, value_sets;  // defaults: parameters, and facts that nobody gives
    std::map<std::string, std::size_t, std::less<>> value_set_places;  // in value_sets
    std::map<std::string, std::size_t, std::less<>> venue_places;      // of names and aliases, in venues()
    std::set<std::string, std::less<>> fact_names;
};

// With `strict`, members that a rule does not have are refused: a misspelt "Venues" would make an exemption
// hold everywhere. Throws an Error that starts with the name of the rule, or with its `number` when it has
// none.
Rule read_rule(json::Value json, std::size_t number, bool strict, certlogic::Budget& budget);
// Returns what is known of a rule that read_rule() refused.
MalformedRule read_malformed(json::Value json, bool strict, Error error);
std::string rule_title(json::Value json, std::size_t number);

// Reads a file of one JSON value, or of several, one a line.
std::vector<json::Value> read_values(std::string_view text);

// Returns the first member of an object that is not in `known`.
std::optional<std::string> unknown_member(json::Value object, std::span<const std::string_view> known);
extern const std::span<const std::string_view> kRuleMembers;

// Returns the code of two letters of a country, however it is spelled; other names as they are, in capitals.
std::string rule_country(std::string_view name);

bool same_region(std::string_view a, std::string_view b);  // without regard to case

// Each returns true when the value at this access may differ with each pass, or when it contains the clock.
bool is_of_pass(std::string_view access);
bool is_of_clock(std::string_view access);

}  // namespace vpass
