// Chooses rules and makes the decision.
#include "policy/decision.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/time.hpp"
#include "policy/policy_external.hpp"

namespace vpass {
namespace {

using certlogic::CachedValue;
using certlogic::Field;
using certlogic::Instant;
using certlogic::kNever;
using certlogic::Record;
using certlogic::Value;

struct Group {
    std::string_view name;
    PassKind kind;
};
constexpr Group kGroups[] = {{"v", PassKind::vaccination}, {"t", PassKind::test}, {"r", PassKind::recovery}};

// The places of these values among the external values, in the order of kSupplied.
constexpr std::size_t kClock = 0, kDate = 1, kIssuerCountry = 4, kKid = 5, kIssued = 6, kExpires = 7;

std::string one_of(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    return list.empty() ? "it has none at all" : "one of: " + list;
}

Value text_or_null(std::string_view text) { return text.empty() ? Value() : Value(text); }

bool is_of_kind(unsigned kinds, PassKind kind) {
    return kind == PassKind::general || kinds >> (static_cast<unsigned>(kind) - 1) & 1;
}

// Returns the kinds of pass that a payload is: one for each of its groups v, t and r that has an entry.
unsigned kinds_of(const Value& payload) {
    unsigned kinds = 0;
    const auto* record = payload.get<Record>();
    if (!record) return kinds;
    for (const Field& field : *record) {
        const auto* entries = field.value.get<certlogic::List>();
        if (!entries || entries->size == 0) continue;
        for (const Group& group : kGroups) {
            if (group.name == field.name) kinds |= 1U << (static_cast<unsigned>(group.kind) - 1);
        }
    }
    return kinds;
}

}  // namespace

void Question::set_validity(std::optional<UnixTime> issued_at, std::optional<UnixTime> expires_at,
                            bool valid_at_expiry) {
    const auto instant = [](std::optional<UnixTime> time) {
        return time ? std::optional(certlogic::to_instant(*time)) : std::nullopt;
    };
    issued = instant(issued_at);
    exp = expires = instant(expires_at);
    if (expires && valid_at_expiry) *expires += std::chrono::seconds{1};
}

Decider::Decider(const Policy& policy, Place place)
    : policy_(policy),
      place_(std::move(place)),
      clock_(place_for("external.validationClock", clock_epoch_)),
      date_(place_for("external.validationDate", clock_epoch_)),
      known_(policy.rules_.size()) {
    find_country();
    find_region();
    find_venue();
    refuse_malformed();
    select();
    for (unsigned kinds = 0; kinds < timelines_.size(); ++kinds)
        timelines_[kinds] = {intervals(kinds, false), intervals(kinds, true)};
    set_facts({});
}

void Decider::find_country() {
    std::vector<std::string> known = policy_.countries();
    if (place_.country.empty()) {
        only_country_ = known.size() == 1 ? known[0] : std::string();
        return;
    }
    const std::string asked = rule_country(place_.country);
    for (const MalformedRule& rule : policy_.malformed_) {
        if (!rule.country.empty()) known.push_back(rule.country);
    }
    if (std::find(known.begin(), known.end(), asked) == known.end()) {
        known.resize(policy_.countries().size());
        throw Error(Code::usage, "the policy has no rules of the country '" + place_.country + "'",
                    one_of(known));
    }
    only_country_ = place_.country = asked;
}

// The name as the policy spells it. A policy that tells only of the capital holds in all other regions too,
// and where a rule compares the region itself, any name may be meant.
void Decider::find_region() {
    if (place_.region.empty()) return;
    const std::vector<std::string> known = policy_.regions(place_.country);
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const auto& name) { return same_region(name, place_.region); });
    if (found != known.end()) {
        place_.region = *found;
        return;
    }
    for (const Rule& rule : policy_.rules_) {
        for (const std::string& path : rule.logic.accesses()) {
            if (path == "external.region" || path == "external" || path.empty()) return;
        }
    }
    knows_region_ = false;
}

void Decider::find_venue() {
    if (policy_.venues_.empty()) return;
    venue_ = policy_.find_venue(place_.venue);
    if (!venue_) {
        std::vector<std::string> known;
        for (const VenueType& type : policy_.venues_) known.push_back(type.name);
        throw Error(Code::unknown_venue,
                    place_.venue.empty() ? "the policy asks for a venue type"
                                         : "the policy does not know the venue type '" + place_.venue + "'",
                    one_of(known));
    }
    place_.venue = venue_->name;
}

