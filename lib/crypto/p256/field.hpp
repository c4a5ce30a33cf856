#pragma once
// Arithmetic modulo the two primes of P-256 (SEC 2 §2.4.2): p of its field and n of its order. It is for
// public data only: its time depends on the numbers.
//
// A number is five limbs of 52 bits, in Montgomery form (a stands for a·2^260) unless said otherwise. 260
// bits leave room for sixteen times a prime, so that sums and differences need no reduction before the next
// product. A limb is a word, or a vector of words that compute with several numbers at once, a number a lane;
// only the product is written for each (in avx2.cpp for four lanes, in avx512.cpp for eight).
//
// The functions have internal linkage, because each file that includes them compiles them for another
// processor.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/bytes.hpp"

namespace vpass::p256 {

using Word = std::uint64_t;
__extension__ typedef unsigned __int128 Wide;
using Words = std::array<Word, 4>;  // 256 bits, little-endian, not in Montgomery form

constexpr int kLimbs = 5;
constexpr int kLimbBits = 52;
constexpr Word kLimbMask = (Word{1} << kLimbBits) - 1;

template <class V>
struct Element {
    alignas(sizeof(V)) V limb[kLimbs];
};
using Number = Element<Word>;

template <class V>
constexpr std::size_t kLanes = sizeof(V) / sizeof(Word);

namespace {

// Returns the limbs of 256 bits that are given as words.
template <class V>
constexpr Element<V> limbs_of(const V& w0, const V& w1, const V& w2, const V& w3) {
    return {{w0 & kLimbMask, ((w0 >> 52) | (w1 << 12)) & kLimbMask, ((w1 >> 40) | (w2 << 24)) & kLimbMask,
             ((w2 >> 28) | (w3 << 36)) & kLimbMask, w3 >> 16}};
}
constexpr Number limbs_of(const Words& w) { return limbs_of(w[0], w[1], w[2], w[3]); }

inline Words from_bytes(Bytes big_endian) {  // 32 of them
    Words out{};
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 8; ++j) out[3 - i] = out[3 - i] << 8 | big_endian[8 * i + j];
    }
    return out;
}

// Returns the words of a number below 2^256 whose limbs are in range.
constexpr Words words_of(const Number& a) {
    const Word* l = a.limb;
    return {l[0] | l[1] << 52, l[1] >> 12 | l[2] << 40, l[2] >> 24 | l[3] << 28, l[3] >> 36 | l[4] << 16};
}

