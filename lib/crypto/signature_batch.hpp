#pragma once
// Judges many signatures at once. Checking the signature is nearly all the work of verifying a pass, and
// signatures on P-256 are far cheaper together than alone: see p256_batch.hpp. All others go through
// PublicKey::verify, and both paths give the same answers.
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "crypto/crypto.hpp"

namespace vpass {

// A public key that is used again and again. It counts the signatures that it has checked, and a P-256 key
// that is used often builds a table of its multiples, once, for all threads. Copies are cheap and share all
// of that. Any number of threads may use one key, or copies of it, at the same time.
class VerificationKey {
 public:
    explicit VerificationKey(PublicKey key);

    const PublicKey& public_key() const;

 private:
    friend void verify_signatures(std::span<struct SignatureCheck> checks);
    struct State;
    std::shared_ptr<State> state_;
};

// A question and its answer. `signature` has the form that PublicKey::verify takes; a signature of the wrong
// length is simply invalid.
struct SignatureCheck {
    const VerificationKey* key = nullptr;
    Bytes message;
    Bytes signature;
    bool valid = false;
};

// Answers all of `checks`, in any mixture of keys. Hundreds at a time are cheapest; a single one costs no
// more than PublicKey::verify. Throws Error "crypto" when OpenSSL itself fails.
void verify_signatures(std::span<SignatureCheck> checks);

}  // namespace vpass
