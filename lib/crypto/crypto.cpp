// SHA-256 and single AES blocks use low-level calls that OpenSSL 3 deprecates.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/crypto.hpp"

#include <openssl/aes.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <mutex>

#include "base/error.hpp"
#include "crypto/aes.hpp"
#include "crypto/openssl_handles.hpp"

namespace vpass {
namespace {

// One row an algorithm. `field` is the length of r and of s; 0 for signatures that are used as they are.
struct AlgorithmRow {
    Algorithm id;
    std::string_view name;
    std::int64_t cose;
    const char* curve;  // JWK name
    const char* group;  // OpenSSL name
    const EVP_MD* (*digest)();
    std::size_t field;
};
constexpr AlgorithmRow kAlgorithms[] = {
    {Algorithm::es256, "ES256", -7, "P-256", "prime256v1", EVP_sha256, 32},
    {Algorithm::es384, "ES384", -35, "P-384", "secp384r1", EVP_sha384, 48},
    {Algorithm::es512, "ES512", -36, "P-521", "secp521r1", EVP_sha512, 66},
    {Algorithm::es256k, "ES256K", -47, "secp256k1", "secp256k1", EVP_sha256, 32},
    {Algorithm::ps256, "PS256", -37, nullptr, nullptr, EVP_sha256, 0},
    {Algorithm::ed25519, "EdDSA", -8, nullptr, nullptr, nullptr, 0},
};

const AlgorithmRow& row(Algorithm id) {
    for (const AlgorithmRow& r : kAlgorithms) {
        if (r.id == id) return r;
    }
    throw Error(Code::bad_key, "the key has no algorithm that passes use");
}

// Returns the curve of an EC key, by OpenSSL's name for it; empty when the key has none.
std::string group_of(EVP_PKEY* key) {
    char group[64];
    std::size_t length = 0;
    if (EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1) return {group, length};
    ERR_clear_error();
    return {};
}

// The strength in bits of RSA with 2048 bits (NIST SP 800-57 part 1, table 2), the least that RFC 8230 §6.1
// and hcert_spec.md §3.3.2 allow.
constexpr int kMinStrength = 112;

// Sets PSS as PS256 requires it: MGF1 with SHA-256 and a salt as long as the hash (RFC 8230 §2, RFC 7518
// §3.5). Returns false when the key's own parameters require something else.
bool set_pss(EVP_PKEY_CTX* context) {
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool takes_ps256(EVP_PKEY* key) {
    const MdCtxPtr context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;
    const bool takes = context &&
                       EVP_DigestVerifyInit(context.get(), &key_context, EVP_sha256(), nullptr, key) == 1 &&
                       set_pss(key_context);
    ERR_clear_error();
    return takes;
}

Algorithm algorithm_of(EVP_PKEY* key) {
    switch (EVP_PKEY_get_base_id(key)) {
        case EVP_PKEY_RSA:
            return Algorithm::ps256;
        case EVP_PKEY_RSA_PSS:
            return takes_ps256(key) ? Algorithm::ps256 : Algorithm::unknown;
        case EVP_PKEY_ED25519:
            return Algorithm::ed25519;
        case EVP_PKEY_EC:
            break;
        default:
            return Algorithm::unknown;
    }
    const std::string group = group_of(key);
    for (const AlgorithmRow& r : kAlgorithms) {
        if (r.group && group == r.group) return r.id;
    }
    return Algorithm::unknown;
}

// Encodes a value in DER (X.690 §8.1). It must be shorter than 64 KiB.
Buffer tlv(Byte tag, std::initializer_list<Bytes> parts) {
    std::size_t size = 0;
    for (const Bytes part : parts) size += part.size();
    Buffer out{tag};
    if (size > 0xff)
        append(out, Buffer{0x82, static_cast<Byte>(size >> 8), static_cast<Byte>(size)});
    else if (size > 0x7f)
        append(out, Buffer{0x81, static_cast<Byte>(size)});
    else
        out.push_back(static_cast<Byte>(size));
    for (const Bytes part : parts) append(out, part);
    return out;
}
Buffer der_integer(Bytes number) {
    constexpr Byte kPositive[] = {0};
    return tlv(0x02, {number.empty() || number[0] & 0x80 ? Bytes(kPositive) : Bytes(), number});
}
Buffer der_oid(const char* name) {
    unsigned char* raw = nullptr;
    const int length = i2d_ASN1_OBJECT(OBJ_nid2obj(OBJ_txt2nid(name)), &raw);
    if (length < 0) fail_openssl("cannot encode an object identifier");
    Buffer out(raw, raw + length);
    OPENSSL_free(raw);
    return out;
}

std::shared_ptr<EVP_PKEY> share(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

EVP_PKEY* build_key(const char* type, OSSL_PARAM_BLD* build) {
    const ParamsPtr params(OSSL_PARAM_BLD_to_param(build));
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
        ERR_clear_error();
        throw Error(Code::bad_key, "the numbers are not a public key");
    }
    return key;
}

EVP_PKEY* build_ec(const char* group, Bytes point) {
    const ParamBuildPtr build(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
    OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    return build_key("EC", build.get());
}

// Puts a point that is not compressed into a copy of another key: OpenSSL builds the curve's group anew for
// each key that is not a copy, which takes five times as long. A copy would write a compressed point
// compressed.
EVP_PKEY* build_p256(Bytes point) {
    static const std::shared_ptr<EVP_PKEY> model = [] {
        constexpr Byte kGenerator[] = {// SEC 2 §2.4.2, compressed
                                       0x03, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc,
                                       0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d,
                                       0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96};
        return share(build_ec("prime256v1", kGenerator));
    }();
    std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>> key(EVP_PKEY_dup(model.get()));
    if (!key || EVP_PKEY_set1_encoded_public_key(key.get(), point.data(), point.size()) != 1) {
        ERR_clear_error();
        throw Error(Code::bad_key, "the numbers are not a public key");
    }
    return key.release();
}

Buffer bn_parameter(EVP_PKEY* key, const char* name, std::size_t width) {
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) fail_openssl("cannot read the key");
    const BnPtr value(raw);
    Buffer out(width ? width : static_cast<std::size_t>(BN_num_bytes(value.get())));
    if (BN_bn2binpad(value.get(), out.data(), static_cast<int>(out.size())) < 0)
        throw Error(Code::bad_key, "a number of the key is longer than its curve allows");
    return out;
}

// Converts r‖s to the DER SEQUENCE that EVP takes.
Buffer der_from_raw(Bytes signature) {
    const std::size_t field = signature.size() / 2;
    const EcdsaSigPtr parsed(ECDSA_SIG_new());
    BIGNUM* r = BN_bin2bn(signature.data(), static_cast<int>(field), nullptr);
    BIGNUM* s = BN_bin2bn(signature.data() + field, static_cast<int>(field), nullptr);
    ECDSA_SIG_set0(parsed.get(), r, s);
    unsigned char* raw = nullptr;
    const int length = i2d_ECDSA_SIG(parsed.get(), &raw);
    if (length < 0) fail_openssl("cannot encode a signature");
    Buffer der(raw, raw + length);
    OPENSSL_free(raw);
    return der;
}

void raw_from_der(Bytes der, std::size_t field, Buffer& out) {
    const unsigned char* p = der.data();
    const EcdsaSigPtr parsed(d2i_ECDSA_SIG(nullptr, &p, static_cast<long>(der.size())));
    if (!parsed) fail_openssl("cannot decode a signature");
    out.resize(2 * field);
    BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), out.data(), static_cast<int>(field));
    BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), out.data() + field, static_cast<int>(field));
}

