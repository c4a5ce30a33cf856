#include "passes/verify.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

constexpr std::string_view kReasonNames[] = {
    "unchecked", "malformed",     "unsupported", "untrusted", "bad-signature",
    "key-usage", "not-yet-valid", "expired",     "revoked",   "status-unavailable",
    "unlogged",  "schema",        "ok",
};
static_assert(std::size(kReasonNames) == static_cast<std::size_t>(Reason::ok) + 1);

void refuse(Judgement& judgement, Reason reason, std::string detail) {
    judgement.verdict.reason = reason;
    judgement.verdict.detail = std::move(detail);
}

std::string describe(const Finding& finding) {
    return std::string(finding.kind->code) + " at " + (finding.pointer.empty() ? "/" : finding.pointer) +
           ": " + std::string(finding.kind->text);
}

}  // namespace

std::string_view reason_name(Reason reason) { return kReasonNames[static_cast<std::size_t>(reason)]; }

std::string_view signer_country(const TrustedKey& signer) {
    return signer.certificate && !signer.certificate->country.empty() ? signer.certificate->country
                                                                      : signer.issuer;
}

std::string_view signer_kid(const Envelope& envelope, const TrustedKey& signer, std::string& scratch) {
    if (envelope.kid == signer.kid || envelope.kid_text == signer.kid) return envelope.kid_text;
    base64_encode(as_bytes(signer.kid), Base64::standard, scratch);
    return scratch;
}

void open_pass(PassText text, Envelope& out) {
    out.clear();
    std::size_t size = 0;
    for (const std::string_view part : text) size += part.size();
    if (size > limits::kPassBytes) throw Error(Code::too_long, "longer than any pass");
    out.format = text.empty() ? nullptr : detect_format(text[0]);
    if (!out.format && !text.empty()) out.unsupported = known_relative(text[0]);
    if (!out.unsupported.empty()) return;
    if (!out.format) throw Error(Code::unknown_format, "it does not start like any known kind of pass");
    out.format->open(text, out);
}

void check_signer(const Envelope& envelope, const TrustedKey& signer, UnixTime at, Findings& out) {
    bool renamed = false;
    may_sign_for(signer, envelope.issuer, envelope.country, renamed);
    if (renamed) out.push_back({&finding::kIssuerName, ""});
    if (signer.is_weak) out.push_back({&finding::kWeakKey, ""});
    if (!signer.certificate) return;
    const auto issued = envelope.issued_at;
    if (issued && (*issued < signer.certificate->not_before || *issued > signer.certificate->not_after)) {
        out.push_back({&finding::kSignedOutside, ""});
    } else if (at > signer.certificate->not_after) {
        out.push_back({&finding::kSignerExpired, ""});
    }
    if (envelope.expires_at && *envelope.expires_at > signer.certificate->not_after)
        out.push_back({&finding::kExpiresAfterSigner, ""});
}

std::span<const Judgement> Verifier::judge(std::span<const PassText> passes) {
    if (judgements_.size() < passes.size()) judgements_.resize(passes.size());
    checks_.clear();
    owners_.clear();
    signers_.clear();
    vouched_.clear();
    to_be_logged_.clear();
    presentations_.clear();
    for (std::size_t i = 0; i < passes.size(); ++i) {
        open(passes[i], judgements_[i]);
        if (judgements_[i].verdict.reason == Reason::unchecked) find_signer(i);
    }
    verify_signatures(checks_);
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        Judgement& judgement = judgements_[owners_[i]];
        if (judgement.verdict.reason != Reason::unchecked) continue;  // an earlier candidate was the signer
        if (checks_[i].valid) {
            judgement.signer = signers_[i];
            judgement.verdict.reason = Reason::ok;  // unless a check objects
            if (!judgement.envelope.credentials.empty()) presentations_.push_back(&judgement);
            if (!check_claims(judgement)) continue;
            if (logged_)
                to_be_logged_.push_back({owners_[i], &judgement.envelope, judgement.signer});
            else
                check_content(judgement);
        } else if (i + 1 == checks_.size() || owners_[i + 1] != owners_[i]) {
            refuse(judgement, Reason::bad_signature, "the signature does not match");
        }
    }
    if (!to_be_logged_.empty()) check_log();
    for (Judgement* presentation : presentations_) check_credentials(*presentation);
    return {judgements_.data(), passes.size()};
}

// A log is asked about all passes at once.
void Verifier::check_log() {
    const std::vector<std::string> problems = logged_(to_be_logged_);
    for (std::size_t i = 0; i < problems.size(); ++i) {
        Judgement& judgement = judgements_[to_be_logged_[i].index];
        if (problems[i].empty())
            check_content(judgement);
        else
            refuse(judgement, Reason::unlogged, problems[i]);
    }
}

