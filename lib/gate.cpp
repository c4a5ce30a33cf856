// Choosing rules, and the decision.
#include "vpass/gate.hpp"

#include <algorithm>

#include "policy_external.hpp"
#include "vpass/error.hpp"
#include "vpass/time.hpp"

namespace vpass {
namespace {

using certlogic::Field;
using certlogic::Instant;
using certlogic::Kept;
using certlogic::kNever;
using certlogic::Record;
using certlogic::Value;

struct Group {
    std::string_view name;
    PassKind kind;
};
constexpr Group kGroups[] = {{"v", PassKind::vaccination}, {"t", PassKind::test}, {"r", PassKind::recovery}};

constexpr std::size_t kClock = 0, kDate = 1;  // their places among the external values

bool is_of_kind(unsigned kinds, PassKind kind) {
    return kind == PassKind::general || kinds >> (static_cast<unsigned>(kind) - 1) & 1;
}

// Which kinds of pass a payload is: those of its groups v, t and r that hold something.
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

Gate::Gate(const Policy& policy, Place place)
    : policy_(policy),
      place_(std::move(place)),
      clock_(place_for("external.validationClock", clock_epoch_)),
      date_(place_for("external.validationDate", clock_epoch_)),
      known_(policy.rules_.size()) {
    if (!policy_.venues_.empty()) {
        venue_ = policy_.find_venue(place_.venue);
        if (!venue_) {
            std::string known;
            for (const VenueType& type : policy_.venues_) known += (known.empty() ? "" : ", ") + type.name;
            throw Error(Code::unknown_venue,
                        place_.venue.empty() ? "the policy asks for a venue type"
                                             : "the policy knows no venue type '" + place_.venue + "'",
                        "one of: " + known);
        }
        place_.venue = venue_->name;
    }
    select();
    set_facts({});
}

// Everything that a rule here could look at, and the groups that tell the kinds of a pass.
void Gate::select() {
    constexpr std::string_view prefix = "payload.";
    for (const Group& group : kGroups) selection_.add_size(group.name);
    constexpr unsigned any = 7;
    for (const Rule& rule : policy_.rules_) {
        if (!concerns(rule, any)) continue;
        share(rule);
        for (const std::string& path : rule.logic.accesses()) {
            if (path.starts_with(prefix))
                selection_.add(std::string_view(path).substr(prefix.size()));
            else if (path.empty() || path == "payload")
                selection_.add("");
        }
    }
}

Gate::Known& Gate::known(const Rule& rule) {
    return known_[static_cast<std::size_t>(&rule - policy_.rules_.data())];
}

Kept& Gate::place_for(const std::string& name, const std::uint64_t& epoch) {
    const auto [place, is_new] = places_.try_emplace(name);
    if (is_new) place->second = &kept_.emplace_back(Kept{&epoch, 0, Value()});
    return *place->second;
}

void Gate::share(const Rule& rule) {
    constexpr std::string_view facts = "external.", clock = "external.validation";  // Clock or Date
    std::vector<Kept*>& kept = known(rule).kept;
    for (const std::string& path : rule.logic.accesses()) {
        const bool of_pass = path.starts_with("payload.");
        const bool of_facts = path.starts_with(facts) && !path.starts_with(clock);
        // What holds the clock beside other things changes as often as it.
        kept.push_back(&place_for(path, of_pass ? pass_epoch_ : of_facts ? facts_epoch_ : clock_epoch_));
    }
    for (const std::string& text : rule.logic.parts()) kept.push_back(&place_for(text, pass_epoch_));
}

bool Gate::concerns(const Rule& rule, unsigned kinds) const {
    return (rule.type == RuleType::invalidation || place_.country.empty() ||
            rule.country == place_.country) &&
           (rule.region.empty() || rule.region == place_.region) && is_of_kind(kinds, rule.kind) &&
           (rule.venues.empty() ||
            std::find(rule.venues.begin(), rule.venues.end(), place_.venue) != rule.venues.end());
}

std::vector<Gate::Stretch> Gate::stretches(unsigned kinds, bool exemptions) const {
    std::vector<const VenueType::Period*> periods;
    if (venue_) periods = venue_->periods_in(place_.region);
    std::vector<Instant> edges{kNever};
    const auto concerned = [&](const Rule& rule) {
        return (rule.type == RuleType::exemption) == exemptions && concerns(rule, kinds);
    };
    for (const Rule& rule : policy_.rules_) {
        if (concerned(rule)) edges.insert(edges.end(), {rule.from, rule.to});
    }
    for (const auto* period : periods) edges.insert(edges.end(), {period->from, period->to});
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());

