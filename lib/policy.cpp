// Choosing rules, and the decision.
#include "vpass/policy.hpp"

#include <algorithm>

#include "policy_external.hpp"
#include "vpass/error.hpp"

namespace vpass {
namespace {

using certlogic::Field;
using certlogic::Instant;
using certlogic::kNever;
using certlogic::Record;
using certlogic::Scratch;
using certlogic::Value;

bool contains(const std::vector<std::string>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

// Which kinds of pass a payload is: its groups v, t and r. Every payload is "general".
bool is_kind(const Value& payload, PassKind kind) {
    if (kind == PassKind::general) return true;
    const std::string_view group = kind == PassKind::vaccination ? "v" : kind == PassKind::test ? "t" : "r";
    const auto* record = payload.get<Record>();
    return record && std::any_of(record->begin(), record->end(), [&](const Field& field) {
               const auto* entries = field.value.get<certlogic::List>();
               return field.name == group && entries && entries->size > 0;
           });
}

}  // namespace

std::string Rule::version_text() const {
    return std::to_string(version[0]) + "." + std::to_string(version[1]) + "." + std::to_string(version[2]);
}

std::string_view Rule::text(std::string_view language) const {
    auto found = description.find(language);
    if (found == description.end()) found = description.find("en");
    if (found == description.end()) found = description.begin();
    return found == description.end() ? std::string_view() : found->second;
}

class Policy::Inquiry {
 public:
    Inquiry(const Policy& policy, const Question& question)
        : policy_(policy), question_(question), payload_(read_payload()), asked_(read_external()) {
        if (!question.venue.empty()) find_venue();
    }

    // The answer at one instant, and until when at least an admission is steady.
    struct Judgement {
        bool admit = false;
        const Rule* rule = nullptr;
        std::string detail;
        std::vector<const Rule*> refusing;
        Instant steady_until = kNever;
    };

    Judgement judge(Instant at) {
        Judgement judgement;
        std::string problem;
        if (venue_ && !venue_asks(at, judgement.steady_until)) {
            judgement.admit = true;
            judgement.detail = "no pass is required there at this time";
            return judgement;
        }
        const Value data = context(at);
        bool decided = false;
        each_chosen(at, judgement.steady_until, [&](const Rule& rule) {
            if (rule.type == RuleType::exemption) return;
            decided |= rule.type == RuleType::acceptance;
            Outcome outcome = run(rule, data, at);
            judgement.steady_until = std::min(judgement.steady_until, outcome.steady_until);
            if (outcome.holds) return;
            if (judgement.refusing.empty()) problem = std::move(outcome.problem);
            judgement.refusing.push_back(&rule);
        });
        if (decided && judgement.refusing.empty()) {
            judgement.admit = true;
            return judgement;
        }
        Instant changes = kNever;
        each_chosen(at, changes, [&](const Rule& rule) {
            if (rule.type != RuleType::exemption || judgement.admit) return;
            const Outcome outcome = run(rule, data, at);
            if (!outcome.holds) return;
            judgement.admit = true;
            judgement.rule = &rule;
            judgement.detail = rule.text(question_.language);
            judgement.steady_until = std::min(judgement.steady_until, outcome.steady_until);
        });
        judgement.steady_until = std::min(judgement.steady_until, changes);
        if (judgement.admit) return judgement;
        if (judgement.refusing.empty()) {
            judgement.detail = "no rule in force covers this kind of pass";
            return judgement;
        }
        judgement.rule = judgement.refusing.front();
        judgement.detail = judgement.rule->text(question_.language);
        if (!problem.empty()) judgement.detail += " (" + problem + ")";
        return judgement;
    }

    Outcome run(const Rule& rule, Instant at) { return run(rule, context(at), at); }

 private:
    Value read_payload() {
        return question_.claims ? certlogic::read(question_.claims, scratch_) : Value(Record());
    }

    Record read_external() {
        if (!question_.external) return {};
        const Value value = certlogic::read(question_.external, scratch_);
        const auto* record = value.get<Record>();
        if (!record) throw Error("bad-policy", "external values are no object");
        return *record;
    }

    void find_venue() {
        for (const VenueType& type : policy_.venues_) {
            if (type.name == question_.venue || contains(type.aliases, question_.venue)) venue_ = &type;
        }
        if (venue_ || policy_.venues_.empty()) return;
        std::string known;
        for (const VenueType& type : policy_.venues_) known += (known.empty() ? "" : ", ") + type.name;
        throw Error("unknown-venue", "the policy knows no such venue type", "one of: " + known);
    }

