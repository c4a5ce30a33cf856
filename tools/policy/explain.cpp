// vpass policy explain: writes a policy in words, or the decision about a pass.
#include <algorithm>

#include "formats/format.hpp"
#include "passes/verify.hpp"
#include "subcommands.hpp"

namespace vpass::tools {
namespace {

// The words around a policy's own, by language.
struct Words {
    std::string_view in_force, fines_from, looks_at, formula, source, parameters, facts, venues, no_end,
        until, holds, fails, none_asked;
};
constexpr Words kEnglish = {"in force",
                            "fines from",
                            "looks at",
                            "formula",
                            "source",
                            "parameters",
                            "facts",
                            "venues",
                            "no end",
                            "until",
                            "holds",
                            "fails",
                            "asks for no pass at this time"};
constexpr Words kKorean = {
    "시행", "과태료 부과", "확인 항목", "조건식", "출처",   "매개변수",          "방문 정보",
    "시설", "없음",        "까지",      "충족",   "불충족", "지금 방역패스 없음"};

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
        head(line, decider.decide(question));
        for (const Decider::RuleResult& answer : decider.answers(question)) {
            std::string text = "  " + std::string(answer.holds ? words_.holds : words_.fails) + "  " +
                               title(*answer.rule) + "  " + std::string(answer.rule->text(language_));
            if (!answer.problem.empty()) text += " (" + answer.problem + ")";
            put(text);
        }
    }

    // Explains a pass that rules do not know.
    void other_format(std::size_t line) {
        Decision decision;
        decision.ground = Ground::other_format;
        head(line, decision);
    }

 private:
    void head(std::size_t line, const Decision& decision) {
        std::string head = std::to_string(line) + ": " +
                           std::string(admission_words(decision.admit).in(language_)) + ": " +
                           decision.text(language_);
        if (decision.until) head += " (" + until(*decision.until) + ")";
        put(head);
    }

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

// Asks the policy about records with claims, and about passes, whose signatures it does not check.
class PassExplainer {
 public:
    PassExplainer(const Policy& policy, const PolicyCommand& options, Explainer& explainer)
        : options_(options.policy),
          at_(certlogic::to_instant(options.clock.time())),
          decider_(policy, place_of(options.policy, policy)),
          explainer_(explainer),
          dates_(policy) {}

    void explain(std::size_t line, json::Value record) {
        const json::Value pass = record["pass"];
        const bool is_invalid = record["verdict"]["result"].string() == "invalid";
        if (!claims_of(record) && !is_invalid && (pass || detect_format(record.raw()))) {
            std::vector<std::string> parts;
            if (pass.is(json::Type::array))
                for (const json::Value& part : pass.elements()) parts.push_back(part.string());
            else
                parts.push_back(pass ? pass.string() : std::string(record.raw()));
            const std::vector<std::string_view> texts(parts.begin(), parts.end());
            return explain(line, texts, record["facts"]);
        }
        const EnvelopeText envelope(record["verdict"]);
        Question question;
        envelope.enter(question);
        question.claims = claims_of(record);
        ask(line, question, record["facts"]);
    }
    void explain(std::size_t line, std::string_view text) { explain(line, {&text, 1}, {}); }
    bool opened() const { return opened_; }

 private:
    void explain(std::size_t line, PassText text, json::Value facts) {
        open_pass(text, envelope_);
        if (!envelope_.malformed.empty()) throw Error(Code::bad_text, envelope_.malformed);
        opened_ = true;
        const cbor::Value claims = rule_claims(envelope_);
        if (!claims) return explainer_.other_format(line);
        // Nobody has said which key signed it, so the issuer that it names is taken for the signer.
        const std::string issuer = country_code_of(envelope_.issuer);
        Question question;
        question.document = claims;
        question.issuer = question.named_issuer = issuer;
        question.kid = envelope_.kid_text;
        question.set_validity(envelope_.issued_at, envelope_.expires_at, envelope_.valid_at_expiry);
        ask(line, question, facts);
    }

    void ask(std::size_t line, Question& question, json::Value own_facts) {
        const std::string facts = facts_of(options_.facts, own_facts);
        question.at = at_;
        question.facts = json::Value(facts);
        explainer_.decision(line, decider_, question);
        dates_.warn_outside(at_);
    }

    const PolicyOptions& options_;
    certlogic::Instant at_;
    Decider decider_;
    Explainer& explainer_;
    PolicyDates dates_;
    Envelope envelope_;
    bool opened_ = false;
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
    PassExplainer passes(policy, options, explainer);
    for (const std::string& file : options.inputs) {
        each_record(
            file, [&](std::size_t line, json::Value record) { passes.explain(line, record); },
            [&](std::size_t line, std::string_view text) { passes.explain(line, text); });
    }
    output.close();
    if (passes.opened())
        message("", "signatures were not checked: 'vpass verify --policy' decides about passes");
    return kGood;
}

}  // namespace vpass::tools
