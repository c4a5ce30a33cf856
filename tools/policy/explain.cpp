// vpass policy explain: writes a policy in words, or the decision about a pass.
#include <algorithm>

#include "subcommands.hpp"

namespace vpass::tools {
namespace {

// The words around a policy's own, by language.
struct Words {
    std::string_view in_force, fines_from, looks_at, formula, source, parameters, facts, venues, no_end,
        admit, refuse, until, holds, fails, none_asked;
};
constexpr Words kEnglish = {
    "in force",   "fines from", "looks at", "formula", "source",
    "parameters", "facts",      "venues",   "no end",  "admit",
    "refuse",     "until",      "holds",    "fails",   "asks for no pass at this time"};
constexpr Words kKorean = {"시행",     "과태료 부과", "확인 항목", "조건식", "출처",
                           "매개변수", "방문 정보",   "시설",      "없음",   "입장",
                           "거절",     "까지",        "충족",      "불충족", "지금 방역패스 없음"};

class Explainer {
 public:
    Explainer(const Policy& policy, const PolicyCommand& options, Output& output)
        : policy_(policy),
          language_(options.policy.language),
          words_(language_ == "ko" ? kKorean : kEnglish),
          output_(output) {}

    void policy() {
        names(words_.parameters, policy_.parameters());
        names(words_.facts, policy_.facts());
        if (!policy_.venues().empty()) put(std::string(words_.venues) + ":");
        for (const VenueType& venue : policy_.venues()) this->venue(venue);
        for (const Rule& rule : policy_.rules()) this->rule(rule);
    }

    void decision(std::size_t line, Decider& decider, const Question& question) {
        const Decision decision = decider.decide(question);
        std::string head = std::to_string(line) + ": " +
                           std::string(decision.admit ? words_.admit : words_.refuse) + ": " +
                           decision.text(language_);
        if (decision.until) head += " (" + until(*decision.until) + ")";
        put(head);
        for (const Decider::RuleResult& answer : decider.answers(question)) {
            std::string text = "  " + std::string(answer.holds ? words_.holds : words_.fails) + "  " +
                               title(*answer.rule) + "  " + std::string(answer.rule->text(language_));
            if (!answer.problem.empty()) text += " (" + answer.problem + ")";
            put(text);
        }
    }

 private:
    void put(const std::string& line) { output_.write(printable(line) + "\n"); }

    std::string title(const Rule& rule) const { return rule.id + " " + rule.version_text(); }

    // Returns a time in the policy's own time zone.
    std::string local(certlogic::Instant at) const {
        if (at == certlogic::kNever || at == certlogic::Instant::min()) return std::string(words_.no_end);
        std::string text = certlogic::format_instant(at + policy_.zone()).substr(0, 16);
        text[10] = ' ';
        return text;
    }
    std::string until(certlogic::Instant at) const {
        return language_ == "ko" ? local(at) + std::string(words_.until)
                                 : std::string(words_.until) + " " + local(at);
    }

    void names(std::string_view head, const std::vector<Policy::Name>& names) {
        if (!names.empty()) put(std::string(head) + ":");
        for (const auto& [name, value, meaning] : names)
            put("  " + name + " = " + value + "  " + std::string(text_in(meaning, language_)));
    }

    void venue(const VenueType& venue) {
        put("  " + venue.name + "  " + std::string(text_in(venue.description, language_)));
        for (const auto& period : venue.periods) {
            std::string text = "    " + local(period.from) + " – " + local(period.to);
            if (!period.region.empty()) text += " (" + period.region + ")";
            if (period.fines_from)
                text += ", " + std::string(words_.fines_from) + " " + local(*period.fines_from);
            put(text);
        }
    }

    void rule(const Rule& rule) {
        put(title(rule) + "  " + std::string(rule_type_name(rule.type)) + ", " +
            std::string(pass_kind_name(rule.kind)) + ", " + rule.country);
        put("  " + std::string(rule.text(language_)));
        std::string text =
            "  " + std::string(words_.in_force) + ": " + local(rule.from) + " – " + local(rule.to);
        if (rule.fines_from) text += ", " + std::string(words_.fines_from) + " " + local(*rule.fines_from);
        put(text);
        list(words_.venues, rule.venues);
        list(words_.looks_at, rule.logic.accesses());
        put("  " + std::string(words_.formula) + ": " + certlogic::formula(json::Value(rule.logic_text)));
        list(words_.source, rule.sources);
    }

    void list(std::string_view head, const std::vector<std::string>& items) {
        if (items.empty()) return;
        std::string text;
        for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
        put("  " + std::string(head) + ": " + text);
    }

    const Policy& policy_;
    const std::string& language_;
    const Words& words_;
    Output& output_;
};

}  // namespace

int run_policy_explain(const PolicyCommand& options) {
    const Policy policy = load_policy(options.policy, {});
    Output output(options.output);
    Explainer explainer(policy, options, output);
    if (options.inputs.empty()) {
        explainer.policy();
        output.close();
        return kGood;
    }
    Decider decider(policy, place_of(options.policy, policy));
    const auto at = certlogic::Instant(std::chrono::seconds(options.clock.time()));
    for (const std::string& file : options.inputs) {
        each_record(file, [&](std::size_t line, json::Value record) {
            const std::string facts = facts_of(options.policy.facts, record["facts"]);
            const EnvelopeText envelope(record["verdict"]);
            Question question;
            envelope.enter(question);
            question.claims = claims_of(record);
            question.at = at;
            question.facts = json::Value(facts);
            explainer.decision(line, decider, question);
        });
    }
    output.close();
    return kGood;
}

}  // namespace vpass::tools
