#include "audit/check.hpp"

#include <algorithm>
#include <span>

#include "base/error.hpp"
#include "formats/format.hpp"

namespace vpass {
namespace {

// These reasons are found before the signature is checked, so until then nobody but the pass itself names its
// issuer.
constexpr std::string_view kUnvouched[] = {"malformed", "unsupported", "untrusted", "bad-signature"};

bool is_one_of(std::string_view text, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), text) != names.end();
}

// Returns the key unescaped, without a copy where nothing is escaped.
std::string_view plain_key(const json::Member& member, std::string& scratch) {
    if (member.raw_key.find('\\') == std::string_view::npos) return member.raw_key;
    return scratch = member.key();
}

}  // namespace

UnixTime parse_check_time(json::Value value) {
    // The limits are a day away from where the four digits of a year end, so that the time can be written in
    // every zone.
    constexpr UnixTime kFirst = -62'167'132'800, kLast = 253'402'214'400;
    std::string scratch;
    const auto time = parse_rfc3339(value.string(scratch));
    if (!time || *time < kFirst || *time > kLast) throw Error(Code::bad_time, "the time is not of RFC 3339");
    return *time;
}

std::string_view outcome_name(Outcome outcome) {
    constexpr std::string_view names[] = {"valid", "invalid", "failed"};
    return names[static_cast<std::size_t>(outcome)];
}

std::optional<UnixTime> record_time(const Record& record) {
    json::Value value = record["time"];
    if (!value) value = record["at"];
    if (!value) return {};
    return parse_check_time(value);
}

std::string_view CheckEvent::text(json::Value value) {
    // Each text is unescaped into a place of its own, so that no text moves another.
    return value.string(scratch_[std::min(used_++, kTexts - 1)]);
}

void CheckEvent::read(const Record& record) {
    outcome = Outcome::failed;
    reason = issuer = format = type = id = product = lot = venue = venue_type = operator_name = rule = {};
    vouched = decided = admitted = false;
    used_ = 0;
    json::Value clock, at, verdict, decision, error, answer, claims, own_id;
    for (const json::Member& member : record.members()) {
        const std::string_view key = plain_key(member, key_);
        if (key == "time")
            clock = member.value;
        else if (key == "at")
            at = member.value;
        else if (key == "verdict")
            verdict = member.value;
        else if (key == "decision")
            decision = member.value;
        else if (key == "error")
            error = member.value;
        else if (key == "answer")
            answer = member.value;
        else if (key == "claims")
            claims = member.value;
        else if (key == "venue")
            venue = text(member.value);
        else if (key == "venue_type")
            venue_type = text(member.value);
        else if (key == "id")
            own_id = member.value;
        else if (key == "operator")
            operator_name = text(member.value);
        else if (key == "product")
            product = text(member.value);
        else if (key == "lot")
            lot = text(member.value);
    }
    if (!clock) clock = at;
    time = clock ? std::optional(parse_check_time(clock)) : std::nullopt;
    // A decision counts only beside a valid verdict: whoever wrote the line may have put it beside an error.
    if (error) return read_error(error);
    if (verdict.is(json::Type::object))
        read_verdict(verdict);
    else if (answer.is(json::Type::string))
        read_answer(text(answer));
    else
        throw Error(Code::no_verdict, "the record holds no verdict and no answer");
    if (outcome != Outcome::valid) return;
    if (id.empty()) id = text(own_id);
    if (decision.is(json::Type::object)) read_decision(decision);
    if (claims) read_claims(claims);
}

void CheckEvent::read_error(json::Value error) {
    reason = text(error.is(json::Type::object) ? error["code"] : error);
    if (reason.empty()) reason = "error";
}

void CheckEvent::read_answer(std::string_view answer) {
    constexpr std::string_view yes[] = {"valid", "ok", "admit"}, no[] = {"invalid", "refuse"};
    reason = answer;
    if (is_one_of(answer, yes)) {
        outcome = Outcome::valid;
        reason = "ok";
    } else if (is_one_of(answer, no)) {
        outcome = Outcome::invalid;
    }
}

void CheckEvent::read_verdict(json::Value verdict) {
    std::string_view result;
    for (const json::Member& member : verdict.members()) {
        const std::string_view key = plain_key(member, key_);
        if (key == "result")
            result = text(member.value);
        else if (key == "reason")
            reason = text(member.value);
        else if (key == "issuer")
            issuer = text(member.value);
        else if (key == "format")
            format = text(member.value);
        else if (key == "type")
            type = text(member.value);
        else if (key == "id")
            id = text(member.value);
    }
    if (result != "valid" && result != "invalid") throw Error(Code::no_verdict, "the verdict has no result");
    outcome = result == "valid" ? Outcome::valid : Outcome::invalid;
    vouched = !is_one_of(reason, kUnvouched);
}

void CheckEvent::read_decision(json::Value decision) {
    decided = true;
    admitted = text(decision["result"]) == "admit";
    rule = text(decision["rule"]);
    if (rule.empty()) rule = text(decision["ground"]);
    if (rule.empty()) rule = "-";
}

// A record whose verdict names no format has the claims of any.
void CheckEvent::read_claims(json::Value claims) {
    ClaimedDose dose;
    for (const Format& row : formats()) {
        if (!row.last_dose || (!format.empty() && format != row.name)) continue;
        dose = row.last_dose(claims);
        if (dose.product || dose.lot) break;
    }
    if (dose.product) product = text(dose.product);
    if (dose.lot) lot = text(dose.lot);
}

}  // namespace vpass
