#include "formats/numeric_date.hpp"

#include <algorithm>
#include <cmath>

namespace vpass {
namespace {

constexpr double kFirst = -62167219200.0;  // 0000-01-01T00:00:00Z
constexpr double kLast = 253402300799.0;   // 9999-12-31T23:59:59Z
constexpr std::uint64_t kTagSeconds = 1;   // RFC 8949 §3.4.2

std::optional<NumericDate> judged(std::optional<double> seconds, std::string_view pointer, Findings& out) {
    if (!seconds || !std::isfinite(*seconds)) {
        out.push_back({&finding::kWrongType, std::string(pointer)});
        return {};
    }
    const NumericDate date = numeric_date(*seconds);
    if (date.out_of_range) {
        const bool milliseconds = *seconds > 0 && *seconds <= kLast * 1000;
        out.push_back({milliseconds ? &finding::kMilliseconds : &finding::kTimeRange, std::string(pointer)});
    }
    return date;
}

struct CredentialDate {
    std::string_view name;
    bool ends;  // the validity, instead of beginning it
};
constexpr CredentialDate kCredentialDates[] = {
    {"issuanceDate", false}, {"validFrom", false}, {"expirationDate", true}, {"validUntil", true}};

const CredentialDate* find_credential_date(std::string_view name) {
    const auto* const found = std::ranges::find(kCredentialDates, name, &CredentialDate::name);
    return found == std::end(kCredentialDates) ? nullptr : found;
}

void note_credential_date(const CredentialDate& kind, bool is_text, std::string_view text,
                          std::string_view pointer, Envelope& out) {
    if (!is_text) return out.findings.push_back({&finding::kWrongType, std::string(pointer)});
    const LenientTime date = parse_time_leniently(text);
    if (date.slip == TimeSlip::not_a_time)
        return out.findings.push_back({&finding::kNoDate, std::string(pointer)});
    if (date.slip != TimeSlip::none) out.findings.push_back({&finding::kBadDateTime, std::string(pointer)});
    if (kind.ends)
        out.ends_at(date.time);
    else
        out.begins_at(date.time);
}

}  // namespace

NumericDate numeric_date(double seconds) {
    // The comparison is written so that a NaN counts as the far future, when nothing is valid.
    if (!(seconds <= kLast)) return {static_cast<UnixTime>(kLast), static_cast<UnixTime>(kLast), true};
    if (seconds < kFirst) return {static_cast<UnixTime>(kFirst), static_cast<UnixTime>(kFirst), true};
    auto whole = static_cast<UnixTime>(seconds);
    if (static_cast<double>(whole) > seconds) --whole;
    return {whole, whole + (static_cast<double>(whole) < seconds ? 1 : 0), false};
}

std::optional<NumericDate> read_time(cbor::Value claim, std::string_view pointer, Findings& out) {
    if (!claim) return {};
    if (claim.tag() == kTagSeconds) {
        out.push_back({&finding::kTaggedDateTime, std::string(pointer)});
        claim = claim.untagged();
    }
    if (claim.is_float()) out.push_back({&finding::kFloatTime, std::string(pointer)});
    return judged(claim.number(), pointer, out);
}

std::optional<NumericDate> read_time(json::Value claim, std::string_view pointer, Findings& out) {
    if (!claim) return {};
    return judged(claim.number(), pointer, out);
}

bool is_credential_date(std::string_view name) { return find_credential_date(name) != nullptr; }

void read_credential_date(std::string_view name, cbor::Value date, std::string_view pointer, Envelope& out) {
    if (date)
        note_credential_date(*find_credential_date(name), date.is(cbor::Type::text), date.text(), pointer,
                             out);
}

void read_credential_date(std::string_view name, json::Value date, std::string_view pointer, Envelope& out) {
    if (date)
        note_credential_date(*find_credential_date(name), date.is(json::Type::string), date.string(), pointer,
                             out);
}

void check_validity(std::string_view exp, Envelope& out) {
    const auto named = [&](const Finding& finding) {
        return finding.pointer == exp && finding.kind->refuses;
    };
    if (!out.expires_at && std::ranges::none_of(out.findings, named))
        out.findings.push_back({&finding::kNoExpiry, std::string(exp)});
    if (out.not_before && out.expires_at && *out.expires_at <= *out.not_before)
        out.findings.push_back({&finding::kExpBeforeNbf, std::string(exp)});
}

}  // namespace vpass
