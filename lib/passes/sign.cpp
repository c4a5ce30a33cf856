#include "passes/sign.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/error.hpp"
#include "log/entry.hpp"
#include "passes/verify.hpp"
#include "revocation/slots.hpp"

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

// Returns a payload of the same kind and issuer that decodes but is not valid: every format requires its
// lists, or where it has none its objects.
std::string without(json::Type left_out, const json::Value& object) {
    std::string out;
    json::Writer w(out);
    w.begin_object();
    for (const json::Member& member : object.members()) {
        if (member.value.is(left_out)) continue;
        w.any_key(member.key());
        if (member.value.is(json::Type::object))
            w.raw(without(left_out, member.value));
        else
            w.raw(member.value.raw());
    }
    w.end_object();
    return out;
}

std::string without_content(const json::Value& payload) {
    const std::string out = without(json::Type::array, payload);
    return out == without(json::Type::missing, payload) ? without(json::Type::object, payload) : out;
}

// The most that verifiers accept, less the signature and its frame.
constexpr std::size_t kMaxSignedBytes = limits::kInflatedBytes - 1024;

}  // namespace

std::span<const std::string_view> fault_names() {
    static const auto names = [] {
        std::array<std::string_view, std::size(kFaults)> out;
        std::ranges::transform(kFaults, out.begin(), &FaultRow::name);
        return out;
    }();
    return names;
}

Fault parse_fault(std::string_view name) {
    std::string known;
    for (const FaultRow& row : kFaults) {
        if (row.name == name) return row.fault;
        known += (known.empty() ? "" : ", ") + std::string(row.name);
    }
    throw Error(Code::usage, "--fault: there is no fault '" + std::string(name) + "'", "there are " + known);
}

std::string_view fault_reason(Fault fault) { return kFaults[static_cast<std::size_t>(fault)].reason; }

// Makes passes that are wrong on purpose: with a signer whom nobody trusts, and a verifier that judges the
// result.
struct PassSigner::Faults {
    explicit Faults(const Certificate& certificate) : stranger(make_stranger(certificate)) {}

    // The stranger has the same names, because some formats carry the certificate and all carry the issuer.
    static SigningKey make_stranger(const Certificate& certificate) {
        CertificateRequest request;
        request.country = certificate.country;
        request.common_name = certificate.common_name;
        request.not_before = certificate.not_before;
        request.not_after = certificate.not_after;
        request.san_uris = certificate.san_uris;
        request.is_test = true;
        const PrivateKey key = PrivateKey::generate(Algorithm::es256);
        return SigningKey(key, make_certificate(request, key.public_key(), nullptr, key));
    }

    // Checks that the fault has its effect: some formats cannot have every fault, for example those without
    // expiry.
    void check(const SignRequest& request, const SignedPass& made, const SigningKey& key) {
        const std::string kid = request.format->signer_name(key.certificate).kid;
        trust.add({made.signer.issuer, kid, key.verification_key(), key.certificate, 0, {}});
        Context context(trust, value_sets);
        context.at = request.issued_at;
        const std::string_view part = made.pass;
        const PassText text(&part, 1);
        Verifier verifier(context);
        const Reason reason = verifier.judge({&text, 1}).front().verdict.reason;
        if (reason_name(reason) != fault_reason(request.fault))
            throw Error(Code::no_fault, "passes of this format cannot have this fault");
    }

    SigningKey stranger;
    TrustStore trust;
    ValueSets value_sets;
};

PassSigner::PassSigner(const SigningKey& key, std::string issuer)
    : key_(key), session_(key.key), issuer_(std::move(issuer)) {}
PassSigner::~PassSigner() = default;

PassSigner::Faults& PassSigner::faults() {
    if (!faults_) faults_ = std::make_unique<Faults>(key_.certificate);
    return *faults_;
}

namespace {
Certificate without_names(const PrivateKey& key) {
    Certificate certificate;
    certificate.key = key.public_key();
    return certificate;
}
}  // namespace

SigningKey::SigningKey(const PrivateKey& private_key) : SigningKey(private_key, without_names(private_key)) {}

