// The batch path must give the answers of OpenSSL's own verification, always.
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <thread>

#include "openssl_handles.hpp"
#include "p256_batch.hpp"
#include "vpass/encoding.hpp"
#include "vpass/error.hpp"
#include "vpass/signature.hpp"

using namespace vpass;

namespace {

Buffer unhex(const std::string& text) {
    Buffer out;
    hex_decode(text, out);
    return out;
}

// More signatures than a key has to see before it gets a table.
constexpr std::size_t kEnoughForTable = 1000;

VerificationKey with_table(const PublicKey& key) {
    const VerificationKey out(key);
    const Buffer zero(64);
    std::vector<SignatureCheck> checks(kEnoughForTable, {&out, {}, zero});
    verify_signatures(checks);
    return out;
}

nlohmann::json wycheproof(const std::string& name) {
    std::ifstream in(std::string(VPASS_VECTORS) + "/wycheproof/" + name);
    if (!in) {
        WARN("skipped: no vectors (" + name + ")");
        return nullptr;
    }
    return nlohmann::json::parse(in);
}

// Every case through PublicKey::verify, through verify_signatures with and without a table, one at a time and
// all in one call.
void run_wycheproof(const std::string& name, std::size_t cases) {
    const nlohmann::json file = wycheproof(name);
    if (file.is_null()) return;
    std::vector<Buffer> bytes;  // what the checks point at
    std::vector<std::unique_ptr<VerificationKey>> keys;
    std::vector<SignatureCheck> checks;
    std::vector<bool> expected;
    for (const auto& group : file["testGroups"]) {
        const auto spki = group.contains("publicKeyDer") ? group["publicKeyDer"] : group["keyDer"];
        const PublicKey key = PublicKey::from_spki(unhex(spki));
        keys.push_back(std::make_unique<VerificationKey>(key));
        const VerificationKey cold(key);
        keys.push_back(std::make_unique<VerificationKey>(with_table(key)));
        for (const auto& test : group["tests"]) {
            CAPTURE(test["tcId"], test["comment"].get<std::string>());
            const Buffer message = unhex(test["msg"]), signature = unhex(test["sig"]);
            const bool valid = test["result"] == "valid";
            CHECK(key.verify(message, signature) == valid);
            for (const VerificationKey* k : {&cold, static_cast<const VerificationKey*>(keys.back().get())}) {
                SignatureCheck one{k, message, signature};
                verify_signatures({&one, 1});
                CHECK(one.valid == valid);
            }
            bytes.push_back(message);
            bytes.push_back(signature);
            checks.push_back({keys.back().get(), {}, {}});
            expected.push_back(valid);
        }
    }
    for (std::size_t i = 0; i < checks.size(); ++i) {
        checks[i].message = bytes[2 * i];
        checks[i].signature = bytes[2 * i + 1];
    }
    verify_signatures(checks);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        CAPTURE(i);
        CHECK(checks[i].valid == expected[i]);
    }
    CHECK(checks.size() == cases);
}

using PointPtr = std::unique_ptr<EC_POINT, Freer<EC_POINT_free>>;

// Arithmetic for crafted signatures: numbers modulo the order n, and points of P-256.
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

// One question below the hash, so that digests can be chosen too.
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

    // What the batch path leaves to the plain path is OpenSSL's answer.
    bool batch() const {
        // Beside a good and a bad neighbour, which must not suffer from this one.
        static const PrivateKey secret = PrivateKey::generate(Algorithm::es256);
        static const auto neighbour = table_of(secret.public_key());
        const auto table = table_of(key);
        REQUIRE(table);
        Buffer good;
        secret.sign({}, good);
        std::vector<p256::Question> questions(3, {neighbour.get(), sha256({}), good});
        questions[1] = {table.get(), digest, signature};
        questions[2].digest[0] ^= 1;
        p256::judge(questions);
        CHECK(questions[0].answer == p256::Answer::valid);
        CHECK(questions[2].answer == p256::Answer::invalid);
        if (questions[1].answer == p256::Answer::undecided) return openssl();
        return questions[1].answer == p256::Answer::valid;
    }

    void check(bool valid) const {
        CAPTURE(hex_encode(digest), hex_encode(signature), hex_encode(key.spki()));
        CHECK(openssl() == valid);
        CHECK(batch() == valid);
    }

    static std::unique_ptr<const p256::KeyTable> table_of(const PublicKey& key) {
        const auto point = key.ec_coordinates();
        return p256::KeyTable::build(point.x, point.y);
    }
};

}  // namespace

TEST_CASE("signature: Wycheproof, ECDSA on P-256", "[signature]") {
    run_wycheproof("ecdsa_secp256r1_sha256_p1363_test.json", 262);
}
TEST_CASE("signature: Wycheproof, ECDSA on secp256k1", "[signature]") {
    run_wycheproof("ecdsa_secp256k1_sha256_p1363_test.json", 252);
}
TEST_CASE("signature: Wycheproof, RSA-PSS", "[signature]") {
    run_wycheproof("rsa_pss_2048_sha256_mgf1_32_test.json", 108);
}

