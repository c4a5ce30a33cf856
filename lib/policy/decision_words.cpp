// Writes decisions in words, and as JSON.
#include "base/time.hpp"
#include "policy/decision.hpp"

namespace vpass {
namespace {

constexpr Wording kWords[] = {
    {"all rules hold", "모든 규칙을 충족합니다."},
    {},
    {"no pass is required there at this time", "지금 이곳에서는 방역패스가 필요하지 않습니다."},
    {},
    {"no rule in force covers this kind of pass", "이 종류의 패스에 적용되는 규칙이 없습니다."},
    {"the rules are for EU certificates (HC1) only", "규칙은 EU 증명서(HC1)에만 적용됩니다."},
    {"an invalidation rule of the country that issued it cannot be read",
     "발급 국가의 무효화 규칙을 읽을 수 없습니다."},
    {"the policy does not know the facts of the visit", "방문 정보를 정책이 알지 못합니다."},
};

constexpr certlogic::Instant kYear10000 = std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1};

}  // namespace

std::string Decision::text(std::string_view language) const {
    if (rule) return std::string(rule->text(language));
    return std::string(ground_words(ground).in(language));
}

std::string_view ground_name(Ground ground) {
    constexpr std::string_view names[] = {"all-rules-hold", "exemption",    "no-pass-asked",   "refused",
                                          "no-rule",        "other-format", "unreadable-rule", "bad-facts"};
    return names[static_cast<std::size_t>(ground)];
}

Wording ground_words(Ground ground) { return kWords[static_cast<std::size_t>(ground)]; }

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
    if (decision.until && *decision.until < kYear10000) {  // RFC 3339 writes no later one
        const auto seconds = std::chrono::floor<std::chrono::seconds>(*decision.until);
        out.text("until", format_rfc3339(seconds.time_since_epoch().count()));
    }
    out.key("reason").raw(known.tail).end_object();
}

}  // namespace vpass