    std::vector<Stretch> out;
    Instant at = Instant::min();
    for (const Instant end : edges) {
        Stretch stretch{end, !venue_, {}};
        for (const auto* period : periods) stretch.asks |= period->from <= at && at < period->to;
        // Rules are sorted by country and id, higher versions first: the first in force of an id is the one.
        const Rule* last = nullptr;
        for (const Rule& rule : policy_.rules_) {
            if (!concerned(rule) || at < rule.from || at >= rule.to) continue;
            if (last && last->id == rule.id && last->country == rule.country) continue;
            last = &rule;
            stretch.rules.push_back(&rule);
        }
        at = end;
        if (!out.empty() && out.back().asks == stretch.asks && out.back().rules == stretch.rules)
            out.back().until = end;
        else
            out.push_back(std::move(stretch));
    }
    return out;
}

const Gate::Timeline& Gate::timeline() {
    Timeline& timeline = timelines_[kinds_];
    if (timeline.rules.empty()) timeline = {stretches(kinds_, false), stretches(kinds_, true)};
    return timeline;
}

void Gate::check_facts(json::Value facts) const {
    if (facts && !facts.is(json::Type::object)) throw Error(Code::bad_fact, "the facts are no object");
    if (!policy_.declares_facts_) return;
    for (const json::Member& fact : facts.members()) {
        if (std::any_of(policy_.facts_.begin(), policy_.facts_.end(),
                        [&](const Policy::Name& known) { return fact.has_key(known.name); }))
            continue;
        std::string known;
        for (const auto& [name, value, meaning] : policy_.facts_) known += (known.empty() ? "" : ", ") + name;
        throw Error(Code::unknown_fact, "the policy knows no fact '" + fact.key() + "'", "one of: " + known);
    }
}

// The first field of a name is the one that rules see, so the strongest come first.
void Gate::set_facts(json::Value facts) {
    check_facts(facts);
    facts_text_ = facts.raw();
    facts_epoch_ = ++epoch_;
    facts_memory_.clear();
    const Policy::External& own = *policy_.external_;
    external_ = {{"validationClock", Value()},
                 {"validationDate", Value()},
                 {"valueSets", Value(Record{own.value_sets.data(), own.value_sets.size()})}};
    if (!place_.venue.empty()) external_.push_back({"venue", Value(std::string_view(place_.venue))});
    if (!place_.region.empty()) external_.push_back({"region", Value(std::string_view(place_.region))});
    if (facts) {
        const Value values = certlogic::read(json::Value(facts_text_), facts_memory_);
        const auto* given = values.get<Record>();
        external_.insert(external_.end(), given->begin(), given->end());
    }
    external_.insert(external_.end(), own.defaults.begin(), own.defaults.end());
    data_[1] = {"external", Value(Record{external_.data(), external_.size()})};
}

void Gate::set_payload(json::Value claims, cbor::Value document) {
    pass_epoch_ = ++epoch_;
    memory_.clear();
    has_pass_ = claims || document;
    data_[0] = {"payload", document ? certlogic::read(document, memory_, &selection_)
                           : claims ? certlogic::read(claims, memory_, &selection_)
                                    : Value(Record())};
    kinds_ = kinds_of(data_[0].value);
}

void Gate::set_clock(Instant at, bool with_date) {
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

const Gate::Known& Gate::ask(const Rule& rule, Instant at) {
    Known& known = this->known(rule);
    const std::uint64_t epoch = rule.reads_payload ? pass_epoch_ : facts_epoch_;
    if (known.epoch == epoch && known.from <= at && at < known.until) return known;
    set_clock(at, rule.reads_date);
    auto result = rule.logic.run(Value(Record{data_.data(), data_.size()}), memory_, known.kept);
    known.epoch = epoch;
    known.from = at;
    known.until = rule.reads_date ? std::min(result.steady_until, date_until_) : result.steady_until;
    const auto* flag = result.value.get<bool>();
    known.holds = flag && *flag;
    known.problem = std::move(result.problem);
    if (known.problem.empty() && !flag && certlogic::truth(result.value).value_or(true))
        known.problem = "the rule gives neither true nor false";
    return known;
}

const Gate::Stretch& Gate::stretch_at(const std::vector<Stretch>& all, Instant at) {
    const auto found =
        std::upper_bound(all.begin(), all.end(), at, [](Instant t, const Stretch& s) { return t < s.until; });
    return found == all.end() ? all.back() : *found;
}

bool Gate::is_passed_over(const Rule& rule, const Question& question) {
    return rule.type == RuleType::invalidation && !question.issuer.empty() && rule.country != question.issuer;
}

// `in_full`: with every rule that refuses, and with an end of the stretch for refusals too.
Decision Gate::judge(const Question& question, Instant at, bool in_full) {
    Decision decision;
    Instant& steady = decision.steady_until;
    if (has_pass_ && question.expires) {
        if (at >= *question.expires)
            set_payload({}, {});
        else
            steady = *question.expires;
    }
    const auto lower = [&](Instant until) { steady = std::min(steady, until); };

    const Stretch& stretch = stretch_at(timeline().rules, at);
    lower(stretch.until);
    if (!stretch.asks) {
        decision.admit = true;
        decision.ground = Ground::no_pass_asked;
        return decision;
    }
    bool decided = false;
    for (const Rule* rule : stretch.rules) {
        if (is_passed_over(*rule, question)) continue;
        decided |= rule->type == RuleType::acceptance;
        const Known& known = ask(*rule, at);
        lower(known.until);
        if (known.holds) continue;
        if (decision.refusing.empty()) decision.problem = known.problem;
        decision.refusing.push_back(rule);
        if (!in_full) break;
    }
    if (decided && decision.refusing.empty()) {
        decision.admit = true;
        decision.ground = Ground::rules;
        return decision;
    }
    const Stretch& exempt = stretch_at(timeline().exemptions, at);
    lower(exempt.until);
    for (const Rule* rule : exempt.rules) {
        const Known& known = ask(*rule, at);
        lower(known.until);
        if (!known.holds) continue;
        decision.admit = true;
        decision.ground = Ground::exemption;
        decision.rule = rule;
        decision.problem.clear();
        return decision;
    }
    if (decision.refusing.empty()) return decision;
    decision.ground = Ground::refused;
    decision.rule = decision.refusing.front();
    return decision;
}

void Gate::begin(const Question& question) {
    if (question.facts.raw() != facts_text_) set_facts(question.facts);
    set_payload(question.claims, question.document);
}

std::vector<Gate::Answer> Gate::answers(const Question& question) {
    begin(question);
    std::vector<Answer> out;
    const Stretch& stretch = stretch_at(timeline().rules, question.at);
    if (!stretch.asks) return out;
    for (const auto* rules : {&stretch.rules, &stretch_at(timeline().exemptions, question.at).rules}) {
        for (const Rule* rule : *rules) {
            if (is_passed_over(*rule, question)) continue;
            const Known& known = ask(*rule, question.at);
            out.push_back({rule, known.holds, known.problem});
        }
    }
    return out;
}

Decision Gate::decide(const Question& question) {
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
