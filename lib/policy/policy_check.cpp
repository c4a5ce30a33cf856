// Finds everything that is wrong or odd in a rule file, where add() stops at the first error.
#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "policy/policy_external.hpp"

namespace vpass {
namespace {

class PolicyChecker {
 public:
    explicit PolicyChecker(std::string_view value_sets) : value_sets_(names_of(value_sets)) {}

    std::vector<PolicyFinding> run(std::string_view text) {
        try {
            check_values(read_values(text));
        } catch (const Error& e) {
            report(e.name(), true, "", "", e.what());
        }
        if (!failed_) check_whole(text);
        return findings_;
    }

 private:
    void check_values(const std::vector<json::Value>& values) {
        for (const json::Value value : values) {
            for (const std::string_view names : {"Parameters", "Facts"}) {
                for (const json::Member& member : value[names].members()) own_names_.insert(member.key());
            }
        }
        std::size_t number = 0;
        for (const json::Value value : values) {
            if (value["Rules"]) {
                std::size_t own = 0;
                for (const json::Value rule : value["Rules"].elements()) check(rule, ++own, true);
            } else if (value.is(json::Type::array)) {
                for (const json::Value rule : value.elements()) check(rule, ++number, false);
            } else {
                check(value, ++number, false);
            }
        }
    }

    void report(std::string code, bool is_error, std::string rule, std::string place, std::string evidence) {
        failed_ |= is_error;
        findings_.push_back(
            {std::move(code), is_error, std::move(rule), std::move(place), std::move(evidence)});
    }

    void check(json::Value json, std::size_t number, bool in_set) {
        const std::string version = json["Version"].string();
        const std::string title = rule_title(json, number).substr(5) + (version.empty() ? "" : " " + version);
        if (const json::Value logic = json["Logic"]) {
            for (const certlogic::Issue& issue : certlogic::validate(logic, budget_))
                report("bad-logic", true, title, "/Logic" + issue.pointer, issue.message);
        }
        try {
            const Rule rule = read_rule(json, number, in_set, budget_);
            check_sound(rule, title, in_set);
        } catch (const Error& e) {
            if (budget_.is_spent()) throw;
            if (e.code() == Code::bad_logic) return;  // has been told
            const std::string_view text = e.what();
            report(e.name(), true, title, "", std::string(text.substr(text.find(": ") + 2)));
        }
        if (const auto name = unknown_member(json, kRuleMembers); name && !in_set)
            report("unknown-member", false, title, "/" + *name, "no rule has a member of this name");
    }

    void check_sound(const Rule& rule, const std::string& title, bool in_set) {
        std::vector<std::string> looks_at;
        for (const std::string& path : rule.logic.accesses()) {
            if (path.starts_with("payload.")) looks_at.push_back(path.substr(8));
        }
        std::vector<std::string> named = rule.affected_fields;
        std::sort(named.begin(), named.end());
        std::vector<std::string> differing;
        std::set_symmetric_difference(looks_at.begin(), looks_at.end(), named.begin(), named.end(),
                                      std::back_inserter(differing));
        if (!differing.empty()) {
            std::string fields;
            for (const std::string& field : differing) fields += (fields.empty() ? "" : ", ") + field;
            report("affected-fields", false, title, "/AffectedFields",
                   "they differ from what the logic looks at by " + fields);
        }
        check_external(rule, title);
        if (!rule.description.contains("en"))
            report("no-description", false, title, "/Description", "there is none in English");
        if (in_set && rule.sources.empty())
            report("no-source", false, title, "/Source", "it does not say where the rule is from");
    }

    // A value that nobody supplies is null, so a comparison with it fails or never holds.
    void check_external(const Rule& rule, const std::string& title) {
        constexpr std::string_view prefix = "external.", sets = "external.valueSets.";
        for (std::string_view path : rule.logic.accesses()) {
            if (!path.starts_with(prefix)) continue;
            const auto name_after = [&](std::string_view start) {
                const std::string_view rest = path.substr(start.size());
                return rest.substr(0, rest.find('.'));
            };
            const std::string_view name = name_after(prefix);
            if (!is_supplied(name) && !own_names_.contains(name))
                report("unknown-external", false, title, "/Logic",
                       "it looks at " + std::string(path) +
                           ", which is not supplied with a pass, nor a parameter or "
                           "fact of the set; only --fact can give it");
            else if (path.starts_with(sets) && !value_sets_.contains(name_after(sets)))
                report("unknown-external", false, title, "/Logic",
                       "it looks at " + std::string(path) +
                           ", which is not a value set of the EU; only "
                           "--value-sets can give it");
        }
    }

    static std::set<std::string, std::less<>> names_of(std::string_view value_sets) {
        std::set<std::string, std::less<>> names;
        for (const json::Member& set : json::Value(value_sets).members()) names.insert(set.key());
        return names;
    }

    void check_whole(std::string_view text) {
        try {
            const Policy policy(text);
            for (const MalformedRule& rule : policy.malformed())
                report(rule.error.name(), true, "", "", rule.error.what());
        } catch (const Error& e) {
            report(e.name(), true, "", "", e.what());
        }
    }

    std::vector<PolicyFinding> findings_;
    certlogic::Budget budget_{
        2 * limits::kRuleUnits};  // each rule is read twice: for all its issues, and as it is
    const std::set<std::string, std::less<>> value_sets_;
    std::set<std::string, std::less<>> own_names_;  // parameters and facts
    bool failed_ = false;
};

}  // namespace

std::vector<PolicyFinding> check_policy(std::string_view text, std::string_view value_sets) {
    return PolicyChecker(value_sets).run(text);
}

}  // namespace vpass