TEST_CASE("signature: r and s outside 1 to n-1", "[signature]") {
    const Arithmetic a;
    const BnPtr d = a.random(), k = a.random(), e = a.random();
    const PublicKey key = a.key(a.generator_times(d));
    const BnPtr r = a.x_mod_order(a.generator_times(k));
    const BnPtr s = a.over(a.plus(e, a.times(r, d)), k);
    Case(key, e, r, s).check(true);
    Case(key, e, r, a.minus(a.number("0"), s)).check(true);  // n-s is as good

    const BnPtr n(BN_dup(a.order()));
    BnPtr above(BN_dup(a.order()));
    BN_add_word(above.get(), 1);
    const BnPtr all_ones = a.number(std::string(64, 'F'));
    for (const BnPtr& wrong : {a.number("0"), std::move(above), a.number(std::string(64, 'F'))}) {
        Case(key, e, wrong, s).check(false);
        Case(key, e, r, wrong).check(false);
        Case(key, e, wrong, wrong).check(false);
    }
    Case(key, e, n, s).check(false);
    Case(key, e, r, n).check(false);
    for (const char* inside :
         {"1", "2", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550"}) {
        Case(key, e, a.number(inside), s).check(false);
        Case(key, e, r, a.number(inside)).check(false);
    }
}

TEST_CASE("signature: a wrong length is invalid", "[signature]") {
    const PrivateKey secret = PrivateKey::generate(Algorithm::es256);
    const VerificationKey cold(secret.public_key()), warm = with_table(secret.public_key());
    Buffer good;
    secret.sign(as_bytes("message"), good);
    for (std::size_t length : {0, 1, 32, 63, 64, 65, 72, 96, 128}) {
        Buffer signature = good;
        signature.resize(length);
        std::vector<SignatureCheck> checks = {{&cold, as_bytes("message"), signature},
                                              {&warm, as_bytes("message"), signature, true}};
        verify_signatures(checks);
        CHECK(checks[0].valid == (length == 64));
        CHECK(checks[1].valid == (length == 64));
    }
}

// With a chosen u1 = e/s, or a chosen u2 = r/s, and a chosen nonce k, some key makes the signature valid.
TEST_CASE("signature: chosen multipliers of generator and key", "[signature]") {
    const Arithmetic a;
    const BnPtr zero = a.number("0"), one = a.number("1"), two = a.number("2");
    std::vector<BnPtr> chosen;
    const auto near = [&](const BnPtr& middle) {
        for (int i = -3; i <= 3; ++i) {
            const BnPtr step = a.number(std::to_string(std::abs(i)));
            chosen.push_back(i < 0 ? a.minus(middle, step) : a.plus(middle, step));
        }
    };
    near(zero);
    for (int bit : {7, 8, 16, 32, 64, 127, 128, 129, 192, 224, 248, 255}) {
        const BnPtr power(BN_new());
        BN_set_bit(power.get(), bit);
        near(power);
        near(a.minus(zero, power));
    }
    near(a.over(one, two));
    for (const BnPtr& u : chosen) {
        const BnPtr k = a.random(), e = a.random(), r = a.x_mod_order(a.generator_times(k));
        if (!BN_is_zero(u.get())) {
            const BnPtr s1 = a.over(e, u);
            const BnPtr d1 = a.over(a.times(a.minus(k, u), s1), r);
            Case(a.key(a.generator_times(d1)), e, r, s1).check(true);
            Case(a.key(a.generator_times(d1)), a.plus(e, one), r, s1).check(false);
            const BnPtr s2 = a.over(r, u);
            const BnPtr d2 = a.over(a.minus(k, a.over(e, s2)), u);
            Case(a.key(a.generator_times(d2)), e, r, s2).check(true);
            Case(a.key(a.generator_times(d2)), a.plus(e, one), r, s2).check(false);
        }
    }
    // The digests 0 and n make u1 zero.
    const BnPtr k = a.random(), s = a.random(), r = a.x_mod_order(a.generator_times(k));
    const BnPtr d = a.over(a.times(k, s), r), n(BN_dup(a.order()));
    Case(a.key(a.generator_times(d)), zero, r, s).check(true);
    Case(a.key(a.generator_times(d)), n, r, s).check(true);
    Case(a.key(a.generator_times(d)), one, r, s).check(false);
}

TEST_CASE("signature: equal and opposite products", "[signature]") {
    const Arithmetic a;
    for (int i = 0; i < 20; ++i) {
        // u1·G = u2·Q = (k/2)·G: the sum is a doubling.
        const BnPtr k = a.random(), e = a.random(), r = a.x_mod_order(a.generator_times(k));
        const BnPtr s = a.over(a.plus(e, e), k), d = a.over(e, r);
        Case(a.key(a.generator_times(d)), e, r, s).check(true);
        Case(a.key(a.generator_times(d)), e, r, a.plus(s, s)).check(false);
        // u1·G = -u2·Q: the sum is infinity, which has no x.
        const BnPtr opposite = a.minus(a.number("0"), d);
        Case(a.key(a.generator_times(opposite)), e, r, s).check(false);
    }
    // The key is the generator itself, or its opposite.
    for (const char* d : {"1", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550"}) {
        const BnPtr k = a.random(), e = a.random(), r = a.x_mod_order(a.generator_times(k));
        const BnPtr s = a.over(a.plus(e, a.times(r, a.number(d))), k);
        Case(a.key(a.generator_times(a.number(d))), e, r, s).check(true);
        Case(a.key(a.generator_times(a.number(d))), r, r, s).check(false);
    }
}

// x of R lies between n and p, so r = x - n, and a verifier that compares x with r alone refuses wrongly.
TEST_CASE("signature: x of the sum is above the order", "[signature]") {
    const Arithmetic a;
    int crafted = 0;
    for (unsigned small = 1; crafted < 8; ++small) {
        const BnPtr r(BN_new()), x(BN_dup(a.order()));
        BN_set_word(r.get(), small);
        BN_add_word(x.get(), small);
        for (const bool above : {false, true}) {
            const PointPtr point = a.lift(above ? x : r);
            if (!point) continue;
            // Q = (s·R - e·G)/r
            const BnPtr s = a.random(), e = a.random();
            const PointPtr q = a.combine(a.minus(a.number("0"), a.over(e, r)), point, a.over(s, r));
            Case(a.key(q), e, r, s).check(true);
            Case(a.key(q), a.plus(e, r), r, s).check(false);
            crafted += above;
        }
    }
}

TEST_CASE("signature: batch and plain path agree on random and damaged signatures", "[signature]") {
    std::mt19937 random(20211213);
    std::vector<VerificationKey> keys;
    std::vector<PrivateKey> secrets;
    for (const Algorithm algorithm : {Algorithm::es256, Algorithm::es256, Algorithm::es256, Algorithm::es256k,
                                      Algorithm::es384, Algorithm::ed25519}) {
        secrets.push_back(PrivateKey::generate(algorithm));
        keys.push_back(secrets.size() == 3 ? VerificationKey(secrets.back().public_key())
                                           : with_table(secrets.back().public_key()));
    }
    for (const std::size_t calls : {1u, 2u, 7u, 8u, 9u, 64u, 127u, 128u, 129u, 500u}) {
        std::vector<std::string> messages;
        std::vector<Buffer> signatures(calls);
        std::vector<SignatureCheck> checks;
        for (std::size_t i = 0; i < calls; ++i) {
            messages.push_back("message " + std::to_string(random() % 50));
            const std::size_t signer = random() % keys.size();
            secrets[signer].sign(as_bytes(messages[i]), signatures[i]);
            if (random() % 3 == 0) signatures[i][random() % signatures[i].size()] ^= Byte(1 << random() % 8);
            if (random() % 10 == 0) messages[i] += "!";
            const std::size_t asked = random() % 10 == 0 ? random() % keys.size() : signer;
            checks.push_back({&keys[asked], {}, signatures[i], random() % 2 == 0});
        }
        for (std::size_t i = 0; i < calls; ++i) checks[i].message = as_bytes(messages[i]);
        verify_signatures(checks);
        for (const SignatureCheck& check : checks)
            CHECK(check.valid == check.key->public_key().verify(check.message, check.signature));
    }
}

TEST_CASE("signature: threads that share a key while its table is built", "[signature]") {
    const PrivateKey secret = PrivateKey::generate(Algorithm::es256);
    Buffer good, bad;
    secret.sign(as_bytes("message"), good);
    bad = good;
    bad[40] ^= 1;
    const VerificationKey key(secret.public_key());
    std::vector<std::size_t> wrong(4);
    std::vector<std::thread> threads;
    for (std::size_t& count : wrong) {
        threads.emplace_back([&key, &good, &bad, &count] {
            const VerificationKey copy = key;
            for (int i = 0; i < 100; ++i) {
                std::vector<SignatureCheck> checks;
                for (int j = 0; j < 20; ++j) {
                    checks.push_back({j % 2 ? &key : &copy, as_bytes("message"), j % 3 ? good : bad});
                }
                verify_signatures(checks);
                for (std::size_t j = 0; j < 20; ++j) count += checks[j].valid != (j % 3 != 0);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == std::vector<std::size_t>(4));
}

TEST_CASE("signature: what is no key", "[signature]") {
    CHECK_THROWS_AS(VerificationKey(PublicKey()), Error);
    const PublicKey brainpool =
        PublicKey::adopt(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "brainpoolP256r1"));
    CHECK_THROWS_AS(VerificationKey(brainpool), Error);

    const auto point = PrivateKey::generate(Algorithm::es256).public_key().ec_coordinates();
    Buffer off_curve = point.y;
    off_curve[31] ^= 1;
    CHECK_FALSE(p256::KeyTable::build(point.x, off_curve));
    const Buffer zero(32), ones(32, 0xFF);
    CHECK_FALSE(p256::KeyTable::build(zero, zero));
    CHECK_FALSE(p256::KeyTable::build(ones, ones));
    CHECK_FALSE(p256::KeyTable::build(point.x, Bytes(point.y).first(31)));
    CHECK_FALSE(p256::KeyTable::build({}, {}));
}

TEST_CASE("signature: nothing to do is done", "[signature]") { verify_signatures({}); }
