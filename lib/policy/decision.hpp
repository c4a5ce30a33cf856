#pragma once
// Decisions: a policy asked at one place, by one thread, about one pass after the other.
//
// A Decider works out once which rules count in which interval of time there. Then a decision reads of a pass
// only what those rules look at, asks a rule again only when the clock has passed the point up to which its
// answer is steady, and asks rules that look at no pass once for all of them.
#include <deque>

#include "base/wording.hpp"
#include "policy/policy.hpp"

namespace vpass {

struct Place {
    std::string country;  // whose acceptance rules and exemptions; empty: of every country
    std::string venue, region;
};

struct Question {
    json::Value claims;  // of a valid pass: {"v":[…],…}; missing: a person without a pass
    certlogic::Instant at;
    std::optional<certlogic::Instant> expires;  // from when on the pass is none
    std::string_view issuer;  // the signer's country: whose invalidation rules; empty: of every country
    json::Value facts;        // an object of external values; missing: none is known
    bool want_until = true;
    cbor::Value document = {};  // the claims where they come as CBOR
    std::string_view named_issuer =
        {};                     // the country that the pass names, such as a territory: its rules count too
    std::string_view kid = {};  // as external.kid: the signer's, in Base64
    std::optional<certlogic::Instant> issued = {}, exp = {};  // as external.iat and external.exp

    // Fills in `issued`, `exp` and `expires`. With `valid_at_expiry` the second of `expires_at` still counts.
    void set_validity(std::optional<UnixTime> issued_at, std::optional<UnixTime> expires_at,
                      bool valid_at_expiry);
};

enum class Ground : std::uint8_t {
    rules,          // admits: all rules hold
    exemption,      // admits: a rule that exempts from the others
    no_pass_asked,  // admits: the venue asks for none at that time
    refused,        // a rule does not hold
    no_rule,        // refuses: none is for this kind of pass
    other_format,   // refuses: rules are for EU certificates
    unreadable,     // refuses: an invalidation rule of the issuer's country is malformed
    bad_facts,      // refuses: the facts are none that the policy knows
};

std::string_view ground_name(Ground ground);  // "all-rules-hold"
std::optional<Ground> ground_of_name(std::string_view name);
Wording ground_words(Ground ground);  // empty where a rule says it in its own words
bool ground_admits(Ground ground);
Wording admission_words(bool admit);  // "admit", "입장"

struct Decision {
    bool admit = false;
    Ground ground = Ground::no_rule;
    // The rule that refused, or the exemption that admitted; else null. It lives as long as the policy.
    const Rule* rule = nullptr;
    std::string problem;                // why that rule gave neither true nor false
    std::vector<const Rule*> refusing;  // every rule that did not hold
    // The answer is the same up to here (exclusive); it may stay the same for longer.
    certlogic::Instant steady_until = certlogic::kNever;
    // The first instant at which an admission no longer holds; nothing if no end is in sight.
    //
    // It is found exactly, without a grid of probes: an evaluation reports how long its value is steady while
    // the clock moves (certlogic::Program::Result), rules and venues add the ends of their validity, and the
    // question is asked again at the earliest of these instants until the answer is refuse. After
    // kUntilQuestions answers the search ends with the instant reached: never too late.
    std::optional<certlogic::Instant> until;

    // Returns the reason in words: the rule's description, or one of our own (English and Korean).
    std::string text(std::string_view language) const;
};

class Decider {
 public:
    static constexpr int kUntilQuestions = 1000;

    // Throws "unknown-venue", also when the policy has venue types and the place names none, "usage" for a
    // country of which the policy has no rules, and the error of a malformed rule that is asked for.
    Decider(const Policy& policy, Place place);
    Decider(const Decider&) = delete;
    Decider& operator=(const Decider&) = delete;

    const Place& place() const { return place_; }  // with the policy's own names
    // Returns true when the policy says something about the region, or when the place names no region.
    bool knows_region() const { return knows_region_; }

