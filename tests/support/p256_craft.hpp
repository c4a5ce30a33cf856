#pragma once
// Crafts ECDSA signatures on P-256 for the unit tests and the fuzzer: arithmetic with chosen inner values,
// and OpenSSL's own answer below the hash.
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>

#include <string>

#include "crypto/crypto.hpp"
#include "crypto/openssl_handles.hpp"
#include "crypto/p256/batch.hpp"

namespace vpass {

using PointPtr = std::unique_ptr<EC_POINT, Freer<EC_POINT_free>>;

// Computes with numbers modulo the order n, and points of P-256.
class Arithmetic {
 public:
    const BIGNUM* order() const { return EC_GROUP_get0_order(group_.get()); }
    BnPtr number(const std::string& hex) const {
        BIGNUM* raw = nullptr;
        BN_hex2bn(&raw, hex.c_str());
        return BnPtr(raw);
    }
    BnPtr random() const {
        BnPtr out(BN_new());
        do BN_rand_range(out.get(), order());
        while (BN_is_zero(out.get()));
        return out;
    }
    BnPtr plus(const BnPtr& a, const BnPtr& b) const { return modular(BN_mod_add, a, b); }
    BnPtr minus(const BnPtr& a, const BnPtr& b) const { return modular(BN_mod_sub, a, b); }
    BnPtr times(const BnPtr& a, const BnPtr& b) const { return modular(BN_mod_mul, a, b); }
    BnPtr over(const BnPtr& a, const BnPtr& b) const {
        return times(a, BnPtr(BN_mod_inverse(nullptr, b.get(), order(), context_.get())));
    }
    BnPtr x_mod_order(const PointPtr& p) const {
        BnPtr x(BN_new());
        EC_POINT_get_affine_coordinates(group_.get(), p.get(), x.get(), nullptr, context_.get());
        BN_nnmod(x.get(), x.get(), order(), context_.get());
        return x;
    }

    PointPtr generator_times(const BnPtr& a) const { return combine(a, nullptr, nullptr); }
    PointPtr combine(const BnPtr& a, const PointPtr& p, const BnPtr& b) const {  // a·G + b·P
        PointPtr out(EC_POINT_new(group_.get()));
        EC_POINT_mul(group_.get(), out.get(), a.get(), p.get(), b.get(), context_.get());
        return out;
    }
    PointPtr lift(const BnPtr& x) const {  // a point with this x, if there is one
        PointPtr out(EC_POINT_new(group_.get()));
        if (EC_POINT_set_compressed_coordinates(group_.get(), out.get(), x.get(), 0, context_.get()) == 1)
            return out;
        ERR_clear_error();
        return nullptr;
    }
    PublicKey key(const PointPtr& p) const {
        BnPtr x(BN_new()), y(BN_new());
        EC_POINT_get_affine_coordinates(group_.get(), p.get(), x.get(), y.get(), context_.get());
        return PublicKey::from_ec_point("P-256", bytes(x), bytes(y));
    }
    static Buffer bytes(const BnPtr& v) {
        Buffer out(32);
        BN_bn2binpad(v.get(), out.data(), 32);
        return out;
    }

 private:
    template <typename Operation>
    BnPtr modular(Operation operation, const BnPtr& a, const BnPtr& b) const {
        BnPtr out(BN_new());
        operation(out.get(), a.get(), b.get(), order(), context_.get());
        return out;
    }

    std::unique_ptr<EC_GROUP, Freer<EC_GROUP_free>> group_{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
    std::unique_ptr<BN_CTX, Freer<BN_CTX_free>> context_{BN_CTX_new()};
};

// A signature on a digest.
struct Case {
    PublicKey key;
    Sha256 digest{};
    Buffer signature;

    Case(PublicKey k, const BnPtr& e, const BnPtr& r, const BnPtr& s) : key(std::move(k)) {
        BN_bn2binpad(e.get(), digest.data(), 32);
        append(signature, Arithmetic::bytes(r));
        append(signature, Arithmetic::bytes(s));
    }

    bool openssl() const {
        const EcdsaSigPtr parsed(ECDSA_SIG_new());
        ECDSA_SIG_set0(parsed.get(), BN_bin2bn(signature.data(), 32, nullptr),
                       BN_bin2bn(signature.data() + 32, 32, nullptr));
        unsigned char* der = nullptr;
        const int length = i2d_ECDSA_SIG(parsed.get(), &der);
        const PkeyCtxPtr context(EVP_PKEY_CTX_new(key.get(), nullptr));
        EVP_PKEY_verify_init(context.get());
        const int answer = EVP_PKEY_verify(context.get(), der, static_cast<std::size_t>(length),
                                           digest.data(), digest.size());
        OPENSSL_free(der);
        ERR_clear_error();
        return answer == 1;
    }

    std::unique_ptr<const p256::KeyTable> table() const {
        const auto point = key.ec_coordinates();
        return p256::KeyTable::build(point.x, point.y);
    }
};

// Return valid signatures whose u1 = e/s, or whose u2 = r/s, is `u`: for a chosen nonce some key makes them.
inline Case case_with_u1(const Arithmetic& a, const BnPtr& u, const BnPtr& e, const BnPtr& nonce) {
    const BnPtr r = a.x_mod_order(a.generator_times(nonce)), s = a.over(e, u);
    const BnPtr secret = a.over(a.times(a.minus(nonce, u), s), r);
    return Case(a.key(a.generator_times(secret)), e, r, s);
}
inline Case case_with_u2(const Arithmetic& a, const BnPtr& u, const BnPtr& e, const BnPtr& nonce) {
    const BnPtr r = a.x_mod_order(a.generator_times(nonce)), s = a.over(r, u);
    const BnPtr secret = a.over(a.minus(nonce, a.over(e, s)), u);
    return Case(a.key(a.generator_times(secret)), e, r, s);
}

}  // namespace vpass
