#pragma once
// Judges a text as verify and inspect do, and requires what both promise about input that is not trusted.
#include <functional>

#include "fuzz.hpp"
#include "passes/verify.hpp"
#include "support/signed_pass.hpp"

namespace vpass::fuzz {

// A test environment with one clock and the keys that a target trusts.
struct World {
    World() { context.at = 1639454400; }
    PrivateKey key = PrivateKey::generate(Algorithm::es256);
    TrustStore trust;
    ValueSets value_sets;
    Context context{trust, value_sets};
};

// A test environment that also issues, with a certificate that every format can name.
struct IssuingWorld : World {
    IssuingWorld() {
        CertificateRequest request;
        request.country = "KR";
        request.common_name = "fuzz";
        request.not_after = 4102444800;
        request.san_uris = {"https://pass.example", "did:web:pass.example"};
        certificate = make_certificate(request, key.public_key(), nullptr, key);
        trust.add(certificate, "fuzz");
    }
    std::string seal(const Format& format, Draft& draft) const { return test::sealed(format, draft, key); }
    // Throws Error "bad-payload".
    std::string sign(const Format& format, std::string_view payload) const {
        SealOptions options;
        options.signer = format.signer_name(certificate);
        options.issued_at = *context.at - 60;
        options.expires_at = *context.at + 60;
        options.certificate = certificate.der;
        return test::signed_pass(format, payload, options, key);
    }
    Certificate certificate;
};

inline void require_json(const std::function<void(json::Writer&)>& write) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    write(writer);
    writer.end_object();
    demand(accepts([&] { json::check(text); }), "what is shown is strict JSON");
}

inline Reason judge(const World& world, std::string_view pass) {
    const PassText text(&pass, 1);
    Verifier verifier(world.context);
    const Judgement& judgement = verifier.judge({&text, 1})[0];
    demand(judgement.verdict.reason != Reason::unchecked, "a verdict has a reason");
    require_json([&](json::Writer& out) {
        out.key("verdict");
        write_verdict(judgement, out);
        if (!judgement.verdict.valid()) return;
        out.key("claims");
        judgement.envelope.format->write_claims(judgement.envelope, out);
    });

    Envelope envelope;
    if (!accepts([&] { open_pass(text, envelope); })) {
        demand(judgement.verdict.reason == Reason::malformed, "what does not open is malformed");
    } else if (envelope.unsupported.empty()) {
        Findings findings;
        envelope.format->check_schema(envelope, world.value_sets, findings);
        require_json([&](json::Writer& out) { envelope.format->write_layers(text, envelope, out); });
    }
    return judgement.verdict.reason;
}

}  // namespace vpass::fuzz