[[noreturn]] void fail_signing(const PrivateKey& key) {
    if (key.token().empty()) fail_openssl("signing failed");
    try {
        fail_openssl("token '" + key.token() + "' does not sign");
    } catch (const Error& e) {
        throw Error(Code::token, e.what());
    }
}

}  // namespace

void fail_openssl(const std::string& what) {
    const unsigned long code = ERR_peek_last_error();
    const char* reason = code ? ERR_reason_error_string(code) : nullptr;
    ERR_clear_error();
    throw Error(Code::crypto, reason ? what + " (" + reason + ")" : what);
}

Sha256 sha256(Bytes data) {
    // We do not call SHA256(): it looks its algorithm up at each call, under a lock, and takes twice as long
    // for a pass.
    Sha256 out;
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, data.data(), data.size());
    SHA256_Final(out.data(), &context);
    return out;
}

Ripemd160 ripemd160(Bytes data) {
    Ripemd160 out;
    if (EVP_Digest(data.data(), data.size(), out.data(), nullptr, EVP_ripemd160(), nullptr) != 1)
        fail_openssl("RIPEMD-160 is not available");
    return out;
}

Sha256 hmac_sha256(Bytes key, Bytes data) {
    // We do not call HMAC(), which looks its algorithm up as well and takes five times as long for a short
    // message (RFC 2104 §2).
    Sha256 short_key, inner, out;
    std::array<Byte, SHA256_CBLOCK> pad{};
    if (key.size() > pad.size()) key = short_key = sha256(key);
    std::ranges::copy(key, pad.begin());
    SHA256_CTX context;
    const auto hash = [&](Byte mask, Bytes message, Sha256& to) {
        for (Byte& byte : pad) byte ^= mask;
        SHA256_Init(&context);
        SHA256_Update(&context, pad.data(), pad.size());
        SHA256_Update(&context, message.data(), message.size());
        SHA256_Final(to.data(), &context);
    };
    constexpr Byte kInner = 0x36, kOuter = 0x5c;
    hash(kInner, data, inner);
    hash(kInner ^ kOuter, inner, out);  // takes the inner pad off again
    OPENSSL_cleanse(pad.data(), pad.size());
    OPENSSL_cleanse(&context, sizeof context);
    return out;
}