// Whose invalidations are asked for is known with a pass only.
void Decider::refuse_malformed() {
    for (const MalformedRule& rule : policy_.malformed_) {
        if (rule.is_never_asked) continue;
        if (rule.type == RuleType::invalidation && !rule.country.empty())
            unreadable_.push_back(&rule);
        else if (rule.is_of(place_.country))
            throw rule.error;
    }
}

// Everything that a rule here could look at, and the groups that tell the kinds of a pass.
void Decider::select() {
    constexpr std::string_view prefix = "payload.";
    for (const Group& group : kGroups) selection_.add_size(group.name);
    constexpr unsigned any = 7;
    for (const Rule& rule : policy_.rules_) {
        if (!concerns(rule, any)) continue;
        share(rule);
        for (const std::string& path : rule.logic.accesses()) {
            reads_envelope_ |=
                path.empty() || path == "external" || (is_of_pass(path) && !path.starts_with(prefix));
            if (path.starts_with(prefix))
                selection_.add(std::string_view(path).substr(prefix.size()));
            else if (path.empty() || path == "payload")
                selection_.add("");
        }
    }
}

Decider::Known& Decider::known(const Rule& rule) {
    return known_[static_cast<std::size_t>(&rule - policy_.rules_.data())];
}

CachedValue& Decider::place_for(std::string_view name, const std::uint64_t& epoch) {
    const auto [place, is_new] = places_.try_emplace(name);
    if (is_new) place->second = &kept_.emplace_back(CachedValue{&epoch, 0, Value()});
    return *place->second;
}

void Decider::share(const Rule& rule) {
    std::vector<CachedValue*>& kept = known(rule).kept;
    for (const std::string& path : rule.logic.accesses()) {
        // A value that contains the clock beside other data changes as often as the clock.
        kept.push_back(&place_for(path, is_of_pass(path)    ? pass_epoch_
                                        : is_of_clock(path) ? clock_epoch_
                                                            : facts_epoch_));
    }
    for (const std::string& text : rule.logic.parts()) kept.push_back(&place_for(text, pass_epoch_));
}

bool Decider::concerns(const Rule& rule, unsigned kinds) const {
    return (rule.type == RuleType::invalidation || place_.country.empty() ||
            rule.country == place_.country) &&
           (rule.region.empty() || same_region(rule.region, place_.region)) && is_of_kind(kinds, rule.kind) &&
           (rule.venues.empty() ||
            std::find(rule.venues.begin(), rule.venues.end(), place_.venue) != rule.venues.end());
}

// Rules and periods in the order in which they begin and end. Each interval between two of these instants
// costs what is in force then, which is counted: a policy may hold very many of both.
std::vector<Decider::Interval> Decider::intervals(unsigned kinds, bool exemptions) {
    struct Edge {
        Instant at;
        const Rule* rule;  // null: a period
        bool begins;
    };
    std::vector<Edge> edges;
    const auto add = [&](Instant from, Instant end, const Rule* rule) {
        edges.push_back({from, rule, true});
        if (end != kNever) edges.push_back({end, rule, false});
    };
    for (const Rule& rule : policy_.rules_) {
        if ((rule.type == RuleType::exemption) == exemptions && concerns(rule, kinds))
            add(rule.from, rule.end(), &rule);
    }
    if (venue_) {
        for (const auto* period : venue_->periods_in(place_.region)) add(period->from, period->to, nullptr);
    }
    std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });

    std::vector<Interval> out;
    std::vector<const Rule*>
        in_force;  // in the order of the policy: by country and id, higher versions first
    int periods = 0;
    for (auto edge = edges.begin();;) {
        const Instant at = out.empty() ? Instant::min() : out.back().until;
        for (; edge != edges.end() && edge->at <= at; ++edge) {
            if (!edge->rule) {
                periods += edge->begins ? 1 : -1;
                continue;
            }
            const auto place = std::lower_bound(in_force.begin(), in_force.end(), edge->rule);
            if (edge->begins)
                in_force.insert(place, edge->rule);
            else
                in_force.erase(place);
        }
        if (timeline_units_ <= in_force.size())
            throw Error(Code::bad_policy, "too many rules and periods change at one place");
        timeline_units_ -= in_force.size() + 1;
        Interval& interval = out.emplace_back();
        interval.until = edge == edges.end() ? kNever : edge->at;
        interval.asks = !venue_ || periods > 0;
        for (const Rule* rule : in_force) {  // the first in force of an id is the one
            const Rule* last = interval.rules.empty() ? nullptr : interval.rules.back();
            if (!last || last->id != rule->id || last->country != rule->country)
                interval.rules.push_back(rule);
        }
        if (edge == edges.end()) return out;
    }
}

