// The batch path must give the answers of OpenSSL's own verification, always.
#include <catch2/catch.hpp>
#include <deque>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <thread>

#include "base/error.hpp"
#include "crypto/p256/batch.hpp"
#include "crypto/signature_batch.hpp"
#include "data/encoding.hpp"
#include "support/p256_craft.hpp"
#include "support/vectors.hpp"

using namespace vpass;

namespace {

Buffer unhex(const std::string& text) {
    Buffer out;
    hex_decode(text, out);
    return out;
}

// This is more than the number of signatures that a key has to see before it gets a table.
constexpr std::size_t kEnoughForTable = 1000;

VerificationKey with_table(const PublicKey& key) {
    const VerificationKey out(key);
    const Buffer zero(64);
    std::vector<SignatureCheck> checks(kEnoughForTable, {&out, {}, zero});
    verify_signatures(checks);
    return out;
}

// Runs the batch path on this signature beside a good and a bad neighbour, whose answers it must not change.
// OpenSSL judges what the batch leaves undecided.
bool batch(const Case& c, const p256::Engine& engine) {
    static const PrivateKey secret = PrivateKey::generate(Algorithm::es256);
    static const auto point = secret.public_key().ec_coordinates();
    static const auto neighbour = p256::KeyTable::build(point.x, point.y);
    const auto table = c.table();
    REQUIRE(table);
    Buffer good;
    secret.sign({}, good);
    std::vector<p256::Question> questions(3, {neighbour.get(), sha256({}), good});
    questions[1] = {table.get(), c.digest, c.signature};
    questions[2].digest[0] ^= 1;
    p256::judge(questions, engine);
    CHECK(questions[0].answer == p256::SignatureCheck::valid);
    CHECK(questions[2].answer == p256::SignatureCheck::invalid);
    if (questions[1].answer == p256::SignatureCheck::undecided) return c.openssl();
    return questions[1].answer == p256::SignatureCheck::valid;
}

void check(const Case& c, bool valid) {
    CAPTURE(hex_encode(c.digest), hex_encode(c.signature), hex_encode(c.key.spki()));
    CHECK(c.openssl() == valid);
    for (const p256::Engine& engine : p256::engines()) CHECK(batch(c, engine) == valid);
}

// Runs every case through PublicKey::verify, alone and in one call with all others, with and without tables,
// and with each engine.
void run_wycheproof(const std::string& name, std::size_t cases) {
    const nlohmann::json file = test::json_vectors("wycheproof/" + name);
    if (file.is_null()) return;
    struct Known {
        const VerificationKey *cold, *warm;
        std::shared_ptr<const p256::KeyTable> table;
        Buffer message, signature;
        bool valid;
        std::string name;
    };
    std::deque<VerificationKey> keys;
    std::vector<Known> all;
    for (const auto& group : file["testGroups"]) {
        const PublicKey key = PublicKey::from_spki(unhex(group["publicKeyDer"]));
        const VerificationKey& cold = keys.emplace_back(key);
        const VerificationKey& warm = keys.emplace_back(with_table(key));
        std::shared_ptr<const p256::KeyTable> table;
        if (key.algorithm() == Algorithm::es256) {
            const auto point = key.ec_coordinates();
            table = p256::KeyTable::build(point.x, point.y);
        }
        for (const auto& test : group["tests"]) {
            all.push_back({&cold, &warm, table, unhex(test["msg"]), unhex(test["sig"]),
                           test["result"] == "valid",
                           test["tcId"].dump() + " " + test["comment"].get<std::string>()});
        }
    }
    CHECK(all.size() == cases);

    std::vector<SignatureCheck> checks;
    std::vector<p256::Question> questions;
    for (const Known& k : all) {
        CAPTURE(k.name);
        CHECK(k.cold->public_key().verify(k.message, k.signature) == k.valid);
        SignatureCheck alone{k.warm, k.message, k.signature};
        verify_signatures({&alone, 1});
        CHECK(alone.valid == k.valid);
        checks.push_back({k.cold, k.message, k.signature});
        checks.push_back({k.warm, k.message, k.signature});
        if (k.table) questions.push_back({k.table.get(), sha256(k.message), k.signature});
    }
    verify_signatures(checks);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        CAPTURE(all[i / 2].name);
        CHECK(checks[i].valid == all[i / 2].valid);
    }
    for (const p256::Engine& engine : p256::engines()) {
        p256::judge(questions, engine);
        for (std::size_t i = 0; i < questions.size(); ++i) {
            CAPTURE(all[i].name);
            if (questions[i].answer != p256::SignatureCheck::undecided)
                CHECK((questions[i].answer == p256::SignatureCheck::valid) == all[i].valid);
        }
    }
}

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
    check(Case(key, e, r, s), true);
    check(Case(key, e, r, a.minus(a.number("0"), s)), true);  // n-s is as good

    const BnPtr n(BN_dup(a.order()));
    BnPtr above(BN_dup(a.order()));
    BN_add_word(above.get(), 1);
    const BnPtr all_ones = a.number(std::string(64, 'F'));
    for (const BnPtr& wrong : {a.number("0"), std::move(above), a.number(std::string(64, 'F'))}) {
        check(Case(key, e, wrong, s), false);
        check(Case(key, e, r, wrong), false);
        check(Case(key, e, wrong, wrong), false);
    }
    check(Case(key, e, n, s), false);
    check(Case(key, e, r, n), false);
    for (const char* inside :
         {"1", "2", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550"}) {
        check(Case(key, e, a.number(inside), s), false);
        check(Case(key, e, r, a.number(inside)), false);
    }
}