// Any error inside means that the pass is malformed. Only a lack of memory, or a library that cannot be
// loaded, says nothing about the pass.
void Verifier::open(PassText text, Judgement& out) const {
    out.verdict.reason = Reason::unchecked;
    out.verdict.detail.clear();
    out.verdict.warnings.clear();
    out.verdict.credentials.clear();
    out.verdict.withheld = false;
    try {
        open_pass(text, out.envelope);
        if (!out.envelope.malformed.empty())
            refuse(out, Reason::malformed, out.envelope.malformed);
        else if (!out.envelope.unsupported.empty())
            refuse(out, Reason::unsupported, out.envelope.unsupported);
        else if (inside_ && !out.envelope.credentials.empty())
            refuse(out, Reason::unsupported, "a presentation inside a presentation");
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        refuse(out, e.code() == Code::unsupported ? Reason::unsupported : Reason::malformed, e.what());
    }
}

// Returns when a pass was signed. For a pass that does not say so, it is the clock's time, within the
// validity of the signer's certificate.
UnixTime Verifier::signing_time(const Envelope& envelope, const Certificate& signer) const {
    if (envelope.issued_at) return *envelope.issued_at;
    return std::clamp(context_.at.value_or(signer.not_before), signer.not_before,
                      std::max(signer.not_before, signer.not_after));
}

void Verifier::find_signer(std::size_t index) {
    Judgement& judgement = judgements_[index];
    const Envelope& envelope = judgement.envelope;
    bool foreign = false, weak = false;
    auto consider = [&](const TrustedKey& key) {
        bool renamed = false;
        if (!may_sign_for(key, envelope.issuer, envelope.country, renamed)) {
            foreign = true;
            return;
        }
        // The header's algorithm has to be the key's own: we never trust a header alone.
        if (key.key.public_key().algorithm() != envelope.algorithm) return;
        // When each pass is judged at its own time, the caller looks back and admits nobody, so a weak key is
        // only a warning.
        if (key.is_weak && context_.at) {
            weak = true;
            return;
        }
        for (const Buffer* covered : {&envelope.signed_bytes, &envelope.also_signed}) {
            if (covered->empty()) continue;
            checks_.push_back({&key.key, *covered, envelope.signature, false});
            owners_.push_back(index);
            signers_.push_back(&key);
        }
    };
    const std::size_t before = checks_.size();
    // One key may be trusted by several entries; those that allow this kind of pass are asked first.
    const auto named = context_.trust->with_kid(envelope.kid);
    for (const bool allowed : {true, false}) {
        for (const TrustedKey* key : named) {
            if (key->allows(envelope.kind) == allowed) consider(*key);
        }
    }
    // Trust files hold a binary kid of unusual length as the text that people see.
    if (checks_.size() == before && envelope.kid_text != envelope.kid) {
        for (const TrustedKey* key : context_.trust->with_kid(envelope.kid_text)) consider(*key);
    }
    std::string problem;
    if (checks_.size() == before && !envelope.signer_certificate.empty()) {
        try {
            const CarriedSigner carried = context_.trust->chain_to_trusted_ca(envelope.signer_certificate);
            if (carried.key && carried.is_vouched_at(signing_time(envelope, *carried.key->certificate))) {
                vouched_.push_back(carried.key);
                consider(*carried.key);
            } else {
                problem = "the certificate that it carries does not count: " +
                          (carried.key ? "its CA was not valid then" : carried.problem);
            }
        } catch (const Error& e) {
            if (class_of(e.code()) == ErrorClass::environment) throw;
            return refuse(judgement, e.code() == Code::bad_key ? Reason::unsupported : Reason::malformed,
                          e.what());
        }
    }
    // Whoever holds the credentials of a trusted issuer may present them; check_credentials checks the
    // issuers.
    if (checks_.size() == before && envelope.holder_key) {
        vouched_.push_back(std::make_shared<TrustedKey>(
            TrustedKey{envelope.issuer, envelope.kid, VerificationKey(envelope.holder_key), {}, 0, {}}));
        consider(*vouched_.back());
    }
    if (checks_.size() > before) return;
    if (weak) return refuse(judgement, Reason::unsupported, "the key with this kid is too short");
    if (foreign)
        problem = "the key with this kid belongs to another issuer";
    else if (problem.empty())
        problem = "no trusted key has this kid and algorithm";
    refuse(judgement, Reason::untrusted, std::move(problem));
}

