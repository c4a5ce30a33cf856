#pragma once
// Turns payloads into passes: draft, sign, check one's own signature, seal.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "crypto/signature_batch.hpp"
#include "formats/format.hpp"
#include "keys/certificate.hpp"

namespace vpass {

// A private key with the certificate that names it.
struct SigningKey {
    PrivateKey key;
    Certificate certificate;

    // Throws Error "bad-key" when the two do not belong together, or passes do not use an algorithm of the
    // key.
    SigningKey(PrivateKey private_key, Certificate signer_certificate);
    // Takes a key alone, for formats that name a key by itself; then `certificate` holds nothing but the key.
    explicit SigningKey(const PrivateKey& private_key);
    const VerificationKey& verification_key() const { return verification_key_; }

 private:
    VerificationKey verification_key_;
};

// A fault that a pass may have on purpose, for tests of verifiers. Each makes verify give one certain reason
// at the time of signing. Where a format cannot have the fault, the answer is the error "no-fault" instead of
// a pass.
enum class Fault : std::uint8_t {
    none,
    expired,
    not_yet_valid,
    tampered,
    untrusted,
    malformed,
    unsupported,
    schema
};
std::span<const std::string_view> fault_names();
Fault parse_fault(std::string_view name);    // Error "usage" naming those there are
std::string_view fault_reason(Fault fault);  // what verify says of it: "expired"; "ok" for none

struct SignRequest {
    const Format* format = nullptr;
    json::Value payload;
    UnixTime issued_at = 0;
    UnixTime expires_at = 0;
    Fault fault = Fault::none;
    std::optional<std::uint64_t> slot = {};  // in a status list, for formats that can name one
    std::string_view status_uri = {};        // the list's name; empty: the short form
    bool hash = false;                       // whether SignedPass::hash is wanted
};

struct SignedPass {
    std::string pass;
    SignerName signer;
    Sha256 hash{};           // pass_hash() of it, when asked for
    std::string error_code;  // set when this payload cannot be signed; then there is no pass
    std::string error;
};

// Signs many payloads at a time, because checking the signatures is cheaper together. Each thread has its own
// PassSigner.
class PassSigner {
 public:
    // `issuer` overrides the certificate's when it is not empty.
    PassSigner(const SigningKey& key, std::string issuer);
    ~PassSigner();

    // The answers are in the order of `requests` and live until the next call; they are fewer when the key's
    // token fails, and failure() says why. Throws Error "crypto" when a signature of ours does not verify:
    // then no pass of this key may be given out.
    std::span<const SignedPass> sign(std::span<const SignRequest> requests);
    const std::optional<Error>& failure() const { return failure_; }

 private:
    struct Faults;
    void draft(const SignRequest& request, const SigningKey& key, const SignerName& signer, Draft& draft);
    void seal(const SignRequest& request, std::size_t i);
    Faults& faults();
    const SigningKey& key_;
    SigningSession session_;
    std::string issuer_;
    std::vector<Draft> drafts_;
    std::vector<Buffer> signatures_;
    std::vector<SignedPass> passes_;
    std::vector<SignatureCheck> checks_;
    std::optional<Error> failure_;
    std::unique_ptr<Faults> faults_;  // made when first asked for
};

}  // namespace vpass