void random_bytes(std::span<Byte> out) {
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) fail_openssl("no random bytes");
}

Aes::Aes(Bytes key) {
    const auto schedule = std::make_shared<AES_KEY>();
    if (AES_set_encrypt_key(key.data(), static_cast<int>(8 * key.size()), schedule.get()) != 0)
        throw Error(Code::crypto, "an AES key has 16, 24 or 32 bytes");
    schedule_ = schedule;
}

void Aes::encrypt(AesBlock& block) const {
    AES_encrypt(block.data(), block.data(), static_cast<const AES_KEY*>(schedule_.get()));
}

std::string_view algorithm_name(Algorithm algorithm) {
    return algorithm == Algorithm::unknown ? "unknown" : row(algorithm).name;
}
Algorithm algorithm_from_name(std::string_view name) {
    for (const AlgorithmRow& r : kAlgorithms) {
        if (r.name == name) return r.id;
    }
    return Algorithm::unknown;
}
Algorithm algorithm_from_cose(std::int64_t id) {
    for (const AlgorithmRow& r : kAlgorithms) {
        if (r.cose == id) return r.id;
    }
    return Algorithm::unknown;
}
std::int64_t cose_algorithm(Algorithm algorithm) { return row(algorithm).cose; }

std::size_t signature_length(Algorithm algorithm) {
    return algorithm == Algorithm::unknown ? 0 : 2 * row(algorithm).field;
}

const EVP_MD* signature_digest(Algorithm algorithm) {
    const AlgorithmRow& r = row(algorithm);
    return r.digest ? r.digest() : nullptr;
}

// Holds what is computed of a key once for all of its copies. OpenSSL takes as long to hand out a coordinate
// as everything else that is done with a key of a trust list.
struct LazyIdentity {
    std::once_flag once, located;
    Sha256 hash{};
    PublicKey::Coordinates point;
};

PublicKey PublicKey::adopt(EVP_PKEY* key) {
    PublicKey out;
    out.identity_ = std::make_shared<LazyIdentity>();
    out.key_ = share(key);
    out.algorithm_ = algorithm_of(key);
    return out;
}

PublicKey PublicKey::from_spki(Bytes der) {
    const unsigned char* p = der.data();
    EVP_PKEY* key = d2i_PUBKEY(nullptr, &p, static_cast<long>(der.size()));
    if (!key) {
        ERR_clear_error();
        throw Error(Code::bad_key, "not a public key (SubjectPublicKeyInfo)");
    }
    return adopt(key);
}

PublicKey PublicKey::from_ec_point(std::string_view curve, Bytes x, Bytes y) {
    for (const AlgorithmRow& r : kAlgorithms) {
        if (r.curve && curve == r.curve && (x.size() != r.field || y.size() != r.field))
            throw Error(Code::bad_key, "a coordinate has the wrong length");
    }
    Buffer point{4};
    append(point, x);
    append(point, y);
    PublicKey out = from_ec_point(curve, point);
    std::call_once(out.identity_->located, [&] {
        out.identity_->point = {std::string(curve), Buffer(x.begin(), x.end()), Buffer(y.begin(), y.end())};
    });
    return out;
}

PublicKey PublicKey::from_ec_point(std::string_view curve, Bytes point) {
    for (const AlgorithmRow& r : kAlgorithms) {
        if (!r.curve || curve != r.curve) continue;
        const bool is_plain = point.size() == 1 + 2 * r.field && point[0] == 4;
        return adopt(r.id == Algorithm::es256 && is_plain ? build_p256(point) : build_ec(r.group, point));
    }
    throw Error(Code::bad_key, "unknown curve");
}

