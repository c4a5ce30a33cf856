#pragma once
// Policies: sets of EU business rules, and the decision whether the holder of a valid pass is admitted.
//
// A rule is EU rule JSON (ehn-dcc-development/eu-dcc-business-rules; CertLogic inside). `Policy` takes one
// rule, an array, one rule a line, or a rule set of our own, an object around the rules that adds what EU
// rules cannot say:
//   {"Name":"kr","Zone":"+09:00","Parameters":{"firstDay":14},"Rules":[…],
//    "Venues":[{"Type":"restaurant-cafe","Aliases":["cafe"],"Periods":[{"From":…,"To":…,"Region":"seoul"}]}]}
// A venue type admits everybody outside its periods. Periods of a region replace the general ones there. A
// rule may list "Venues" that it is for, and may be of Type "Exemption": whoever it holds for needs no pass.
//
// What a rule sees: {"payload":CLAIMS,"external":{"validationClock":…,"validationDate":…,"valueSets":{…},…}}.
// `validationDate` is the date of the clock in the policy's time zone (YYYY-MM-DD, UTC without a zone);
// beside them stand the question's external values, `venue` and `region`, and the policy's parameters.
//
// Chosen are the rules of the country, the kinds of pass and the venue asked for, in force at that time
// (ValidFrom <= at < ValidTo); of one country and Identifier the highest version in force wins. All must
// hold: the value must be `true`; an evaluation that fails, or gives anything else, refuses. Where no rule is
// chosen, the answer is refuse too: what nobody decided is not allowed.
//
// A Policy is built by one thread; then any number may ask it. One whose add() has thrown must not be used.
// Errors: "bad-policy", "bad-logic", those of json::check, and "unknown-venue".
#include <array>
#include <map>

#include "vpass/certlogic.hpp"

namespace vpass {

enum class RuleType { acceptance, invalidation, exemption };
enum class PassKind { general, vaccination, test, recovery };

struct Rule {
    std::string id;
    RuleType type = RuleType::acceptance;
    std::string country, region;
    std::array<std::uint32_t, 3> version{};
    PassKind kind = PassKind::general;
    certlogic::Instant from, to;
    std::map<std::string, std::string, std::less<>> description;  // by language
    std::vector<std::string> affected_fields;
    std::vector<std::string> venues;  // empty: all
    certlogic::Program logic;
    bool reads_date = false;  // external.validationDate

    std::string version_text() const;
    // In this language, else in English, else in any.
    std::string_view text(std::string_view language) const;
};

struct VenueType {
    struct Period {
        certlogic::Instant from, to;
        std::string region;
    };
    std::string name;
    std::vector<std::string> aliases;
    std::vector<Period> periods;
};

struct Question {
    json::Value claims;  // of a valid pass: {"v":[…],…}; missing: a person without a pass
    certlogic::Instant at;
    std::string_view country;  // whose acceptance rules and exemptions; empty: of every country
    std::string_view issuer;   // whose invalidation rules; empty: of every country
    std::string_view venue, region;
    std::string_view language = "en";
    json::Value external;  // an object of further external values; they replace the policy's parameters
    bool want_until = true;
};

struct Decision {
    bool admit = false;
    // The rule that refused, or the exemption that admitted. Lives as long as the policy; null when no rule
    // decided (`detail` says why).
    const Rule* rule = nullptr;
    std::string detail;  // the rule's description in the language asked for, or what went wrong
    std::vector<const Rule*> refusing;  // every rule that did not hold
    // Of an admission: the first instant at which it no longer holds, or nothing if no change is in sight.
    //
    // It is found exactly, without a grid of probes: an evaluation reports how long its value is steady while
    // the clock moves (certlogic::Program::Result), rules and venues add the ends of their validity, and the
    // question is asked again at the earliest of these instants until the answer is refuse. After
    // kUntilQuestions answers the search ends with the instant reached: never too late.
    std::optional<certlogic::Instant> until;
};

class Policy {
 public:
    static constexpr int kUntilQuestions = 1000;

    Policy();
    explicit Policy(std::string_view text) : Policy() { add(text); }
    Policy(Policy&&) noexcept;
    Policy& operator=(Policy&&) noexcept;
    ~Policy();

    static const Policy& built_in(std::string_view name);  // "kr"; throws "unknown-policy"

    void add(std::string_view text);  // rules or a rule set, as above
    // {"id":["code",…],…}, or EU value sets as published: {"valueSetId":…,"valueSetValues":{"code":…}}.
    void add_value_sets(std::string_view text);

    Decision decide(const Question& question) const;

    // One rule alone, whether or not it would be chosen: for tests and explanations.
    struct Outcome {
        bool holds = false;
        std::string problem;  // why there is no true or false
        certlogic::Instant steady_until = certlogic::kNever;
    };
    Outcome evaluate(const Rule& rule, const Question& question) const;

    const std::string& name() const { return name_; }
    const std::vector<Rule>& rules() const { return rules_; }
    const std::vector<VenueType>& venues() const { return venues_; }

 private:
    struct External;
    class Inquiry;  // one question being answered
    void add_rule(json::Value rule);
    void add_set(json::Value set);
    void add_venue(json::Value venue);

    std::string name_;
    std::chrono::minutes zone_{0};
    std::vector<Rule> rules_;  // by country and id, higher versions first
    std::vector<VenueType> venues_;
    std::unique_ptr<External> external_;  // parameters and value sets, with the memory that they view
};

}  // namespace vpass