void Decider::check_facts(json::Value facts) const {
    if (facts && !facts.is(json::Type::object)) throw Error(Code::bad_fact, "the facts are not an object");
    for (const json::Member& fact : facts.members()) {
        const std::string name = fact.key();
        if (is_supplied(name))
            throw Error(Code::unknown_fact, "'" + name + "' is not a fact: each question and pass has it");
        if (!policy_.declares_facts_ || policy_.external_->fact_names.contains(name)) continue;
        std::vector<std::string> known;
        for (const Policy::Name& declared : policy_.facts_) known.push_back(declared.name);
        throw Error(Code::unknown_fact, "the policy does not know the fact '" + name + "'", one_of(known));
    }
}

// The first field of a name is the one that rules see, so the strongest come first.
void Decider::set_facts(json::Value facts) {
    check_facts(facts);
    facts_text_ = facts.raw();
    facts_epoch_ = ++epoch_;
    facts_memory_.clear();
    const Policy::External& own = *policy_.external_;
    external_ = {{"validationClock", Value()},
                 {"validationDate", Value()},
                 {"valueSets", Value(Record{own.value_sets.data(), own.value_sets.size()})},
                 {"countryCode", text_or_null(only_country_)},
                 {"issuerCountryCode", Value()},
                 {"kid", Value()},
                 {"iat", Value()},
                 {"exp", Value()},
                 {"venue", text_or_null(place_.venue)},
                 {"region", Value(std::string_view(place_.region))}};
    if (facts) {
        const Value values = certlogic::read(json::Value(facts_text_), facts_memory_);
        const auto* given = values.get<Record>();
        external_.insert(external_.end(), given->begin(), given->end());
    }
    external_.insert(external_.end(), own.defaults.begin(), own.defaults.end());
    data_[1] = {"external", Value(Record{external_.data(), external_.size()})};
}

void Decider::set_payload(const Question& question) {
    const json::Value claims = question.claims;
    const cbor::Value document = question.document;
    pass_epoch_ = ++epoch_;
    memory_.clear();
    has_pass_ = claims || document;
    data_[0] = {"payload", document ? certlogic::read(document, memory_, &selection_)
                           : claims ? certlogic::read(claims, memory_, &selection_)
                                    : Value(Record())};
    kinds_ = kinds_of(data_[0].value);
    if (reads_envelope_) set_envelope(question);
}

void Decider::set_envelope(const Question& question) {
    const auto time = [&](const std::optional<Instant>& at) {
        return at ? Value(memory_.keep(certlogic::format_instant(*at))) : Value();
    };
    external_[kIssuerCountry].value =
        text_or_null(question.issuer.empty() ? question.named_issuer : question.issuer);
    external_[kKid].value = text_or_null(question.kid);
    external_[kIssued].value = time(question.issued);
    external_[kExpires].value = time(question.exp);
}

void Decider::set_clock(Instant at, bool with_date) {
    using std::chrono::days;
    clock_epoch_ = ++epoch_;
    external_[kClock].value = clock_.keep(Value(certlogic::Clock{at}));
    if (!with_date) return;
    if (at < date_from_ || at >= date_until_) {
        const auto day = std::chrono::floor<days>(at + policy_.zone_);
        date_from_ = day - policy_.zone_;
        date_until_ = date_from_ + days{1};
        format_date(day).copy(date_text_.data(), date_text_.size());
    }
    external_[kDate].value = date_.keep(Value(std::string_view(date_text_.data(), date_text_.size())));
}

const Decider::Known& Decider::ask(const Rule& rule, Instant at) {
    Known& known = this->known(rule);
    const std::uint64_t epoch = rule.reads_pass ? pass_epoch_ : facts_epoch_;
    if (steps_ > 0) --steps_;
    if (known.epoch == epoch && known.from <= at && at < known.until) return known;
    set_clock(at, rule.reads_date);
    auto result = rule.logic.run(Value(Record{data_.data(), data_.size()}), memory_, steps_, known.kept);
    known.epoch = steps_ == 0 ? 0 : epoch;  // what others have left no steps for may be answered next time
    known.from = at;
    known.until = rule.reads_date ? std::min(result.steady_until, date_until_) : result.steady_until;
    const auto* flag = result.value.get<bool>();
    known.holds = flag && *flag;
    known.problem = std::move(result.problem);
    if (known.problem.empty() && !flag && certlogic::truth(result.value).value_or(true))
        known.problem = "the rule gives neither true nor false";
    return known;
}

