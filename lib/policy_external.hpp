#pragma once
// The parts of a policy that its files share: what rules see of it as data, and how one rule is read.
#include <deque>

#include "vpass/policy.hpp"

namespace vpass {

struct Policy::External {
    std::deque<std::string> texts;  // a deque, since views need their texts to stay where they are
    certlogic::Scratch memory;
    std::vector<certlogic::Field> defaults, value_sets;  // defaults: parameters, and facts that nobody gives
};

// `strict` refuses members that no rule has: a slip in "Venues" would make an exemption hold everywhere.
// Throws Error that starts with the name of the rule, or with its `number` when it has none.
Rule read_rule(json::Value json, std::size_t number, bool strict);
std::string rule_title(json::Value json, std::size_t number);

// A file of one JSON value, or of several, one a line.
std::vector<json::Value> read_values(std::string_view text);

// The first member of an object that is none of `known`.
std::optional<std::string> unknown_member(json::Value object, std::span<const std::string_view> known);
extern const std::span<const std::string_view> kRuleMembers;

}  // namespace vpass
