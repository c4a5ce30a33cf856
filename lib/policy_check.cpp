// Everything that is wrong or odd in a rule file, where add() stops at the first error.
#include <algorithm>

#include "policy_external.hpp"
#include "vpass/error.hpp"

namespace vpass {
namespace {

class PolicyChecker {
 public:
    std::vector<PolicyFinding> run(std::string_view text) {
        std::vector<json::Value> values;
        try {
            values = read_values(text);
        } catch (const Error& e) {
            report(e.name(), true, "", "", e.what());
            return findings_;
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
        if (!failed_) check_whole(text);
        return findings_;
    }

 private:
    void report(std::string code, bool is_error, std::string rule, std::string place, std::string evidence) {
        failed_ |= is_error;
        findings_.push_back(
            {std::move(code), is_error, std::move(rule), std::move(place), std::move(evidence)});
    }

    void check(json::Value json, std::size_t number, bool in_set) {
        const std::string version = json["Version"].string();
        const std::string title = rule_title(json, number).substr(5) + (version.empty() ? "" : " " + version);
        if (const json::Value logic = json["Logic"]) {
            for (const certlogic::Issue& issue : certlogic::validate(logic))
                report("bad-logic", true, title, "/Logic" + issue.pointer, issue.message);
        }
        try {
            const Rule rule = read_rule(json, number, in_set);
            check_sound(rule, title, in_set);
        } catch (const Error& e) {
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
        if (!rule.description.contains("en"))
            report("no-description", false, title, "/Description", "there is none in English");
        if (in_set && rule.sources.empty())
            report("no-source", false, title, "/Source", "it does not say where the rule is from");
    }

    void check_whole(std::string_view text) {
        try {
            const Policy policy(text);
        } catch (const Error& e) {
            report(e.name(), true, "", "", e.what());
        }
    }

    std::vector<PolicyFinding> findings_;
    bool failed_ = false;
};

}  // namespace

std::vector<PolicyFinding> check_policy(std::string_view text) { return PolicyChecker().run(text); }

}  // namespace vpass