const Decider::Interval& Decider::interval_at(const std::vector<Interval>& all, Instant at) {
    const auto found = std::upper_bound(all.begin(), all.end(), at,
                                        [](Instant t, const Interval& s) { return t < s.until; });
    return found == all.end() ? all.back() : *found;
}

bool Decider::is_issuer(std::string_view country, const Question& question) {
    return country == question.issuer || country == question.named_issuer ||
           (question.issuer.empty() && question.named_issuer.empty());
}

bool Decider::is_passed_over(const Rule& rule, const Question& question) {
    return rule.type == RuleType::invalidation && !is_issuer(rule.country, question);
}

const MalformedRule* Decider::find_unreadable(const Question& question) const {
    const auto found = std::find_if(unreadable_.begin(), unreadable_.end(), [&](const MalformedRule* rule) {
        return is_issuer(rule->country, question);
    });
    return found == unreadable_.end() ? nullptr : *found;
}

// `in_full`: with every rule that refuses, and with an end of the interval for refusals too.
Decision Decider::judge(const Question& question, Instant at, bool in_full) {
    Decision decision;
    Instant& steady = decision.steady_until;
    if (has_pass_ && question.expires) {
        if (at >= *question.expires)
            set_payload({});
        else
            steady = *question.expires;
    }
    const auto lower = [&](Instant until) { steady = std::min(steady, until); };

    const Interval& interval = interval_at(timelines_[kinds_].rules, at);
    lower(interval.until);
    if (!interval.asks) {
        decision.admit = true;
        decision.ground = Ground::no_pass_asked;
        return decision;
    }
    const MalformedRule* const unreadable = has_pass_ ? find_unreadable(question) : nullptr;
    bool decided = false;
    for (const Rule* rule : interval.rules) {
        if (is_passed_over(*rule, question)) continue;
        decided |= rule->type == RuleType::acceptance;
        const Known& known = ask(*rule, at);
        lower(known.until);
        if (known.holds) continue;
        if (decision.refusing.empty()) decision.problem = known.problem;
        decision.refusing.push_back(rule);
        if (!in_full || steps_ == 0) break;
    }
    if (decided && !unreadable && decision.refusing.empty()) {
        decision.admit = true;
        decision.ground = Ground::rules;
        return decision;
    }
    const Interval& exempt = interval_at(timelines_[kinds_].exemptions, at);
    lower(exempt.until);
    for (const Rule* rule : exempt.rules) {
        const Known& known = ask(*rule, at);
        lower(known.until);
        if (steps_ == 0) break;
        if (!known.holds) continue;
        decision.admit = true;
        decision.ground = Ground::exemption;
        decision.rule = rule;
        decision.problem.clear();
        return decision;
    }
    if (decision.refusing.empty() && unreadable) {
        decision.ground = Ground::unreadable;
        decision.problem = unreadable->error.what();
    }
    if (decision.refusing.empty()) return decision;
    decision.ground = Ground::refused;
    decision.rule = decision.refusing.front();
    return decision;
}

void Decider::begin(const Question& question) {
    if (question.facts.raw() != facts_text_) set_facts(question.facts);
    set_payload(question);
    steps_ = limits::kLogicSteps;
}

std::vector<Decider::RuleResult> Decider::answers(const Question& question) {
    begin(question);
    std::vector<RuleResult> out;
    const Timeline& timeline = timelines_[kinds_];
    const Interval& interval = interval_at(timeline.rules, question.at);
    if (!interval.asks) return out;
    for (const auto* rules : {&interval.rules, &interval_at(timeline.exemptions, question.at).rules}) {
        for (const Rule* rule : *rules) {
            if (is_passed_over(*rule, question)) continue;
            const Known& known = ask(*rule, question.at);
            out.push_back({rule, known.holds, known.problem});
        }
    }
    return out;
}

Decision Decider::decide(const Question& question) {
    begin(question);
    Decision decision = judge(question, question.at, true);
    if (!decision.admit || !question.want_until) return decision;
    Instant at = decision.steady_until;
    for (int asked = 1; at != kNever; ++asked) {
        decision.until = at;
        if (asked == kUntilQuestions) return decision;
        const Decision later = judge(question, at, false);
        if (!later.admit) return decision;
        at = later.steady_until;
    }
    decision.until.reset();
    return decision;
}

}  // namespace vpass
