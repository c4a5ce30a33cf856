// Fuzzes CertLogic with hostile input: an expression and data, each on its line. Only Error may escape, and
// an answer must stay the same within the span for which it claims to be steady.
#include <algorithm>
#include <cstdlib>

#include "base/error.hpp"
#include "policy/certlogic/certlogic.hpp"

namespace {

using namespace vpass;

std::string answer(const certlogic::Program& program, certlogic::Record data, certlogic::Scratch& scratch,
                   certlogic::Instant* steady_until) {
    const auto result = program.evaluate(certlogic::Value(data), scratch);
    *steady_until = result.steady_until;
    if (const auto flag = certlogic::truth(result.value); !flag) return "neither";
    std::string out;
    json::Writer writer(out);
    certlogic::write(writer, result.value);
    return out;
}

// A date-time that moves with the clock is steady as an operand, but not as an answer; the same holds for a
// value that contains one.
bool has_time(const certlogic::Value& value, int depth = 0) {
    if (depth > 50 || value.is<certlogic::Time>() || value.is<certlogic::Clock>()) return true;
    if (const auto* list = value.get<certlogic::List>())
        return std::any_of(list->begin(), list->end(), [&](const auto& v) { return has_time(v, depth + 1); });
    if (const auto* record = value.get<certlogic::Record>())
        return std::any_of(record->begin(), record->end(),
                           [&](const auto& f) { return has_time(f.value, depth + 1); });
    return false;
}

void run(std::string_view logic, std::string_view text) {
    const json::Value expression = json::check(logic, limits::kRuleDepth);
    const json::Value data = json::check(text);
    if (!certlogic::validate(expression).empty()) return;
    const certlogic::Program program(expression);

    certlogic::Scratch scratch;
    const certlogic::Instant start = *certlogic::parse_instant("2021-12-31T12:00:00Z");
    certlogic::Field context[] = {{"payload", certlogic::read(data, scratch)},
                                  {"clock", certlogic::Value(certlogic::Clock{start})}};
    const certlogic::Record record{context, 2};
    if (has_time(program.evaluate(certlogic::Value(record), scratch).value)) return;
    certlogic::Instant until, ignored;
    const std::string first = answer(program, record, scratch, &until);
    if (until <= start) std::abort();
    const auto horizon = std::min(until, start + std::chrono::days{3650});
    for (int i = 1; i <= 8; ++i) {
        const certlogic::Instant at = start + (horizon - start) / 8 * i - std::chrono::milliseconds{1};
        if (at <= start || at >= until) continue;
        context[1].value = certlogic::Value(certlogic::Clock{at});
        scratch.clear();
        context[0].value = certlogic::read(data, scratch);
        if (answer(program, record, scratch, &ignored) != first) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const std::size_t line = std::min(input.find('\n'), size);
    try {
        run(input.substr(0, line), input.substr(std::min(line + 1, size)));
    } catch (const vpass::Error&) {
    }
    return 0;
}