    std::string_view venue_name() const { return venue_ ? venue_->name : question_.venue; }

    // Does the venue ask for passes at that time? `changes` is lowered to the next start or end of a period.
    bool venue_asks(Instant at, Instant& changes) const {
        const bool regional =
            !question_.region.empty() &&
            std::any_of(venue_->periods.begin(), venue_->periods.end(),
                        [&](const VenueType::Period& p) { return p.region == question_.region; });
        bool asks = false;
        for (const VenueType::Period& period : venue_->periods) {
            if (period.region != (regional ? question_.region : std::string_view())) continue;
            asks |= period.from <= at && at < period.to;
            lower_to_next(changes, at, period.from, period.to);
        }
        return asks;
    }

    static void lower_to_next(Instant& changes, Instant at, Instant from, Instant to) {
        if (from > at) changes = std::min(changes, from);
        if (to > at) changes = std::min(changes, to);
    }

    bool concerns(const Rule& rule) const {
        const std::string_view country =
            rule.type == RuleType::invalidation ? question_.issuer : question_.country;
        return (country.empty() || rule.country == country) &&
               (rule.region.empty() || rule.region == question_.region) && is_kind(payload_, rule.kind) &&
               (rule.venues.empty() || contains(rule.venues, venue_name()));
    }

    // Rules are sorted by country and id, higher versions first, so the first in force of an id is the one.
    template <typename F>
    void each_chosen(Instant at, Instant& changes, F&& f) const {
        const Rule* last = nullptr;
        for (const Rule& rule : policy_.rules_) {
            if (!concerns(rule)) continue;
            lower_to_next(changes, at, rule.from, rule.to);
            if (at < rule.from || at >= rule.to) continue;
            if (last && last->id == rule.id && last->country == rule.country) continue;
            last = &rule;
            f(rule);
        }
    }

    std::string_view local_date(Instant at) {
        return scratch_.keep(certlogic::format_instant(at + policy_.zone_).substr(0, 10));
    }
    Instant next_midnight(Instant at) const {
        using std::chrono::days;
        return std::chrono::floor<days>(at + policy_.zone_) + days{1} - policy_.zone_;
    }

    // The first field of a name is the one that rules see, so the strongest come first.
    Value context(Instant at) {
        const External& own = *policy_.external_;
        std::vector<Field> external{
            {"validationClock", Value(certlogic::Clock{at})},
            {"validationDate", Value(local_date(at))},
            {"valueSets", Value(Record{own.value_sets.data(), own.value_sets.size()})},
        };
        if (!question_.venue.empty()) external.push_back({"venue", Value(venue_name())});
        if (!question_.region.empty()) external.push_back({"region", Value(question_.region)});
        external.insert(external.end(), asked_.begin(), asked_.end());
        external.insert(external.end(), own.parameters.begin(), own.parameters.end());
        const Field data[] = {{"payload", payload_}, {"external", Value(scratch_.record(external))}};
        return Value(scratch_.record(data));
    }

    Outcome run(const Rule& rule, const Value& data, Instant at) {
        Outcome outcome;
        try {
            const auto result = rule.logic.evaluate(data, scratch_);
            outcome.steady_until = result.steady_until;
            if (rule.reads_date) outcome.steady_until = std::min(outcome.steady_until, next_midnight(at));
            const auto truth = certlogic::truth(result.value);
            if (const auto* flag = result.value.get<bool>())
                outcome.holds = *flag;
            else if (truth.value_or(true))
                outcome.problem = "the rule gives neither true nor false";
        } catch (const Error& e) {
            outcome.problem = e.what();
        }
        return outcome;
    }

    const Policy& policy_;
    const Question& question_;
    Scratch scratch_;
    Value payload_;
    Record asked_;
    const VenueType* venue_ = nullptr;
};

Decision Policy::decide(const Question& question) const {
    Inquiry inquiry(*this, question);
    auto judgement = inquiry.judge(question.at);
    Decision decision{
        judgement.admit, judgement.rule, std::move(judgement.detail), std::move(judgement.refusing), {}};
    if (!decision.admit || !question.want_until) return decision;
    for (int asked = 1; judgement.admit && judgement.steady_until != kNever; ++asked) {
        decision.until = judgement.steady_until;
        if (asked == kUntilQuestions) return decision;
        judgement = inquiry.judge(*decision.until);
    }
    if (judgement.admit) decision.until.reset();
    return decision;
}

Policy::Outcome Policy::evaluate(const Rule& rule, const Question& question) const {
    return Inquiry(*this, question).run(rule, question.at);
}

}  // namespace vpass
