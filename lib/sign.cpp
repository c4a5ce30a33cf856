#include "vpass/sign.hpp"

#include <array>

#include "vpass/encoding.hpp"
#include "vpass/error.hpp"
#include "vpass/trust.hpp"

namespace vpass {
namespace {

struct FaultRow {
    Fault fault;
    std::string_view name;
    std::string_view reason;
};
constexpr FaultRow kFaults[] = {
    {Fault::none, "none", "ok"},
    {Fault::expired, "expired", "expired"},
    {Fault::not_yet_valid, "not-yet-valid", "not-yet-valid"},
    {Fault::tampered, "tampered", "bad-signature"},
    {Fault::untrusted, "untrusted", "untrusted"},
    {Fault::malformed, "malformed", "malformed"},
    {Fault::unsupported, "unsupported", "unsupported"},
    {Fault::schema, "schema", "schema"},
};

// A kid that no trust file knows, of the same kind as the signer's: raw bytes or text.
std::string unknown_kid(const SignerName& signer) {
    Buffer bytes(signer.kid.size());
    random_bytes(bytes);
    if (signer.kid != signer.kid_text) return std::string(as_text(bytes));
    return base64_encode(bytes, Base64::url).substr(0, signer.kid.size());
}

// What verifiers take at most, less the signature and what frames it.
constexpr std::size_t kMaxSignedBytes = limits::kInflatedBytes - 1024;

}  // namespace

Fault parse_fault(std::string_view name) {
    std::string known;
    for (const FaultRow& row : kFaults) {
        if (row.name == name) return row.fault;
        known += (known.empty() ? "" : ", ") + std::string(row.name);
    }
    throw Error("usage", "--fault: there is no fault '" + std::string(name) + "'", "there are " + known);
}

std::string_view fault_reason(Fault fault) { return kFaults[static_cast<std::size_t>(fault)].reason; }

SigningKey::SigningKey(PrivateKey private_key, Certificate signer_certificate)
    : key(std::move(private_key)),
      certificate(std::move(signer_certificate)),
      verification_key_(certificate.key) {
    if (!key.public_key().same_as(certificate.key)) {
        throw Error("bad-key", "the key and the certificate do not belong together");
    }
    if (key.algorithm() != Algorithm::es256 && key.algorithm() != Algorithm::ps256)
        throw Error("bad-key", "passes are signed with P-256 or RSA keys (ES256, PS256), and this is none");
}

void PassSigner::draft(const SignRequest& request, Draft& draft, SignedPass& out) {
    SealOptions options;
    options.signer = out.signer;
    options.algorithm = key_.key.algorithm();
    options.issued_at = request.issued_at;
    options.expires_at = request.expires_at;
    options.certificate = key_.certificate.der;
    const std::int64_t lifetime = request.expires_at - request.issued_at;
    constexpr std::int64_t kDay = 86400;
    json::Value payload = request.payload;
    switch (request.fault) {
        case Fault::expired:
            options.expires_at = request.issued_at - kDay;
            options.issued_at = options.expires_at - lifetime;
            break;
        case Fault::not_yet_valid:
            options.issued_at += kDay;
            options.expires_at += kDay;
            break;
        case Fault::untrusted:
            options.signer.kid = unknown_kid(out.signer);
            break;
        case Fault::unsupported:
            options.algorithm = Algorithm::ed25519;
            break;
        case Fault::schema:
            payload = json::Value("{}");
            break;
        default:
            break;
    }
    request.format->draft(payload, options, draft);
    if (draft.signed_bytes.size() > kMaxSignedBytes)
        throw Error("too-long", "the payload is longer than a pass can be");
}

std::span<const SignedPass> PassSigner::sign(std::span<const SignRequest> requests) {
    const std::size_t n = requests.size();
    if (drafts_.size() < n) drafts_.resize(n), signatures_.resize(n), passes_.resize(n);
    checks_.clear();
    for (std::size_t i = 0; i < n; ++i) {
        const SignRequest& request = requests[i];
        SignedPass& out = passes_[i];
        out.pass.clear();
        out.error_code.clear();
        try {
            out.signer = request.format->signer_name(key_.certificate);
            if (!issuer_.empty()) out.signer.issuer = issuer_;
            if (out.signer.issuer.empty()) {
                throw Error("no-issuer", "the certificate names no issuer for this format: give one with --issuer");
            }
            draft(request, drafts_[i], out);
            session_.sign(drafts_[i].signed_bytes, signatures_[i]);
            checks_.push_back({&key_.verification_key(), drafts_[i].signed_bytes, signatures_[i], false});
        } catch (const Error& e) {
            if (e.code() == "crypto") throw;
            out.error_code = e.code();
            out.error = e.what();
        }
    }
    verify_signatures(checks_);
    for (const SignatureCheck& check : checks_) {
        if (!check.valid)
            throw Error("crypto", "a signature just made does not verify",
                        "do not use this key or this machine before you know why");
    }
    for (std::size_t i = 0; i < n; ++i) {
        if (!passes_[i].error_code.empty()) continue;
        // Not a changed payload: that need not decode, and then would be malformed.
        if (requests[i].fault == Fault::tampered) signatures_[i].back() ^= 1;
        requests[i].format->seal(drafts_[i], signatures_[i], passes_[i].pass);
        if (requests[i].fault == Fault::malformed) passes_[i].pass.resize(passes_[i].pass.size() / 2);
    }
    return {passes_.data(), n};
}

}  // namespace vpass
