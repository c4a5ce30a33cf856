// Judges a presentation (W3C VC Data Model 1.1 §4.10): each credential is judged as a pass of its own, by
// its own issuer. The presentation is valid only if all of them are; who presents them does not matter.
#include "keys/did.hpp"
#include "passes/verify.hpp"

namespace vpass {
namespace {

// Returns true when a credential would be valid if its issuer were trusted. The issuer's key is in its name,
// so we can tell a credential that is forged or has expired from one whose issuer is merely unknown.
bool would_be_valid(const std::string& credential, const std::string& issuer, Context context) {
    TrustStore trust;
    trust.add({issuer, issuer, VerificationKey(key_of_did(issuer)), {}, 0, {}});
    context.trust = &trust;
    const std::string_view text = credential;
    const PassText pass(&text, 1);
    return Verifier(context).judge({&pass, 1}).front().verdict.valid();
}

}  // namespace

// The reason is the first one in the order of checks, of the presentation itself and of all its credentials.
void Verifier::check_credentials(Judgement& judgement) const {
    Verdict& verdict = judgement.verdict;
    const Envelope& envelope = judgement.envelope;
    Context context = context_;
    context.at = clock_for(envelope);
    const std::vector<std::string_view> texts(envelope.credentials.begin(), envelope.credentials.end());
    std::vector<PassText> passes;
    for (const std::string_view& text : texts) passes.emplace_back(&text, 1);

    const bool holder_is_trusted = !context_.trust->with_kid(envelope.kid).empty();
    Verifier verifier(context);
    verifier.inside_ = true;
    json::Writer out(verdict.credentials);
    out.begin_array();
    std::size_t n = 0;
    for (const Judgement& inner : verifier.judge(passes)) {
        const std::string pointer = "/payload/vp/verifiableCredential/" + std::to_string(n);
        Reason reason = inner.verdict.reason;
        // A pass of another format, or a token of this one that is not a credential, does not prove anything
        // here.
        if (reason == Reason::ok && inner.envelope.type != "credential") reason = Reason::unsupported;
        // A trusted holder vouches for the holder's own signature only, not for the credential of an unknown
        // issuer.
        if (reason == Reason::untrusted && holder_is_trusted &&
            would_be_valid(envelope.credentials[n], inner.envelope.issuer, context)) {
            verdict.warnings.push_back({&finding::kUntrustedCredential, pointer});
            verdict.withheld = true;
            if (context_.strict && verdict.valid()) {
                verdict.reason = Reason::schema;
                verdict.detail = std::string(finding::kUntrustedCredential.text);
            }
        } else if (reason < verdict.reason) {
            verdict.reason = reason;
            verdict.detail =
                "credential " + std::to_string(n + 1) + ": " +
                (inner.verdict.detail.empty() ? "not a credential of this method" : inner.verdict.detail);
        }
        write_verdict(inner, out);
        ++n;
    }
    out.end_array();
}

}  // namespace vpass