    // Throws "unknown-fact" for a fact that the policy does not know, and "bad-fact" when facts are not an
    // object.
    Decision decide(const Question& question);

    // Returns what each rule says that is chosen for this question, exemptions last, to explain a decision.
    struct RuleResult {
        const Rule* rule;
        bool holds;
        std::string problem;
    };
    std::vector<RuleResult> answers(const Question& question);

 private:
    using Instant = certlogic::Instant;
    struct Interval {
        Instant until;
        bool asks;  // is a pass asked for?
        std::vector<const Rule*> rules;
    };
    struct Timeline {  // for one kind of pass
        std::vector<Interval> rules, exemptions;
    };
    using CachedValue = certlogic::CachedValue;
    struct Known {                       // a rule's answer
        std::vector<CachedValue*> kept;  // for each of its accesses and parts
        std::uint64_t epoch = 0;
        Instant from, until;
        bool holds = false;
        std::string problem;
    };

    bool concerns(const Rule& rule, unsigned kinds) const;
    std::vector<Interval> intervals(unsigned kinds, bool exemptions);
    void find_country();
    void find_region();
    void find_venue();
    void refuse_malformed();
    void select();
    CachedValue& place_for(std::string_view name, const std::uint64_t& epoch);
    void share(const Rule& rule);
    Known& known(const Rule& rule);
    void check_facts(json::Value facts) const;
    void set_facts(json::Value facts);
    void set_payload(const Question& question);
    void set_envelope(const Question& question);
    void set_clock(Instant at, bool with_date);
    static bool is_passed_over(const Rule& rule, const Question& question);
    static bool is_issuer(std::string_view country, const Question& question);
    const MalformedRule* find_unreadable(const Question& question) const;
    void begin(const Question& question);
    static const Interval& interval_at(const std::vector<Interval>& all, Instant at);
    const Known& ask(const Rule& rule, Instant at);
    Decision judge(const Question& question, Instant at, bool in_full);

    const Policy& policy_;
    Place place_;
    std::string only_country_;  // whose acceptance rules can be meant: external.countryCode
    std::vector<const MalformedRule*> unreadable_;  // invalidations
    const VenueType* venue_ = nullptr;
    certlogic::Selection selection_;
    std::array<Timeline, 8> timelines_;  // by the kinds of pass, a bit each
    std::size_t timeline_units_ = limits::kGateUnits;

    // The data that rules see.
    std::string facts_text_;
    certlogic::Scratch facts_memory_, memory_;
    std::vector<certlogic::Field> external_;
    std::array<certlogic::Field, 2> data_;
    std::uint64_t epoch_ = 1, facts_epoch_ = 1, pass_epoch_ = 1, clock_epoch_ = 1;  // since 0 counts nothing
    // Keeps the values that rules look at and the results of their parts, for all rules, until they may
    // change. By the path of an access, or the text of a part.
    std::deque<CachedValue> kept_;
    std::map<std::string_view, CachedValue*> places_;
    CachedValue& clock_;
    CachedValue& date_;
    std::array<char, 10> date_text_{};
    Instant date_until_ = Instant::min(), date_from_ = Instant::max();

    unsigned kinds_ = 0;
    bool has_pass_ = false;
    bool knows_region_ = true;
    bool reads_envelope_ = false;
    std::size_t steps_ = 0;     // that are left for this question
    std::vector<Known> known_;  // by the place of the rule in the policy
};

// Writes decisions as vpass-records(5) has them,
// {"result":"admit","rule":…,"detail":…,"until":…,"reason":{…}}. It converts the texts of a rule to JSON
// once. Each thread has its own object.
class DecisionWriter {
 public:
    explicit DecisionWriter(std::string language) : language_(std::move(language)) {}
    void write(const Decision& decision, json::Writer& out);

 private:
    struct Words {
        std::string head, detail, tail;  // as JSON: {"result":…,"rule":…,"version":… and the two texts
    };
    const Words& words(const Decision& decision);
    std::string language_;
    std::map<std::pair<const Rule*, Ground>, Words> words_;
};

}  // namespace vpass
