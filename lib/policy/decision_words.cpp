// Writes decisions in words, and as JSON.
#include <algorithm>

#include "base/time.hpp"
#include "policy/decision.hpp"

namespace vpass {
namespace {

// The rows have the order of the enum. A rule says the grounds without words in its own.
struct GroundRow {
    std::string_view name;
    bool admits;
    Wording words;
};
constexpr GroundRow kGrounds[] = {
    {"all-rules-hold", true, {"all rules hold", "모든 규칙을 충족합니다."}},
    {"exemption", true, {}},
    {"no-pass-asked",
     true,
     {"no pass is required there at this time", "지금 이곳에서는 방역패스가 필요하지 않습니다."}},
    {"refused", false, {}},
    {"no-rule",
     false,
     {"no rule in force covers this kind of pass", "이 종류의 패스에 적용되는 규칙이 없습니다."}},
    {"other-format",
     false,
     {"the rules are for EU certificates (HC1) only", "규칙은 EU 증명서(HC1)에만 적용됩니다."}},
    {"unreadable-rule",
     false,
     {"an invalidation rule of the country that issued it cannot be read",
      "발급 국가의 무효화 규칙을 읽을 수 없습니다."}},
    {"bad-facts",
     false,
     {"the policy does not know the facts of the visit", "방문 정보를 정책이 알지 못합니다."}},
};
const GroundRow& row_of(Ground ground) { return kGrounds[static_cast<std::size_t>(ground)]; }

constexpr certlogic::Instant kYear10000 = std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1};

}  // namespace

std::string Decision::text(std::string_view language) const {
    if (rule) return std::string(rule->text(language));
    return std::string(ground_words(ground).in(language));
}

std::string_view ground_name(Ground ground) { return row_of(ground).name; }
Wording ground_words(Ground ground) { return row_of(ground).words; }
bool ground_admits(Ground ground) { return row_of(ground).admits; }

std::optional<Ground> ground_of_name(std::string_view name) {
    const auto* const found = std::ranges::find(kGrounds, name, &GroundRow::name);
    if (found == std::end(kGrounds)) return {};
    return static_cast<Ground>(found - std::begin(kGrounds));
}

Wording admission_words(bool admit) { return admit ? Wording{"admit", "입장"} : Wording{"refuse", "거절"}; }

const DecisionWriter::Words& DecisionWriter::words(const Decision& decision) {
    auto [found, fresh] = words_.try_emplace({decision.rule, decision.ground});
    Words& words = found->second;
    if (!fresh) return words;
    json::Writer head(words.head);
    head.begin_object().text("result", decision.admit ? "admit" : "refuse");
    if (decision.rule)
        head.text("rule", decision.rule->id).text("version", decision.rule->version_text());
    else
        head.text("ground", ground_name(decision.ground));
    json::append_string(words.detail, decision.text(language_));
    json::Writer tail(words.tail);
    tail.begin_object().text("en", decision.text("en")).text("ko", decision.text("ko")).end_object();
    return words;
}

void DecisionWriter::write(const Decision& decision, json::Writer& out) {
    const Words& known = words(decision);
    out.raw(known.head).key("detail");
    if (decision.problem.empty())
        out.raw(known.detail);
    else
        out.string(decision.text(language_) + " (" + decision.problem + ")");
    if (decision.until && *decision.until < kYear10000)  // RFC 3339 writes no later one
        out.text("until", format_rfc3339(certlogic::to_unix_time(*decision.until)));
    out.key("reason").raw(known.tail).end_object();
}

}  // namespace vpass
