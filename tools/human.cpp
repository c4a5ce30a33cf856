#include "human.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "formats/reason_words.hpp"
#include "shared/policy_options.hpp"

namespace vpass::tools {
namespace {

constexpr std::string_view kGreen = "32", kYellow = "33", kRed = "31";
constexpr std::string_view kValid = "VALID 유효", kNotValid = "NOT VALID 무효";
constexpr Wording kNoPass{"no pass can be read here", "패스를 읽을 수 없음"};
constexpr Wording kNoEnd{"no end in sight", "기한 없음"};
constexpr Wording kWithheld{"nobody who is trusted vouches for its content",
                            "신뢰할 수 있는 발급자가 내용을 보증하지 않습니다."};
constexpr UnixTime kYear9999 = 253'370'764'800;

std::string_view environment(const char* name) {
    const char* const value = std::getenv(name);
    return value ? value : "";
}

bool is_code(std::string_view text) {
    return !text.empty() && text.size() <= 40 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string out = printable(text);
    std::ranges::replace_if(
        out, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return out;
}

std::string language_of_user() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const std::string_view locale = environment(name);
        if (locale.empty()) continue;
        return locale == "ko" || locale.starts_with("ko_") || locale.starts_with("ko.") ? "ko" : "en";
    }
    return "en";
}

bool wants_colours() {
    return ::isatty(STDOUT_FILENO) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

std::string HumanVerdicts::painted(std::string_view colour, std::string_view text) const {
    if (!colours_) return std::string(text);
    return "\x1b[1;" + std::string(colour) + "m" + std::string(text) + "\x1b[0m";
}

std::string HumanVerdicts::minute(UnixTime time) const { return local_minute(time, zone_); }

std::string HumanVerdicts::until(std::optional<UnixTime> time) const {
    if (!time || *time >= kYear9999) return std::string(kNoEnd.in(language_));
    return language_ == "ko" ? minute(*time) + "까지" : "until " + minute(*time);
}

std::string HumanVerdicts::reason(const Judgement& judgement) const {
    const Reason reason = judgement.verdict.reason;
    std::string out(reason_words(reason_name(reason)).in(language_));
    std::optional<UnixTime> time;
    if (reason == Reason::expired) time = judgement.envelope.expires_at;
    if (reason == Reason::not_yet_valid) time = judgement.envelope.not_before;
    return time && *time < kYear9999 ? out + ", " + minute(*time) : out;
}

void HumanVerdicts::write_decision(const Decision& decision, std::string& out) const {
    const Wording words = admission_words(decision.admit);
    std::string head = std::string(decision.admit ? "ADMIT" : "REFUSE") + " " + std::string(words.korean);
    out += " · " + painted(decision.admit ? kGreen : kRed, head);
    if (decision.admit) {
        std::optional<UnixTime> end;
        if (decision.until) end = certlogic::to_unix_time(*decision.until);
        out += " " + until(end);
    }
    out += ": " + one_line(decision.text(language_));
    if (!decision.problem.empty()) out += " (" + one_line(decision.problem) + ")";
}

void HumanVerdicts::write(const Judgement& judgement, const Decision* decision, std::string& out) const {
    const Verdict& verdict = judgement.verdict;
    if (!verdict.valid()) {
        out += painted(kRed, kNotValid) + ": " + reason(judgement);
        return;
    }
    // Green alone admits, so a pass that somebody else has to look at is never green.
    const bool admits = verdict.shows_claims() && (!decision || decision->admit);
    out += painted(admits ? kGreen : kYellow, kValid);
    if (!verdict.shows_claims()) out += ": " + std::string(kWithheld.in(language_));
    if (decision)
        write_decision(*decision, out);
    else if (verdict.shows_claims())
        out += " " + until(judgement.envelope.expires_at);
}

void HumanVerdicts::write_bad_line(std::string_view code, std::string& out) const {
    out += painted(kRed, kNotValid) + ": " + std::string(kNoPass.in(language_)) + " (" +
           std::string(is_code(code) ? code : "error") + ")";
}

}  // namespace vpass::tools