SigningKey::SigningKey(PrivateKey private_key, Certificate signer_certificate)
    : key(std::move(private_key)),
      certificate(std::move(signer_certificate)),
      verification_key_(certificate.key) {
    if (!key.public_key().same_as(certificate.key)) {
        throw Error(Code::bad_key, "the key and the certificate do not belong together");
    }
    const std::string kind = certificate.key.unfit();
    if (!kind.empty() || (key.algorithm() != Algorithm::es256 && key.algorithm() != Algorithm::ps256)) {
        throw Error(Code::bad_key,
                    "passes are signed with P-256 keys or RSA keys of 2048 bits and more (ES256, PS256), and "
                    "this is " +
                        (kind.empty() ? std::string("neither") : kind));
    }
}

void PassSigner::draft(const SignRequest& request, const SigningKey& key, const SignerName& signer,
                       Draft& draft) {
    SealOptions options;
    options.signer = signer;
    options.algorithm = key.key.algorithm();
    options.issued_at = request.issued_at;
    options.expires_at = request.expires_at;
    options.certificate = key.certificate.der;
    std::string rid;
    if (request.slot) {
        rid = slot_rid(*request.slot);
        options.rid = rid;
        options.status_index = request.slot;
        options.status_uri = request.status_uri;
    }
    const std::int64_t lifetime = request.expires_at - request.issued_at;
    constexpr std::int64_t kDay = 86400;
    json::Value payload = request.payload;
    std::string spoilt;
    switch (request.fault) {
        case Fault::expired:
            options.expires_at = request.issued_at - kDay;
            options.issued_at = options.expires_at - lifetime;
            break;
        case Fault::not_yet_valid:
            options.issued_at += kDay;
            options.expires_at += kDay;
            break;
        case Fault::unsupported:
            options.algorithm = Algorithm::ed25519;
            break;
        case Fault::schema:
            spoilt = without_content(payload);
            payload = json::check(spoilt);
            break;
        default:
            break;
    }
    request.format->draft(payload, options, draft);
    if (draft.signed_bytes.size() > kMaxSignedBytes)
        throw Error(Code::too_long, "the payload is longer than a pass can be");
}

std::span<const SignedPass> PassSigner::sign(std::span<const SignRequest> requests) {
    std::size_t n = requests.size();
    failure_.reset();
    if (drafts_.size() < n) drafts_.resize(n), signatures_.resize(n), passes_.resize(n);
    checks_.clear();
    for (std::size_t i = 0; i < n; ++i) {
        const SignRequest& request = requests[i];
        SignedPass& out = passes_[i];
        out.pass.clear();
        out.error_code.clear();
        try {
            const SigningKey& key = request.fault == Fault::untrusted ? faults().stranger : key_;
            out.signer = request.format->signer_name(key.certificate);
            if (!issuer_.empty()) out.signer.issuer = issuer_;
            if (out.signer.issuer.empty()) {
                throw Error(Code::no_issuer,
                            "the certificate names no issuer for this format: give one with --issuer");
            }
            draft(request, key, out.signer, drafts_[i]);
            if (&key == &key_)
                session_.sign(drafts_[i].signed_bytes, signatures_[i]);
            else
                key.key.sign(drafts_[i].signed_bytes, signatures_[i]);
            checks_.push_back({&key.verification_key(), drafts_[i].signed_bytes, signatures_[i], false});
        } catch (const Error& e) {
            if (e.code() == Code::token) {
                failure_ = e;
                n = i;
                break;
            }
            if (e.is_environment()) throw;
            out.error_code = e.name();
            out.error = e.what();
        }
    }
    verify_signatures(checks_);
    for (const SignatureCheck& check : checks_) {
        if (!check.valid)
            throw Error(Code::crypto, "a signature just made does not verify",
                        "do not use this key or this machine before you know why");
    }
    for (std::size_t i = 0; i < n; ++i) {
        if (passes_[i].error_code.empty()) seal(requests[i], i);
    }
    return {passes_.data(), n};
}

void PassSigner::seal(const SignRequest& request, std::size_t i) {
    SignedPass& out = passes_[i];
    if (request.hash) out.hash = pass_hash(drafts_[i].signed_bytes);
    // We change the signature and not the payload, which might no longer decode, so that the pass would be
    // malformed.
    if (request.fault == Fault::tampered) signatures_[i].back() ^= 1;
    request.format->seal(drafts_[i], signatures_[i], out.pass);
    if (request.fault == Fault::none) return;
    if (request.fault == Fault::malformed) out.pass.resize(out.pass.size() / 2);
    try {
        faults().check(request, out, key_);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        out.error_code = e.name();
        out.error = e.what();
    }
}

}  // namespace vpass
