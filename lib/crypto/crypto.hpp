#pragma once
// The cryptography of vpass: OpenSSL 3 behind a few value types. Hashes, signatures and random bytes live
// here, the batch path for ECDSA P-256 in p256_batch.hpp. Besides this room only the certificates and private
// keys of lib/keys include OpenSSL.
//
// Functions throw Error "crypto" when OpenSSL itself fails; a signature that does not match is `false`.
// PublicKey and PrivateKey are immutable after construction and may be used by any number of threads.
#include <array>
#include <memory>
#include <string>

#include "base/bytes.hpp"

using EVP_PKEY = struct evp_pkey_st;
using EVP_MD = struct evp_md_st;

namespace vpass {

using Sha256 = std::array<Byte, 32>;
using Ripemd160 = std::array<Byte, 20>;
Sha256 sha256(Bytes data);
Ripemd160 ripemd160(Bytes data);
Sha256 hmac_sha256(Bytes key, Bytes data);
void random_bytes(std::span<Byte> out);

// Signature algorithms by their names in the standards of the passes.
enum class Algorithm { unknown, es256, es384, es512, es256k, ps256, ed25519 };
std::string_view algorithm_name(Algorithm algorithm);  // "ES256"
Algorithm algorithm_from_name(std::string_view name);  // JWA names (RFC 7518 §3.1); unknown otherwise
Algorithm algorithm_from_cose(std::int64_t id);        // IANA COSE numbers (RFC 9053); unknown otherwise
std::int64_t cose_algorithm(Algorithm algorithm);
// Returns the bytes of r and s together (RFC 7518 §3.4, RFC 9053 §2.1); 0 for algorithms whose signatures are
// as long as the key, and for unknown ones.
std::size_t signature_length(Algorithm algorithm);
// Returns the hash that it signs; nullptr for one that hashes by itself. Throws Error "bad-key" for an
// unknown one.
const EVP_MD* signature_digest(Algorithm algorithm);

class PublicKey {
 public:
    PublicKey() = default;
    static PublicKey from_spki(Bytes der);  // X.509 SubjectPublicKeyInfo
    static PublicKey from_ec_point(std::string_view curve, Bytes x,
                                   Bytes y);  // JWK names: P-256, P-384, P-521, secp256k1
    static PublicKey from_ec_point(std::string_view curve, Bytes point);  // SEC 1, compressed or not
    static PublicKey from_rsa(Bytes modulus, Bytes exponent);             // big-endian
    static PublicKey from_ed25519(Bytes raw);
    static PublicKey adopt(EVP_PKEY* key);  // takes the reference

    explicit operator bool() const { return key_ != nullptr; }
    EVP_PKEY* get() const { return key_.get(); }
    // The one algorithm that this key verifies. It is unknown also for RSASSA-PSS keys whose own parameters
    // exclude PS256.
    Algorithm algorithm() const { return algorithm_; }
    std::string unfit()
        const;             // what kind of key it is, when passes are not signed with that kind; else empty
    bool is_weak() const;  // below 112 bits of strength: RSA below 2048 bits, P-192
    Buffer spki() const;
    // Returns SHA-256 of the key's SubjectPublicKeyInfo in one form, whichever form the key came in: points
    // not compressed, curves by name, RSA not limited to PSS. Two keys are the same if and only if their
    // identities are equal. It is computed once for all copies of a key.
    const Sha256& identity() const;
    bool same_as(const PublicKey& other) const { return identity() == other.identity(); }
    // The affine coordinates, or the modulus and exponent, for a JWK. They are empty when the key has another
    // type.
    struct Coordinates {
        std::string curve;
        Buffer x, y;
    };
    Coordinates ec_coordinates() const;
    struct Rsa {
        Buffer modulus, exponent;
    };
    Rsa rsa() const;

    // Verifies `signature` in the form of JWS and COSE: r‖s of fixed length for ECDSA, as is for RSA-PSS and
    // Ed25519.
    bool verify(Bytes message, Bytes signature) const;

 private:
    std::shared_ptr<EVP_PKEY> key_;
    Algorithm algorithm_ = Algorithm::unknown;
    std::shared_ptr<struct LazyIdentity> identity_;
};

class PrivateKey {
 public:
    PrivateKey() = default;
    static PrivateKey generate(Algorithm algorithm);   // es256, ps256 (RSA 3072), ed25519
    static PrivateKey from_pem(std::string_view pem);  // PKCS#8 or SEC1, not encrypted; Error "bad-key"
    static PrivateKey adopt(EVP_PKEY* key);
    static PrivateKey adopt(std::shared_ptr<EVP_PKEY> key, std::string token);  // of private_key.hpp

    explicit operator bool() const { return key_ != nullptr; }
    EVP_PKEY* get() const { return key_.get(); }
    Algorithm algorithm() const { return algorithm_; }
    PublicKey public_key() const;
    std::string pem() const;                             // PKCS#8
    const std::string& token() const { return token_; }  // where the key is, when it is not in memory

    // Signs with a key that may live on a token; throws Error "token" when the token fails.
    void sign(Bytes message, Buffer& signature) const;  // replaces `signature`; form as in PublicKey::verify

 private:
    std::shared_ptr<EVP_PKEY> key_;
    Algorithm algorithm_ = Algorithm::unknown;
    std::string token_;
};

// Signs with one key again and again, in one thread. OpenSSL's set-up for a signature costs nearly as much as
// an ES256 signature itself; a session does it once.
class SigningSession {
 public:
    explicit SigningSession(const PrivateKey& key);
    ~SigningSession();
    SigningSession(SigningSession&&) noexcept;
    void sign(Bytes message, Buffer& signature);  // as PrivateKey::sign

 private:
    PrivateKey key_;
    struct Context;
    std::unique_ptr<Context> context_;  // for ES256 only
};

}  // namespace vpass
