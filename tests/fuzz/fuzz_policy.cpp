// Fuzzes a rule file and a payload: rules, a line each or a set, then an empty line, then the payload. Only
// Error may escape. A holder who is admitted until some time must still be admitted just before it.
#include <cstdlib>

#include "base/error.hpp"
#include "formats/value_sets.hpp"
#include "policy/decision.hpp"

namespace {

using namespace vpass;

void ask(const Policy& policy, const Place& place, json::Value claims) {
    Decider decider(policy, place);
    Question question;
    question.claims = claims;
    question.at = *certlogic::parse_instant("2021-12-31T12:00:00Z");
    const Decision decision = decider.decide(question);
    if (decision.steady_until <= question.at) std::abort();
    if (decision.admit != (decision.ground <= Ground::no_pass_asked)) std::abort();
    if (!decision.until) return;
    question.at = *decision.until - std::chrono::milliseconds{1};
    question.want_until = false;
    if (!decider.decide(question).admit) std::abort();
}

void run(std::string_view rules, std::string_view text) {
    check_policy(rules, built_in_value_sets());
    const json::Value claims = json::check(text);
    const Policy policy(rules);
    ask(policy, {{}, policy.venues().empty() ? "" : policy.venues()[0].name, "seoul"}, claims);
    for (const Rule& rule : policy.rules()) certlogic::formula(json::Value(rule.logic_text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::size_t gap = std::min(input.find("\n\n"), size);
    try {
        run(input.substr(0, gap), input.substr(std::min(gap + 2, size)));
    } catch (const vpass::Error&) {
    }
    return 0;
}