PublicKey PublicKey::from_rsa(Bytes modulus, Bytes exponent) {
    const BnPtr n(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr));
    const BnPtr e(BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr));
    const ParamBuildPtr build(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    return adopt(build_key("RSA", build.get()));
}

PublicKey PublicKey::from_ed25519(Bytes raw) {
    EVP_PKEY* key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw.data(), raw.size());
    if (!key) {
        ERR_clear_error();
        throw Error(Code::bad_key, "not an Ed25519 public key");
    }
    return adopt(key);
}

Buffer PublicKey::spki() const {
    unsigned char* raw = nullptr;
    const int length = i2d_PUBKEY(get(), &raw);
    if (length < 0) fail_openssl("cannot encode the public key");
    Buffer out(raw, raw + length);
    OPENSSL_free(raw);
    return out;
}

const Sha256& PublicKey::identity() const {
    if (!identity_) throw Error(Code::bad_key, "there is no key");
    std::call_once(identity_->once, [&] {
        constexpr Byte kNoUnusedBits[] = {0}, kNotCompressed[] = {4}, kNull[] = {0x05, 0x00};
        Buffer algorithm, bits;
        if (const Coordinates point = ec_coordinates(); !point.curve.empty()) {  // RFC 5480 §2
            algorithm = tlv(0x30, {der_oid("id-ecPublicKey"), der_oid(row(algorithm_).group)});
            bits = tlv(0x03, {kNoUnusedBits, kNotCompressed, point.x, point.y});
        } else if (const Rsa numbers = rsa(); !numbers.modulus.empty()) {  // RFC 3279 §2.3.1
            algorithm = tlv(0x30, {der_oid("rsaEncryption"), kNull});
            bits = tlv(0x03, {kNoUnusedBits,
                              tlv(0x30, {der_integer(numbers.modulus), der_integer(numbers.exponent)})});
        } else {
            identity_->hash = sha256(spki());
            return;
        }
        identity_->hash = sha256(tlv(0x30, {algorithm, bits}));
    });
    return identity_->hash;
}

PublicKey::Coordinates PublicKey::ec_coordinates() const {
    if (algorithm_ == Algorithm::unknown) return {};
    const AlgorithmRow& r = row(algorithm_);
    if (!r.curve) return {};
    std::call_once(identity_->located, [&] {
        identity_->point = {r.curve, bn_parameter(get(), OSSL_PKEY_PARAM_EC_PUB_X, r.field),
                            bn_parameter(get(), OSSL_PKEY_PARAM_EC_PUB_Y, r.field)};
    });
    return identity_->point;
}

PublicKey::Rsa PublicKey::rsa() const {
    if (algorithm_ != Algorithm::ps256) return {};
    return {bn_parameter(get(), OSSL_PKEY_PARAM_RSA_N, 0), bn_parameter(get(), OSSL_PKEY_PARAM_RSA_E, 0)};
}

std::string PublicKey::unfit() const {
    if (algorithm_ != Algorithm::unknown && algorithm_ != Algorithm::ed25519 && !is_weak()) return {};
    const std::string bits = std::to_string(EVP_PKEY_get_bits(get()));
    switch (EVP_PKEY_get_base_id(get())) {
        case EVP_PKEY_EC: {
            const std::string group = group_of(get());
            return group.empty() ? "an EC key on a curve without a name" : "an EC key on " + group;
        }
        case EVP_PKEY_RSA:
            return "an RSA key of " + bits + " bits";
        case EVP_PKEY_RSA_PSS:
            return "an RSASSA-PSS key of " + bits + " bits with parameters of its own";
        default:
            const char* type = EVP_PKEY_get0_type_name(get());
            return std::string("a key of the type ") + (type ? type : "unknown");
    }
}

bool PublicKey::is_weak() const { return EVP_PKEY_get_security_bits(get()) < kMinStrength; }

