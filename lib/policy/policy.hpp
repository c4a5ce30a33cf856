#pragma once
// Policies: sets of EU business rules, and the decision whether the holder of a valid pass is admitted.
//
// A rule is EU rule JSON (ehn-dcc-development/eu-dcc-business-rules; CertLogic inside). `Policy` takes one
// rule, an array, one rule a line, or a rule set of our own, an object around the rules that adds what EU
// rules cannot say: venue types with their periods, facts about a visit, parameters, fines; vpass-policy(5)
// describes it.
//
// What a rule sees: {"payload":CLAIMS,"external":{"validationClock":…,"kid":…,…}}, see kSupplied. Beside what
// is supplied with each pass stand the facts of the question and the policy's parameters.
//
// Chosen are the acceptance rules and exemptions of the country asked for and the invalidations of the pass's
// issuer, for the kinds of pass and the venue, in force at that time (ValidFrom <= at <= ValidTo); of one
// country and Identifier the highest version in force wins. All must hold: the value must be `true`; an
// evaluation that fails, or gives anything else, refuses. Where no rule is chosen, the answer is refuse too:
// what nobody decided is not allowed.
//
// A Policy is built by one thread; then any number may ask it, each through a Decider of its own. One whose
// add() has thrown must not be used. Errors: "bad-policy", "bad-logic", those of json::check,
// "unknown-venue", "unknown-fact" and "unknown-parameter".
#include <array>
#include <functional>
#include <map>

#include "base/error.hpp"
#include "policy/certlogic/certlogic.hpp"

namespace vpass {

// The external values that vpass gives to every rule: those that the EU's verifiers give, and
// `validationDate`, `venue` and `region`. Facts and parameters have other names.
//   validationClock     the time, as a text in UTC
//   validationDate      its date in the policy's time zone (YYYY-MM-DD, UTC without a zone)
//   valueSets           codes, by the name of their set
//   countryCode         the country whose acceptance rules count
//   issuerCountryCode   the country of whoever signed the pass
//   kid, iat, exp       of the pass: the signer's key identifier in Base64, the times of issue and expiry
//   venue, region       as asked for
constexpr std::string_view kSupplied[] = {
    "validationClock", "validationDate", "valueSets", "countryCode", "issuerCountryCode", "kid", "iat", "exp",
    "venue",           "region"};
bool is_supplied(std::string_view name);

// Returns the country that a name of an issuer stands for, in whatever spelling; empty when it stands for
// none.
std::string country_code_of(std::string_view name);

enum class RuleType { acceptance, invalidation, exemption };
enum class PassKind { general, vaccination, test, recovery };

using Texts = std::map<std::string, std::string, std::less<>>;  // by language
// Returns the text in this language, else in English, else in any.
std::string_view text_in(const Texts& texts, std::string_view language);

struct Rule {
    std::string id;
    RuleType type = RuleType::acceptance;
    std::string country, region;
    std::array<std::uint32_t, 3> version{};
    PassKind kind = PassKind::general;
    certlogic::Instant from, to;                   // in force at both and between
    std::optional<certlogic::Instant> fines_from;  // who breaks it earlier is only told so
    Texts description;
    std::vector<std::string> affected_fields, sources;
    std::vector<std::string> venues;  // empty: all
    certlogic::Program logic;
    std::string logic_text;   // compact JSON
    bool reads_date = false;  // external.validationDate
    bool reads_pass = false;  // anything of the pass or its envelope

    certlogic::Instant end() const;  // the first instant after `to`
    std::string version_text() const;
    std::string_view text(std::string_view language) const { return text_in(description, language); }
};

struct VenueType {
    struct Period {
        certlogic::Instant from, to;
        std::string region;
        std::optional<certlogic::Instant> fines_from;
        std::vector<std::string> sources;
    };
    std::string name;
    std::vector<std::string> aliases;
    Texts description;
    std::vector<Period> periods;

    // Returns the periods that apply in a region: its own, else the general ones. Names of regions are
    // compared without regard to case.
    std::vector<const Period*> periods_in(std::string_view region) const;
};

// The cost of one breach of the rules: for a user, or for the n-th time for an operator.
struct Fine {
    std::int64_t amount = 0;
    std::string suspension;  // "10 days"
    bool closure = false;
};
struct Fines {
    std::string currency;
    std::vector<Fine> user, operator_;  // by the number of the offence; the last holds for all further ones
    std::vector<std::string> sources;
};

// A rule that cannot be read. A question that needs rules of its country and type cannot be answered; all
// others can.
struct MalformedRule {
    std::string country;           // empty: not even that can be read
    std::optional<RuleType> type;  // nothing: as with the country, or one that no verifier asks for
    bool is_never_asked = false;   // of such a type
    Error error;

