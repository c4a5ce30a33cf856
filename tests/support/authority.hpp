#pragma once
// A health authority made up for a test: a CSCA, a DSC under it, and passes in every right and wrong form
// that the DSC has signed. Times are fixed; keys are new in each run.
#include <functional>
#include <string>

#include "crypto/cose.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "formats/uvci.hpp"
#include "passes/verify.hpp"
#include "support/signed_pass.hpp"

namespace vpass::test {

constexpr UnixTime kDay = 86400;
constexpr UnixTime kIssued = 1639454400;  // 2021-12-14T04:00:00Z
constexpr UnixTime kExpires = kIssued + 180 * kDay;

inline Buffer unhex(std::string_view text) {
    Buffer out;
    hex_decode(text, out);
    return out;
}

using Fill = std::function<void(cbor::Writer&)>;
inline Buffer encode(const Fill& fill) {
    Buffer out;
    cbor::Writer writer(out);
    fill(writer);
    return out;
}

inline std::string hc1(Bytes compressed) {
    std::string out = "HC1:";
    base45_encode(compressed, out);
    return out;
}
inline Buffer compressed(Bytes cose) {
    Buffer out;
    deflate(cose, DeflateForm::zlib, out);
    return out;
}

// Returns a payload that breaks no rule; `entry` is the one entry of the group without its country, issuer
// and identifier.
inline std::string payload(std::string_view group, std::string_view entry) {
    return R"({"ver":"1.3.0","nam":{"fn":"홍","fnt":"HONG","gn":"길동","gnt":"GILDONG"},"dob":"1963-04-14",")" +
           std::string(group) + R"(":[{"tg":"840539006",)" + std::string(entry) +
           R"(,"co":"KR","is":"KDCA","ci":")" + make_uvci("KR", "0123456789ABCDEF") + R"("}]})";
}
inline std::string vaccination() {
    return payload(
        "v", R"("vp":"1119349007","mp":"EU/1/20/1528","ma":"ORG-100030215","dn":2,"sd":2,"dt":"2021-08-01")");
}
inline std::string negative_test() {
    return payload("t", R"("tt":"LP6464-4","sc":"2021-12-13T09:30:00+09:00","tr":"260415000","tc":"Seoul")");
}
inline std::string recovery() {
    return payload("r", R"("fr":"2021-09-01","df":"2021-09-12","du":"2022-02-28")");
}

// The CWT claims as `draft` writes them; a test may replace each. An empty Fill leaves the claim out.
struct Claims {
    Fill iss = [](cbor::Writer& w) { w.text("KR"); };
    Fill exp = [](cbor::Writer& w) { w.integer(kExpires); };
    Fill nbf = {};
    Fill iat = [](cbor::Writer& w) { w.integer(kIssued); };
    Fill hcert = [](cbor::Writer& w) { w.map(1).integer(1).json(json::check(vaccination())); };

    Buffer encoded() const {
        const std::pair<std::int64_t, const Fill*> all[] = {
            {1, &iss}, {4, &exp}, {5, &nbf}, {6, &iat}, {-260, &hcert}};
        std::uint64_t count = 0;
        for (const auto& [label, fill] : all) count += *fill ? 1 : 0;
        return encode([&](cbor::Writer& w) {
            w.map(count);
            for (const auto& [label, fill] : all) {
                if (*fill) (*fill)(w.integer(label));
            }
        });
    }
};

struct Profile {
    std::string country = "KR";
    Algorithm algorithm = Algorithm::es256;
    std::vector<std::string> extended_key_usage = {};
    UnixTime not_before = kIssued - 30 * kDay;
    UnixTime not_after = kIssued + 730 * kDay;
};

class Authority {
 public:
    explicit Authority(const Profile& profile = {},
                       PrivateKey csca_key = PrivateKey::generate(Algorithm::es256))
        : ca_key(std::move(csca_key)), key(PrivateKey::generate(profile.algorithm)) {
        CertificateRequest request{
            profile.country, "Ministry", "CSCA", profile.not_before, profile.not_after, true, false, {}, {}};
        ca = make_certificate(request, ca_key.public_key(), nullptr, ca_key);
        request.common_name = "DSC";
        request.is_ca = false;
        request.extended_key_usage = profile.extended_key_usage;
        certificate = make_certificate(request, key.public_key(), &ca, ca_key);
    }

    PrivateKey ca_key, key;
    Certificate ca, certificate;

    Bytes kid() const { return Bytes(certificate.fingerprint).first(8); }

    // Returns a trust store that holds this certificate alone.
    std::unique_ptr<TrustStore> trust() const {
        auto out = std::make_unique<TrustStore>();
        out->add(certificate, "dsc");
        return out;
    }

    // Returns a pass as `sign` makes it.
    std::string pass(std::string_view content = vaccination()) const {
        const Format& format = *find_format("hcert");
        return signed_pass(format, content,
                           {format.signer_name(certificate), key.algorithm(), kIssued, kExpires, {}, {}},
                           key);
    }

    Buffer header() const {
        return encode([&](cbor::Writer& w) {
            w.map(2).integer(cose::kAlg).integer(cose_algorithm(key.algorithm()));
            w.integer(cose::kKid).bytes(kid());
        });
    }

    // Returns a COSE_Sign1 of these parts with a good signature. `unprotected` is an encoded map.
    Buffer cose(Bytes protected_header, Bytes unprotected, Bytes content) const {
        Buffer message, signature;
        cose::signed_bytes(protected_header, content, message);
        key.sign(message, signature);
        return encode([&](cbor::Writer& w) {
            w.tag(18).array(4).bytes(protected_header).raw(unprotected).bytes(content).bytes(signature);
        });
    }
    std::string pass(Bytes protected_header, Bytes unprotected, Bytes content) const {
        return hc1(compressed(cose(protected_header, unprotected, content)));
    }
    std::string pass(const Claims& claims) const { return pass(header(), Buffer{0xa0}, claims.encoded()); }
};

// The outcome of a pass. Its claims are those that `verify` would show.
struct Outcome {
    std::string reason, detail, claims, verdict;
    std::vector<std::string> warnings;
    bool warns(std::string_view code) const {
        return std::find(warnings.begin(), warnings.end(), code) != warnings.end();
    }
};

inline std::vector<Outcome> judge_all(std::span<const std::string> texts, const Context& context) {
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    std::vector<PassText> passes;
    for (const std::string_view& view : views) passes.push_back({&view, 1});
    Verifier verifier(context);
    std::vector<Outcome> out;
    for (const Judgement& judgement : verifier.judge(passes)) {
        Outcome& outcome = out.emplace_back();
        outcome.reason = reason_name(judgement.verdict.reason);
        outcome.detail = judgement.verdict.detail;
        for (const Finding& finding : judgement.verdict.warnings)
            outcome.warnings.emplace_back(finding.kind->code);
        json::Writer verdict(outcome.verdict), claims(outcome.claims);
        write_verdict(judgement, verdict);
        if (judgement.verdict.valid()) judgement.envelope.format->write_claims(judgement.envelope, claims);
    }
    return out;
}

inline const ValueSets& value_sets() {
    static const ValueSets built_in;
    return built_in;
}

inline Context context_for(const TrustStore& trust, std::optional<UnixTime> at = kIssued) {
    Context out(trust, value_sets());
    out.at = at;
    return out;
}

inline Outcome judge(const std::string& text, const Context& context) {
    return judge_all({&text, 1}, context).front();
}
inline Outcome judge(const std::string& text, const TrustStore& trust, std::optional<UnixTime> at = kIssued) {
    return judge(text, context_for(trust, at));
}

}  // namespace vpass::test