constexpr bool less(const Words& a, const Words& b) {
    return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

// Returns a - m where that is not negative, else a. One such step brings a number below 2m into the range 0
// to m-1.
constexpr Number subtract_once(const Number& a, const Number& m) {
    Number out{};
    std::int64_t carry = 0;
    for (int i = 0; i < kLimbs; ++i) {
        carry += static_cast<std::int64_t>(a.limb[i] - m.limb[i]);
        out.limb[i] = static_cast<Word>(carry) & kLimbMask;
        carry >>= kLimbBits;
    }
    return carry < 0 ? a : out;
}

// Returns 2^exponent mod m, for the constants below.
constexpr Number power_of_two(int exponent, const Number& m) {
    Number out{{1}};
    for (int i = 0; i < exponent; ++i) {
        Word carry = 0;
        for (Word& limb : out.limb) {
            carry += 2 * limb;
            limb = carry & kLimbMask;
            carry >>= kLimbBits;
        }
        out = subtract_once(out, m);
    }
    return out;
}

// Returns -1/m modulo 2^64, by Newton's iteration.
constexpr Word negative_inverse(Word m) {
    Word x = 1;
    for (int i = 0; i < 6; ++i) x *= 2 - m * x;
    return -x;
}

struct Prime {
    static constexpr Words words = {0xFFFFFFFFFFFFFFFF, 0x00000000FFFFFFFF, 0, 0xFFFFFFFF00000001};
    // The reducer is p + 1. As p is -1 modulo 2^52, adding q·p to a number that ends in the limb q clears
    // that limb. This is the same as dropping the limb and adding q·(p+1), whose limbs are nearly all zero or
    // a power of two.
    static constexpr Number reducer = {{0, Word{1} << 44, 0, Word{1} << 36, 0xFFFFFFFF0000}};
};
struct Order {
    static constexpr Words words = {0xF3B9CAC2FC632551, 0xBCE6FAADA7179E84, 0xFFFFFFFFFFFFFFFF,
                                    0xFFFFFFFF00000000};
    static constexpr Number reducer = limbs_of(words);
};
template <class M>
constexpr Number kModulus = limbs_of(M::words);
template <class M>
constexpr Number kOne = power_of_two(kLimbs* kLimbBits, kModulus<M>);
template <class M>
constexpr Number kSquaredRadix = power_of_two(2 * kLimbs * kLimbBits, kModulus<M>);
template <class M>
constexpr Number kCubedRadix = power_of_two(3 * kLimbs * kLimbBits, kModulus<M>);
template <class M>
constexpr Word kFactor = negative_inverse(M::words[0]) & kLimbMask;

// Returns a·b/2^260 modulo M, less than M + a·b/2^260. Limbs are in range on both sides.
template <class M>
Number multiply(const Number& a, const Number& b) {
    const auto& m = M::reducer.limb;
    Number out;
    Word quotient[kLimbs];
    Wide column = 0;
#pragma GCC unroll 10
    for (int k = 0; k < 2 * kLimbs - 1; ++k) {
#pragma GCC unroll 5
        for (int i = 0; i < kLimbs; ++i) {
            if (k - i < 0 || k - i >= kLimbs) continue;
            column += Wide{a.limb[i]} * b.limb[k - i];
            if (i < k) column += Wide{quotient[i]} * m[k - i];
        }
        if (k < kLimbs) {
            quotient[k] = static_cast<Word>(column) * kFactor<M> & kLimbMask;
            column += Wide{quotient[k]} * m[0];
        } else {
            out.limb[k - kLimbs] = static_cast<Word>(column) & kLimbMask;
        }
        column >>= kLimbBits;
    }
    out.limb[kLimbs - 1] = static_cast<Word>(column);
    return out;
}

// Multiplies modulo p, lane by lane.
template <class V>
Element<V> product(const Element<V>& a, const Element<V>& b);
template <>
inline Number product(const Number& a, const Number& b) {
    return multiply<Prime>(a, b);
}

template <class M>
Number to_montgomery(const Words& a) {
    return multiply<M>(limbs_of(a), kSquaredRadix<M>);
}
// Returns the words of a number below 2M, reduced to 0 to M-1. Multiplying by 1 beforehand leaves Montgomery
// form.
template <class M>
Words canonical(const Number& a) {
    return words_of(subtract_once(a, kModulus<M>));
}

// Returns 4p, written with limbs that stay positive when two limbs are subtracted from each.
constexpr Number four_primes() {
    Number out{};
    Word carry = 0;
    for (int i = 0; i < kLimbs; ++i) {
        carry += 4 * kModulus<Prime>.limb[i];
        out.limb[i] = i < kLimbs - 1 ? carry & kLimbMask : carry;
        carry >>= kLimbBits;
    }
    for (int i = 0; i < kLimbs - 1; ++i) {
        out.limb[i] += Word{4} << kLimbBits;
        out.limb[i + 1] -= 4;
    }
    return out;
}
constexpr Number kFourPrimes = four_primes();

template <class V>
[[gnu::always_inline]] inline Element<V> carried(Element<V> a) {
#pragma GCC unroll 4
    for (int i = 0; i < kLimbs - 1; ++i) {
        a.limb[i + 1] += a.limb[i] >> kLimbBits;
        a.limb[i] &= kLimbMask;
    }
    return a;
}

// Compute a - b and a + b + c modulo p, not reduced. The results may be factors of a product, since no factor
// here exceeds 7p.
template <class V>
[[gnu::always_inline]] inline Element<V> difference(const Element<V>& a, const Element<V>& b) {
    Element<V> out;
#pragma GCC unroll 5
    for (int i = 0; i < kLimbs; ++i) out.limb[i] = a.limb[i] + kFourPrimes.limb[i] - b.limb[i];
    return carried(out);
}
template <class V>
[[gnu::always_inline]] inline Element<V> sum(const Element<V>& a, const Element<V>& b, const Element<V>& c) {
    Element<V> out;
#pragma GCC unroll 5
    for (int i = 0; i < kLimbs; ++i) out.limb[i] = a.limb[i] + b.limb[i] + c.limb[i];
    return carried(out);
}

// Returns a - b - c modulo p, less than 2^256 + 2^228: each 2^256 in it is replaced by 2^224 - 2^192 - 2^96 +
// 1.
template <class V>
[[gnu::always_inline]] inline Element<V> reduced_difference(const Element<V>& a, const Element<V>& b,
                                                            const Element<V>& c) {
    Element<V> out;
#pragma GCC unroll 5
    for (int i = 0; i < kLimbs; ++i) out.limb[i] = a.limb[i] + kFourPrimes.limb[i] - b.limb[i] - c.limb[i];
    const V excess = out.limb[4] >> 48;
    out.limb[0] += excess;
    out.limb[1] -= excess << 44;
    out.limb[3] -= excess << 36;
    out.limb[4] = (out.limb[4] & ((Word{1} << 48) - 1)) + (excess << 16);
    return carried(out);
}

}  // namespace
}  // namespace vpass::p256