TEST_CASE("signature: a wrong length is invalid", "[signature]") {
    const PrivateKey secret = PrivateKey::generate(Algorithm::es256);
    const VerificationKey cold(secret.public_key()), warm = with_table(secret.public_key());
    Buffer good;
    secret.sign(as_bytes("message"), good);
    for (std::size_t length : {0, 1, 32, 63, 64, 65, 72, 96, 128}) {
        Buffer signature = good;
        if (length > good.size()) signature.insert(signature.begin() + 32, length - good.size(), Byte{1});
        signature.resize(length);
        std::vector<SignatureCheck> checks = {{&cold, as_bytes("message"), signature},
                                              {&warm, as_bytes("message"), signature, true},
                                              {&warm, as_bytes("message"), good},
                                              {&warm, as_bytes("message"), signature}};
        verify_signatures(checks);
        for (std::size_t i : {0, 1, 3}) CHECK(checks[i].valid == (length == 64));
        CHECK(checks[2].valid);
    }
}

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
    near(a.over(one, two));
    for (int bit : {7, 8, 16, 32, 64, 127, 128, 129, 192, 224, 248, 255}) {
        const BnPtr power(BN_new());
        BN_set_bit(power.get(), bit);
        near(power);
        near(a.minus(zero, power));
    }
    // The lower and the upper 16 digits of this multiplier, and of its opposite, give two points with the
    // same x: 2n modulo 2^129.
    const BnPtr same_x(BN_new());
    BN_lshift1(same_x.get(), a.order());
    BN_mask_bits(same_x.get(), 129);
    near(same_x);
    near(a.minus(zero, same_x));
    for (const BnPtr& u : chosen) {
        if (BN_is_zero(u.get())) continue;
        const BnPtr e = a.random(), nonce = a.random();
        for (Case c : {case_with_u1(a, u, e, nonce), case_with_u2(a, u, e, nonce)}) {
            check(c, true);
            c.digest[31] ^= 1;
            check(c, false);
        }
    }
    // The digests 0 and n make u1 zero.
    const BnPtr k = a.random(), s = a.random(), r = a.x_mod_order(a.generator_times(k));
    const BnPtr d = a.over(a.times(k, s), r), n(BN_dup(a.order()));
    check(Case(a.key(a.generator_times(d)), zero, r, s), true);
    check(Case(a.key(a.generator_times(d)), n, r, s), true);
    check(Case(a.key(a.generator_times(d)), one, r, s), false);
}

TEST_CASE("signature: equal and opposite products", "[signature]") {
    const Arithmetic a;
    for (int i = 0; i < 20; ++i) {
        // u1·G = u2·Q = (k/2)·G: the sum is a doubling.
        const BnPtr k = a.random(), e = a.random(), r = a.x_mod_order(a.generator_times(k));
        const BnPtr s = a.over(a.plus(e, e), k), d = a.over(e, r);
        check(Case(a.key(a.generator_times(d)), e, r, s), true);
        check(Case(a.key(a.generator_times(d)), e, r, a.plus(s, s)), false);
        // u1·G = -u2·Q: the sum is infinity, which has no x.
        const BnPtr opposite = a.minus(a.number("0"), d);
        check(Case(a.key(a.generator_times(opposite)), e, r, s), false);
    }
    // The key is the generator itself, or its opposite.
    for (const char* d : {"1", "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550"}) {
        const BnPtr k = a.random(), e = a.random(), r = a.x_mod_order(a.generator_times(k));
        const BnPtr s = a.over(a.plus(e, a.times(r, a.number(d))), k);
        check(Case(a.key(a.generator_times(a.number(d))), e, r, s), true);
        check(Case(a.key(a.generator_times(a.number(d))), r, r, s), false);
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
            check(Case(a.key(q), e, r, s), true);
            check(Case(a.key(q), a.plus(e, r), r, s), false);
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

TEST_CASE("signature: refuses what is not a key", "[signature]") {
    CHECK_THROWS_AS(VerificationKey(PublicKey()), Error);
    const PublicKey brainpool =
        PublicKey::adopt(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "brainpoolP256r1"));
    CHECK_FALSE(VerificationKey(brainpool).public_key().unfit().empty());

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