bool PublicKey::verify(Bytes message, Bytes signature) const {
    if (algorithm_ == Algorithm::unknown) return false;
    const AlgorithmRow& r = row(algorithm_);
    if (r.field && signature.size() != 2 * r.field) return false;
    const MdCtxPtr context(EVP_MD_CTX_new());
    if (!context) fail_openssl("cannot verify a signature");
    EVP_PKEY_CTX* key_context = nullptr;
    const EVP_MD* digest = r.digest ? r.digest() : nullptr;
    // When OpenSSL cannot verify with a key, that is the signer's fault: the key has signed nothing.
    if (EVP_DigestVerifyInit(context.get(), &key_context, digest, nullptr, get()) != 1 ||
        (algorithm_ == Algorithm::ps256 && !set_pss(key_context))) {
        ERR_clear_error();
        return false;
    }
    Buffer der;
    if (r.field) {
        der = der_from_raw(signature);
        signature = der;
    }
    const int answer =
        EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size());
    ERR_clear_error();
    return answer == 1;
}

PrivateKey PrivateKey::adopt(EVP_PKEY* key) {
    PrivateKey out;
    out.key_ = share(key);
    out.algorithm_ = algorithm_of(key);
    return out;
}

PrivateKey PrivateKey::adopt(std::shared_ptr<EVP_PKEY> key, std::string token) {
    PrivateKey out;
    out.algorithm_ = algorithm_of(key.get());
    out.key_ = std::move(key);
    out.token_ = std::move(token);
    return out;
}

PrivateKey PrivateKey::generate(Algorithm algorithm) {
    EVP_PKEY* key = nullptr;
    if (algorithm == Algorithm::ps256)
        key = EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{3072});
    else if (algorithm == Algorithm::ed25519)
        key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    else
        key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", row(algorithm).group);
    if (!key) fail_openssl("cannot make a key");
    return adopt(key);
}

PrivateKey PrivateKey::from_pem(std::string_view pem) {
    const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    // This callback gives no passphrase; OpenSSL's default would ask on the terminal.
    auto no_passphrase = [](char*, int, int, void*) { return 0; };
    EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr);
    if (!key) {
        ERR_clear_error();
        throw Error(Code::bad_key, "no private key in PEM form that opens without a passphrase");
    }
    return adopt(key);
}

PublicKey PrivateKey::public_key() const {
    // We build a new handle: a token's own handle would verify slowly, and might outlive the token's module.
    unsigned char* raw = nullptr;
    const int length = i2d_PUBKEY(get(), &raw);
    if (length < 0) fail_openssl("cannot encode the public key");
    const Buffer spki(raw, raw + length);
    OPENSSL_free(raw);
    return PublicKey::from_spki(spki);
}

std::string PrivateKey::pem() const {
    const BioPtr bio(BIO_new(BIO_s_secmem()));
    if (PEM_write_bio_PrivateKey(bio.get(), get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        fail_openssl("cannot write the private key");
    }
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

void PrivateKey::sign(Bytes message, Buffer& signature) const {
    const AlgorithmRow& r = row(algorithm_);
    const MdCtxPtr context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key_context = nullptr;
    if (!context || EVP_DigestSignInit(context.get(), &key_context, r.digest ? r.digest() : nullptr, nullptr,
                                       get()) != 1) {
        fail_openssl("cannot sign with this key");
    }
    if (algorithm_ == Algorithm::ps256 && !set_pss(key_context)) fail_signing(*this);
    signature.resize(static_cast<std::size_t>(EVP_PKEY_get_size(get())));
    std::size_t length = signature.size();
    if (EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size()) != 1) {
        fail_signing(*this);
    }
    signature.resize(length);
    if (r.field) raw_from_der(Buffer(signature), r.field, signature);
}

struct SigningSession::Context {
    PkeyCtxPtr pkey;
    Buffer der;
};

SigningSession::SigningSession(const PrivateKey& key) : key_(key) {
    if (key.algorithm() != Algorithm::es256) return;
    context_ = std::make_unique<Context>();
    context_->pkey.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    if (!context_->pkey || EVP_PKEY_sign_init(context_->pkey.get()) != 1)
        fail_openssl("cannot sign with this key");
    context_->der.resize(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())));
}
SigningSession::~SigningSession() = default;
SigningSession::SigningSession(SigningSession&&) noexcept = default;

void SigningSession::sign(Bytes message, Buffer& signature) {
    if (!context_) return key_.sign(message, signature);
    const Sha256 digest = sha256(message);
    std::size_t length = context_->der.size();
    if (EVP_PKEY_sign(context_->pkey.get(), context_->der.data(), &length, digest.data(), digest.size()) !=
        1) {
        fail_signing(key_);
    }
    raw_from_der(Bytes(context_->der).first(length), row(Algorithm::es256).field, signature);
}

}  // namespace vpass
