// vpass policy test: runs rule tests as the EU publishes them, about one rule, and our own, about a decision.
#include <algorithm>

#include "base/folder.hpp"
#include "base/limits.hpp"
#include "subcommands.hpp"

namespace vpass::tools {
namespace {

struct Failure {
    std::string expected, got;
};

certlogic::Instant instant_of(json::Value time, const char* what) {
    const auto at = certlogic::parse_instant(time.string());
    if (!at) throw Error(Code::bad_test, std::string("\"") + what + "\" is not a date-time");
    return *at;
}

// Returns the rule that a test is about: the named one, or the only one. Of several versions it is the
// highest.
const Rule& rule_of(const Policy& policy, json::Value test) {
    std::string id = test["ruleId"].string();
    id.erase(0, id.rfind('/') + 1);
    const auto& rules = policy.rules();
    const bool one =
        std::all_of(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == rules[0].id; });
    if (id.empty() && one && !rules.empty()) id = rules[0].id;
    if (id.empty())
        throw Error(Code::bad_test, "the policy has several rules and the test names none (\"ruleId\")");
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == id; });
    if (found == rules.end()) throw Error(Code::bad_test, "the policy has no rule " + id);
    return *found;
}

std::optional<Failure> run_rule_test(const Policy& policy, json::Value test) {
    const auto expected = test["expected"].boolean();
    if (!expected) throw Error(Code::bad_test, "\"expected\" is neither true nor false");
    const json::Value clock = test["external"]["validationClock"];
    const auto at = clock ? instant_of(clock, "validationClock") : certlogic::Instant();
    const auto outcome = policy.evaluate(rule_of(policy, test), test["payload"], test["external"], at);
    if (outcome.holds == *expected) return {};
    const std::string problem = outcome.problem.empty() ? "" : " (" + outcome.problem + ")";
    return Failure{*expected ? "true" : "false", (outcome.holds ? "true" : "false") + problem};
}

std::string or_options(json::Value own, const std::string& otherwise) {
    return own ? own.string() : otherwise;
}

std::string venue_type_of(json::Value test, const PolicyOptions& options) {
    const json::Value type = test["venue_type"];
    return or_options(type ? type : test["venue"], options.venue);
}

// Each of the answers that the test names has to be right.
std::optional<Failure> run_decision_test(const Policy& policy, const PolicyOptions& options,
                                         json::Value test) {
    const std::string facts = facts_of(options.facts, test["facts"]);
    Question question;
    question.at = instant_of(test["at"], "at");
    question.claims = claims_of(test);
    question.facts = json::Value(facts);
    const EnvelopeText envelope(test);
    envelope.enter(question);
    Decider decider(policy, {or_options(test["country"], options.country), venue_type_of(test, options),
                             or_options(test["region"], options.region)});
    const Decision decision = decider.decide(question);
    const std::string result = decision.admit ? "admit" : "refuse";
    const std::string rule = decision.rule ? decision.rule->id : "none";
    const std::string until = decision.until ? certlogic::format_instant(*decision.until) : "open";
    if (test["expected"].string() != "admit" && test["expected"].string() != "refuse")
        throw Error(Code::bad_test, "\"expected\" is neither \"admit\" nor \"refuse\"");
    if (test["expected"].string() != result)
        return Failure{test["expected"].string(), result + " by " + rule};
    if (test["rule"] && test["rule"].string() != rule) return Failure{test["rule"].string(), rule};
    if (const json::Value end = test["until"]) {
        const bool is_open = end.string() == "open";
        if (is_open ? !decision.until : decision.until == instant_of(end, "until")) return {};
        return Failure{"until " + end.string(), "until " + until};
    }
    return {};
}

}  // namespace

