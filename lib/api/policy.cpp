#include <vpass/policy.hpp>

#include "api/states.hpp"
#include "api/times.hpp"
#include "base/file.hpp"
#include "base/limits.hpp"
#include "formats/value_sets.hpp"
#include "policy/rule_files.hpp"

namespace vpass::v0 {
namespace {

void add_file(vpass::Policy& policy, const std::string& file) {
    if (const std::string_view text = vpass::Policy::built_in_text(file); !text.empty())
        return policy.add(text);
    const Buffer content = read_file(file, limits::kRuleFileBytes);
    policy.add(as_text(content),
               [&](const Error& e) { return Error(e.code(), "policy " + file + ": " + e.what(), e.hint()); });
}

Policy finish(vpass::Policy policy, const std::map<std::string, std::string>& parameters) {
    policy.add_value_sets(built_in_value_sets());
    for (const auto& [name, value] : parameters) policy.set_parameter(name, json::check(value));
    return Access::make<Policy>(std::make_shared<const Policy::State>(Policy::State{std::move(policy)}));
}

}  // namespace

Policy Policy::load(std::span<const std::string> files,
                    const std::map<std::string, std::string>& parameters) {
    vpass::Policy policy;
    for (const std::string& path : files) {
        for (const std::string& file : rule_files(path)) add_file(policy, file);
    }
    return finish(std::move(policy), parameters);
}

Policy Policy::parse(std::string_view content, const std::map<std::string, std::string>& parameters) {
    return finish(vpass::Policy(content), parameters);
}

std::vector<std::string> Policy::warnings() const {
    std::vector<std::string> out;
    for (const MalformedRule& rule : state_->policy.malformed())
        out.push_back(std::string(rule.error.what()) + " (the rule is passed over)");
    return out;
}

std::string_view built_in_policy(std::string_view name) {
    const std::string_view text = vpass::Policy::built_in_text(name);
    if (text.empty())
        throw Error(Code::unknown_policy, "there is no built-in policy '" + std::string(name) + "'");
    return text;
}

struct Decision::State {
    Policy policy;  // whose rule the decision names
    vpass::Decision decision;
};

std::string Decision::text(std::string_view language) const {
    if (state) return state->decision.text(language);
    return language == "ko" ? "유효하지 않은 패스입니다." : "the pass is not valid";
}

std::string Decision::json() const {
    std::string out;
    json::Writer w(out);
    if (state)
        DecisionWriter("en").write(state->decision, w);
    else
        w.begin_object().text("result", "refuse").text("detail", text("en")).end_object();
    return out;
}

struct Door::State {
    State(const Policy& rules, const Options& options)
        : policy(rules),
          decider(policy.state().policy, {options.country, options.venue, options.region}),
          facts(options.facts) {
        if (options.country.empty() && policy.state().policy.countries().size() > 1)
            throw Error(Code::usage, "the policy has rules of several countries, and the door names none");
        if (!decider.knows_region())
            throw Error(Code::usage, "the policy knows no region '" + options.region + "'");
        Question question;
        question.facts = check_facts(facts);
        decider.decide(question);  // throws for facts that the policy does not know
    }

    static json::Value check_facts(std::string_view text) {
        const json::Value out = json::check(text);
        if (!out.is(json::Type::object)) throw Error(Code::bad_fact, "the facts are not an object");
        return out;
    }

    Decision answer(vpass::Decision decision) const {
        Decision out;
        out.admit = decision.admit;
        if (decision.rule) out.rule = decision.rule->id;
        if (decision.until) out.until = std::chrono::floor<std::chrono::seconds>(*decision.until);
        out.state = std::make_shared<const Decision::State>(Decision::State{policy, std::move(decision)});
        return out;
    }

    Decision refuse(Ground ground) const {
        vpass::Decision out;
        out.ground = ground;
        return answer(std::move(out));
    }

    const Policy policy;
    Decider decider;
    const std::string facts;
};

Door::Door(const Policy& policy, const Options& options) : state_(std::make_unique<State>(policy, options)) {}
Door::~Door() = default;

Decision Door::decide(const Verdict& verdict) { return decide(verdict, state_->facts); }

Decision Door::decide(const Verdict& verdict, std::string_view facts) {
    const Verdict::State& pass = verdict.state();
    Question question;
    question.facts = State::check_facts(facts);
    if (!verdict || !pass.judged_at) return {};
    if (!pass.has_rules) return state_->refuse(Ground::other_format);
    const std::string signer = country_code_of(pass.signer_country), named = country_code_of(pass.issuer);
    question.claims = json::Value(pass.claims);
    question.at = *pass.judged_at;
    question.issuer = signer;
    question.named_issuer = named;
    question.kid = pass.kid;
    question.set_validity(to_unix(pass.issued_at), to_unix(pass.expires_at), pass.valid_at_expiry);
    return state_->answer(state_->decider.decide(question));
}

Decision Door::decide_without_pass(Time at) {
    Question question;
    question.facts = State::check_facts(state_->facts);
    question.at = at;
    return state_->answer(state_->decider.decide(question));
}

}  // namespace vpass::v0
