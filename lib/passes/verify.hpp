#pragma once
// Judges the text of a pass, in one fixed order of checks.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "formats/format.hpp"
#include "keys/trust_store.hpp"
#include "revocation/revocation_set.hpp"

namespace vpass {

// Reasons are in the order in which they are checked; the first check that fails gives the reason. Zero means
// that nothing was checked.
enum class Reason : std::uint8_t {
    unchecked,
    malformed,
    unsupported,
    untrusted,
    bad_signature,
    key_usage,
    not_yet_valid,
    expired,
    revoked,
    status_unavailable,
    unlogged,
    schema,
    ok,
};
std::string_view reason_name(Reason reason);  // "bad-signature"

// Holds what verdicts are judged by. It is filled once, then read by every thread; what it refers to has to
// outlive it.
struct Context {
    Context(const TrustStore& keys, const ValueSets& sets) : trust(&keys), value_sets(&sets) {}

    const TrustStore* trust;
    const ValueSets* value_sets;
    const RevocationSet* revoked = nullptr;  // may be missing
    std::optional<UnixTime> at;              // the clock; nothing: each pass at its own issue time
    bool strict = false;                     // warnings refuse
    bool require_status = false;             // refuse a pass that no revocation list covers
};

struct Verdict {
    Reason reason = Reason::unchecked;
    std::string detail;  // why, in words; no personal data
    Findings warnings;
    std::string credentials;  // of a presentation: the verdict on each that it holds, as a JSON array
    bool withheld = false;    // valid as far as it goes, but nobody who is trusted vouches for its claims
    bool valid() const { return reason == Reason::ok; }
    bool shows_claims() const { return valid() && !withheld; }
};

struct Judgement {
    Envelope envelope;  // trusted only as far as the verdict goes
    Verdict verdict;
    const TrustedKey* signer = nullptr;  // of a valid pass
};

// Rules see two things of a signer: the country of its certificate, or else the issuer of its trust entry;
// and its kid as text, which is that of a certificate when the pass carries one, in Base64. `scratch` may
// hold it.
std::string_view signer_country(const TrustedKey& signer);
std::string_view signer_kid(const Envelope& envelope, const TrustedKey& signer, std::string& scratch);

// Opens all layers of a pass of any format. Throws Error when the pass is malformed.
void open_pass(PassText text, Envelope& out);

// Appends the warnings about the signer's certificate, for a pass that is judged at `at`.
void check_signer(const Envelope& envelope, const TrustedKey& signer, UnixTime at, Findings& out);

// Judges many passes at a time, because signatures under one key are cheaper together. It keeps its memory
// from call to call; each thread has its own Verifier.
class Verifier {
 public:
    // Returns for each of many passes why nothing shows that a log holds it; empty when something does.
    // `index` is its place among those being judged.
    struct SignedPass {
        std::size_t index = 0;
        const Envelope* pass = nullptr;
        const TrustedKey* signer = nullptr;
    };
    using LogCheck = std::function<std::vector<std::string>(std::span<const SignedPass>)>;

    // With `logged`, a pass that it objects to is refused as unlogged.
    explicit Verifier(const Context& context, LogCheck logged = {})
        : context_(context), logged_(std::move(logged)) {}

    // Never throws because of the content of a pass. The answers are in the order of `passes` and live until
    // the next call.
    std::span<const Judgement> judge(std::span<const PassText> passes);

 private:
    void open(PassText text, Judgement& out) const;
    UnixTime signing_time(const Envelope& envelope, const Certificate& signer) const;
    void find_signer(std::size_t index);
    bool check_claims(Judgement& judgement) const;
    void check_log();
    void check_content(Judgement& judgement) const;
    bool check_status(Judgement& judgement, const TrustedKey& signer, UnixTime at) const;
    void check_credentials(Judgement& judgement) const;  // verify_presentation.cpp
    UnixTime clock_for(const Envelope& envelope) const;

    const Context& context_;
    LogCheck logged_;
    bool inside_ = false;  // judges what a presentation holds
    std::vector<Judgement> judgements_;
    std::vector<SignatureCheck> checks_;
    std::vector<std::size_t> owners_;                         // which judgement a check belongs to
    std::vector<const TrustedKey*> signers_;                  // which key it asks
    std::vector<std::shared_ptr<const TrustedKey>> vouched_;  // keeps keys alive that passes brought
    std::vector<SignedPass> to_be_logged_;
    std::vector<Judgement*> presentations_;  // that their holders have signed
};

// Writes {"result":…,"reason":…,…} as vpass-records(5) describes it. Identifier and times are shown only once
// the signature is good.
void write_verdict(const Judgement& judgement, json::Writer& out);

}  // namespace vpass