int run_policy_test(const PolicyCommand& options) {
    const Policy policy = load_policy(options.policy, {});
    warn_of_malformed(policy);
    std::vector<std::string> files;
    constexpr std::string_view kEndings[] = {".json", ".ndjson"};
    for (const std::string& path : options.inputs)
        std::ranges::move(files_of(path, kEndings, Depth::with_subfolders), std::back_inserter(files));
    if (files.empty()) files = {"-"};
    Output output(options.output);
    TestReport report(options.results.tap, options.results.junit, "vpass policy test");
    std::size_t ran = 0, failed = 0;
    for (const std::string& file : files) {
        each_record(file, [&](std::size_t line, json::Value test) {
            ++ran;
            const auto failure =
                test["at"] ? run_decision_test(policy, options.policy, test) : run_rule_test(policy, test);
            TestCase one;
            one.name = file + ": line " + std::to_string(line);
            if (failure) {
                one.result = TestCase::Result::failed;
                one.code = "wrong-answer";
                one.message = "expected " + failure->expected + ", got " + failure->got;
            }
            output.write(report.add(one));
            if (!failure) return;
            ++failed;
            if (report.has_tap()) return;
            std::string text;
            json::Writer w(text);
            w.begin_object().text("file", file).key("line").integer(line);
            w.text("name", test["name"].string())
                .text("expected", failure->expected)
                .text("got", failure->got);
            w.end_object();
            output.write(text + "\n");
        });
    }
    output.write(report.finish("there is no test"));
    output.close();
    message("",
            std::to_string(ran) + (ran == 1 ? " test, " : " tests, ") + std::to_string(failed) + " failed");
    return failed ? kNo : kGood;
}

void each_record(const std::string& file, const std::function<void(std::size_t, json::Value)>& work,
                 const std::function<void(std::size_t, std::string_view)>& bare) {
    const std::string text = read_text_file(file, limits::kRuleFileBytes);
    std::size_t line = 1;
    const auto in_line = [&](const auto& what) {
        try {
            what();
        } catch (const Error& e) {
            throw Error(e.code(), file + ": line " + std::to_string(line) + ": " + e.what(), e.hint());
        }
    };
    const auto run = [&](json::Value record) {
        in_line([&] {
            if (!record.is(json::Type::object)) throw Error(Code::bad_json, "it is not an object");
            work(line, record);
        });
    };
    // The text is one JSON value (an array of tests, or a test on several lines), or has one a line.
    std::optional<json::Value> whole;
    try {
        whole = json::check(text, limits::kRuleDepth);
    } catch (const Error&) {
    }
    if (whole && !whole->is(json::Type::array)) return run(*whole);
    if (whole) {
        for (const json::Value record : whole->elements()) run(record), ++line;
        return;
    }
    for (std::size_t start = 0; start < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const std::string_view content = std::string_view(text).substr(start, end - start);
        start = end + 1;
        if (content.find_first_not_of(" \t\r") == content.npos) continue;
        if (bare && !content.starts_with('{')) {
            in_line([&] { bare(line, content.substr(0, content.find_last_not_of("\r") + 1)); });
            continue;
        }
        json::Value record;
        in_line([&] { record = json::check(content, limits::kRuleDepth); });
        run(record);
    }
}

EnvelopeText::EnvelopeText(json::Value object)
    : issuer(country_code_of(object["issuer"].string())), kid(object["kid"].string()) {
    const auto time = [&](const char* name, const char* other) -> std::optional<certlogic::Instant> {
        if (object[name]) return instant_of(object[name], name);
        return object[other] ? std::optional(instant_of(object[other], other)) : std::nullopt;
    };
    issued = time("issued", "issued_at");
    expires = time("expires", "expires_at");
}

void EnvelopeText::enter(Question& question) const {
    question.issuer = issuer;
    question.kid = kid;
    question.issued = issued;
    question.exp = question.expires = expires;
}

json::Value claims_of(json::Value record) {
    const json::Value claims = record["claims"];
    return claims ? claims : record["payload"];
}

}  // namespace vpass::tools