// Checks what comes after the signature, up to the revocation lists. Returns false when the verdict says what
// is wrong.
bool Verifier::check_claims(Judgement& judgement) const {
    judgement.envelope.clock = context_.at;
    const TrustedKey& signer = *judgement.signer;
    const Envelope& envelope = judgement.envelope;
    if (!signer.allows(envelope.kind)) {
        refuse(judgement, Reason::key_usage,
               std::string(signer.listing && signer.domain_kinds ? "the network's domains of the signer are"
                                                                 : "the signer's certificate is") +
                   " not for a " + std::string(envelope.type) + " pass");
        return false;
    }
    const UnixTime at = clock_for(envelope);
    // A seal does not say when it was made, and cannot have been made later than now. Real passes that do say
    // so sometimes precede their signer's certificate: check_signer warns.
    if (!envelope.issued_at && context_.at && signer.certificate && at < signer.certificate->not_before) {
        refuse(judgement, Reason::not_yet_valid,
               "the signer's certificate is valid from " + format_rfc3339(signer.certificate->not_before));
        return false;
    }
    if (envelope.not_before && at < *envelope.not_before) {
        refuse(judgement, Reason::not_yet_valid, "valid from " + format_rfc3339(*envelope.not_before));
        return false;
    }
    if (envelope.has_expired(at)) {
        refuse(judgement, Reason::expired, "expired at " + format_rfc3339(*envelope.expires_at));
        return false;
    }
    return check_status(judgement, signer, at);
}

// Checks what a pass says that nothing else speaks against, and collects the warnings.
void Verifier::check_content(Judgement& judgement) const {
    const Envelope& envelope = judgement.envelope;
    Findings& warnings = judgement.verdict.warnings;
    warnings.append(envelope.findings);
    envelope.format->check_schema(envelope, *context_.value_sets, warnings);
    for (const Finding& finding : warnings) {
        if (finding.kind->refuses) return refuse(judgement, Reason::schema, describe(finding));
    }
    check_signer(envelope, *judgement.signer, clock_for(envelope), warnings);
    if (!context_.strict) return;
    const auto fault = std::ranges::find_if(warnings, [](const Finding& f) { return !f.kind->conforms; });
    if (fault != warnings.end()) refuse(judgement, Reason::schema, describe(*fault));
}

UnixTime Verifier::clock_for(const Envelope& envelope) const {
    return context_.at ? *context_.at : envelope.issued_at.value_or(envelope.not_before.value_or(0));
}

bool Verifier::check_status(Judgement& judgement, const TrustedKey& signer, UnixTime at) const {
    using Status = RevocationSet::Status;
    const Status status =
        context_.revoked ? context_.revoked->status(judgement.envelope, signer, at) : Status::unknown;
    if (status == Status::revoked)
        refuse(judgement, Reason::revoked, "a revocation list names it");
    else if (status == Status::no_slot)
        refuse(judgement, Reason::status_unavailable, "its status list has no such slot");
    // A presentation is made for one reader and no list covers it; its credentials are checked one by one.
    else if (status == Status::unknown && context_.require_status && judgement.envelope.credentials.empty())
        refuse(judgement, Reason::status_unavailable, "no revocation list covers it");
    else
        return true;
    return false;
}

void write_verdict(const Judgement& judgement, json::Writer& out) {
    const Envelope& envelope = judgement.envelope;
    const Verdict& verdict = judgement.verdict;
    out.begin_object();
    out.text("result", verdict.valid() ? "valid" : "invalid").text("reason", reason_name(verdict.reason));
    if (!verdict.detail.empty()) out.text("detail", verdict.detail);
    if (envelope.format) out.text("format", envelope.format->name);
    if (verdict.reason > Reason::malformed) {
        if (!envelope.issuer.empty()) out.text("issuer", envelope.issuer);
        if (!envelope.kid_text.empty()) out.text("kid", envelope.kid_text);
    }
    if (verdict.reason > Reason::bad_signature) {
        if (!envelope.type.empty()) out.text("type", envelope.type);
        if (!envelope.id.empty()) out.text("id", envelope.id);
        if (envelope.issued_at) out.text("issued_at", format_rfc3339(*envelope.issued_at));
        if (envelope.expires_at) out.text("expires_at", format_rfc3339(*envelope.expires_at));
    }
    out.key("warnings").begin_array();
    std::vector<const FindingKind*> written;  // each code once: there are fewer of them than findings
    for (const Finding& warning : verdict.warnings) {
        if (std::find(written.begin(), written.end(), warning.kind) != written.end()) continue;
        written.push_back(warning.kind);
        out.string(warning.kind->code);
    }
    out.end_array();
    if (!verdict.credentials.empty()) out.key("credentials").raw(verdict.credentials);
    out.end_object();
}

}  // namespace vpass