    bool is_of(std::string_view asked) const { return asked.empty() || country.empty() || country == asked; }
};

class Policy {
 public:
    Policy();
    explicit Policy(std::string_view text) : Policy() { add(text); }
    Policy(Policy&&) noexcept;
    Policy& operator=(Policy&&) noexcept;
    ~Policy();

    static const Policy& built_in(std::string_view name);          // "kr"; throws "unknown-policy"
    static std::string_view built_in_text(std::string_view name);  // "" when there is none

    // Adds rules or a rule set, as above. `named`, if given, puts the name of the file into an error.
    void add(std::string_view text, const std::function<Error(const Error&)>& named = {});
    // Adds {"id":["code",…],…}, or EU value sets as published: {"valueSetId":…,"valueSetValues":{"code":…}}.
    // A value set that the policy has already is replaced.
    void add_value_sets(std::string_view text);
    // Replaces the value of a parameter that the rule set has; `value` is checked JSON.
    void set_parameter(std::string_view name, json::Value value);

    // Evaluates one rule alone, whether or not it would be chosen, for tests and explanations. `external`
    // holds the external values that it sees.
    struct Outcome {
        bool holds = false;
        std::string problem;  // why the value is neither true nor false
        certlogic::Instant steady_until = certlogic::kNever;
    };
    Outcome evaluate(const Rule& rule, json::Value claims, json::Value external, certlogic::Instant at) const;

    const std::string& name() const { return name_; }
    std::chrono::minutes zone() const { return zone_; }
    // Returns the time in which the policy says something: from when the first venue type asks for a pass to
    // when the last one stops, or the same of rules where the policy has no venue types.
    struct Dates {
        certlogic::Instant from, to;  // `to` is exclusive
        bool cover(certlogic::Instant at) const { return from <= at && at < to; }
    };
    Dates dates() const;
    const std::vector<Rule>& rules() const { return rules_; }
    const std::vector<MalformedRule>& malformed() const { return malformed_; }
    const std::vector<VenueType>& venues() const { return venues_; }
    const Fines& fines() const { return fines_; }
    const VenueType* find_venue(std::string_view name_or_alias) const;
    // Returns the countries that have acceptance rules or exemptions, sorted.
    std::vector<std::string> countries() const;
    // Returns the regions that the rules of this country (empty: of any) or the venues name, once each.
    std::vector<std::string> regions(std::string_view country) const;

    struct Name {
        std::string name;
        std::string value;  // JSON: a parameter's value, a fact's when nobody gives it
        Texts meaning;
    };
    const std::vector<Name>& parameters() const { return parameters_; }
    const std::vector<Name>& facts() const { return facts_; }
    // Returns true when the set declares its facts. EU rules do not, and accept any fact.
    bool declares_facts() const { return declares_facts_; }

 private:
    friend class Decider;
    struct External;
    void add_rule(json::Value rule, std::size_t number, bool strict);
    void drop_repeated();
    void add_set(json::Value set);
    void add_venue(json::Value venue);
    void add_names(json::Value values, json::Value glossary, std::vector<Name>& out);
    void add_fines(json::Value fines);
    void read_defaults();
    void check_venues() const;

    std::string name_;
    std::chrono::minutes zone_{0};
    std::vector<Rule> rules_;  // by country and id, higher versions first
    std::vector<MalformedRule> malformed_;
    std::vector<VenueType> venues_;
    std::vector<Name> parameters_, facts_;
    bool declares_facts_ = false;
    Fines fines_;
    std::unique_ptr<External> external_;  // parameters and value sets as rules see them
};

// A finding of `policy check`, which reports everything that makes add() throw, and what is odd beyond that.
struct PolicyFinding {
    std::string code;  // "bad-policy", "bad-logic", "affected-fields", "unknown-member", "no-source", …
    bool is_error = false;
    std::string rule;      // its Identifier and version, as far as they are known
    std::string place;     // a JSON pointer into the rule
    std::string evidence;  // in words
};
// Checks a file of rules. `value_sets` are those that a rule may look at without `--value-sets`, as
// Policy::add_value_sets() takes them.
std::vector<PolicyFinding> check_policy(std::string_view text, std::string_view value_sets);

}  // namespace vpass
