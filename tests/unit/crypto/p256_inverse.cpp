// Compares the inverse modulo both primes of P-256 with OpenSSL's.
#include <openssl/bn.h>

#include <catch2/catch.hpp>
#include <random>

#include "crypto/p256/inverse.hpp"

using namespace vpass::p256;

namespace {

using Big = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

Big big(const Words& w) {
    vpass::Byte bytes[32];
    for (std::size_t i = 0; i < 32; ++i) bytes[i] = static_cast<vpass::Byte>(w[i / 8] >> 8 * (i % 8));
    return {BN_lebin2bn(bytes, 32, nullptr), BN_free};
}

template <class M>
Words ours(const Words& a) {
    return canonical<M>(multiply<M>(inverse<M>(to_montgomery<M>(a)), Number{{1}}));
}

template <class M>
void check(const Words& a) {
    const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), BN_CTX_free);
    const Big wanted(BN_mod_inverse(nullptr, big(a).get(), big(M::words).get(), context.get()), BN_free);
    INFO(a[3] << " " << a[2] << " " << a[1] << " " << a[0]);
    REQUIRE(wanted);
    CHECK(BN_cmp(big(ours<M>(a)).get(), wanted.get()) == 0);
}

template <class M>
void check_all() {
    for (std::size_t bit = 0; bit < 256; ++bit) {
        Words power{}, rest = M::words;
        power[bit / 64] = Word{1} << bit % 64;
        check<M>(power);
        Wide borrow = 0;  // M - 2^bit
        for (std::size_t i = 0; i < 4; ++i) {
            const Wide difference = Wide{M::words[i]} - power[i] - borrow;
            rest[i] = static_cast<Word>(difference);
            borrow = difference >> 127;
        }
        if (borrow == 0) check<M>(rest);
    }
    std::mt19937_64 random(1);
    for (int i = 0; i < 2000; ++i) {
        Words a;
        for (Word& word : a) {  // with long runs of zeros and ones
            const Word kind = random() % 8;
            word = kind == 0 ? 0 : kind == 1 ? ~Word{0} : random();
        }
        if (less(a, M::words) && a != Words{}) check<M>(a);
    }
}

}  // namespace

TEST_CASE("p256: inverses are OpenSSL's", "[p256]") {
    check_all<Prime>();
    check_all<Order>();
}

// Factors are not always reduced, so every number that five limbs can hold must have its inverse.
TEST_CASE("p256: a number above the prime has the inverse of what remains", "[p256]") {
    Number all_ones;
    for (Word& limb : all_ones.limb) limb = kLimbMask;
    const Number remains = to_montgomery<Prime>(canonical<Prime>(multiply<Prime>(all_ones, Number{{1}})));
    CHECK(canonical<Prime>(inverse<Prime>(all_ones)) == canonical<Prime>(inverse<Prime>(remains)));
}
