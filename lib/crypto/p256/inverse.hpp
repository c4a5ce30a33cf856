#pragma once
// Computes 1/a modulo the primes of P-256, by the division steps of Bernstein and Yang ("Fast constant-time
// gcd computation and modular inversion", 2019, §8 and §11). It is for public data only: here the steps skip
// over zero bits, so that the time depends on the number. 62 steps depend on the lowest 62 bits of f and g
// only, so they are first done on words, and then applied to the whole numbers at once, as a matrix.
#include <bit>
#include <utility>

#include "crypto/p256/field.hpp"

namespace vpass::p256 {
namespace {

using SignedWord = std::int64_t;
__extension__ typedef __int128 SignedWide;

constexpr int kStepBits = 62;
constexpr Word kStepMask = (Word{1} << kStepBits) - 1;

// The number is limb[0] + limb[1]·2^62 + …: the first four limbs are from 0 to 2^62 - 1, the last one has the
// sign.
struct Signed {
    SignedWord limb[5];
};

constexpr Signed signed_of(const Number& a) {
    const Word* l = a.limb;
    const Word all[5] = {l[0] | l[1] << 52, l[1] >> 10 | l[2] << 42, l[2] >> 20 | l[3] << 32,
                         l[3] >> 30 | l[4] << 22, l[4] >> 40};
    Signed out{};
    for (int i = 0; i < 5; ++i) out.limb[i] = static_cast<SignedWord>(all[i] & kStepMask);
    return out;
}

// The matrix of 62 steps: 2^62·f' = f_f·f + f_g·g and 2^62·g' = g_f·f + g_g·g. In each row the two absolute
// values add up to at most 2^62.
struct Steps {
    SignedWord f_f, f_g, g_f, g_g;
};

inline Steps divide(SignedWord& delta, Word f, Word g) {
    Word ff = 1, fg = 0, gf = 0, gg = 1;
    for (int left = kStepBits;;) {
        const int zeros = std::countr_zero(g | Word{1} << left);
        g >>= zeros;
        ff <<= zeros;
        fg <<= zeros;
        delta += zeros;
        left -= zeros;
        if (left == 0) break;
        if (delta > 0) {
            delta = -delta;
            g = -std::exchange(f, g);
            gf = -std::exchange(ff, gf);
            gg = -std::exchange(fg, gg);
        }
        g += f;
        gf += ff;
        gg += fg;
    }
    return {static_cast<SignedWord>(ff), static_cast<SignedWord>(fg), static_cast<SignedWord>(gf),
            static_cast<SignedWord>(gg)};
}

// Returns (a·x + b·y + c·m)/2^62, a division without remainder.
inline Signed combined(SignedWord a, const Signed& x, SignedWord b, const Signed& y, SignedWord c,
                       const Signed& m) {
    Signed out;
    SignedWide sum = 0;
#pragma GCC unroll 5
    for (int i = 0; i < 5; ++i) {
        sum += SignedWide{a} * x.limb[i] + SignedWide{b} * y.limb[i] + SignedWide{c} * m.limb[i];
        if (i > 0) out.limb[i - 1] = static_cast<SignedWord>(static_cast<Word>(sum) & kStepMask);
        sum >>= kStepBits;
    }
    out.limb[4] = static_cast<SignedWord>(sum);
    return out;
}

// Returns the number between -2^61 and 2^61 that makes low + c·m a multiple of 2^62.
template <class M>
SignedWord correction(Word low) {
    constexpr Word factor = negative_inverse(M::words[0]);
    return static_cast<SignedWord>(low * factor << 2) >> 2;
}

// Returns the inverse, in Montgomery form like `a`, which must not be a multiple of M.
template <class M>
Number inverse(const Number& a) {
    constexpr Signed modulus = signed_of(kModulus<M>);
    Signed f = modulus, g = signed_of(a);  // and modulo M: d·a is f, e·a is g
    Signed d{}, e{{1}};
    for (SignedWord delta = 1; g.limb[0] | g.limb[1] | g.limb[2] | g.limb[3] | g.limb[4];) {
        const Steps s = divide(delta, static_cast<Word>(f.limb[0]), static_cast<Word>(g.limb[0]));
        const Signed old_f = f, old_d = d;
        f = combined(s.f_f, old_f, s.f_g, g, 0, modulus);
        g = combined(s.g_f, old_f, s.g_g, g, 0, modulus);
        const auto low = [&](SignedWord x, SignedWord y) {
            return static_cast<Word>(x) * static_cast<Word>(old_d.limb[0]) +
                   static_cast<Word>(y) * static_cast<Word>(e.limb[0]);
        };
        const SignedWord d_part = correction<M>(low(s.f_f, s.f_g)), e_part = correction<M>(low(s.g_f, s.g_g));
        d = combined(s.f_f, old_d, s.f_g, e, d_part, modulus);
        e = combined(s.g_f, old_d, s.g_g, e, e_part, modulus);
    }
    // f is now 1 or -1. d has grown by at most half of M in each of at most 13 rounds (the paper's §11, for
    // 260 bits), so that 8·M ± d is positive and below 16·M.
    const SignedWide sign = f.limb[4] < 0 ? -1 : 1;
    SignedWide carry = 0;
    Word words[5];
    for (int i = 0; i < 5; ++i) {
        carry += SignedWide{8} * modulus.limb[i] + sign * d.limb[i];
        words[i] = static_cast<Word>(carry) & kStepMask;
        carry >>= kStepBits;
    }
    const Number positive = {{words[0] & kLimbMask, (words[0] >> 52 | words[1] << 10) & kLimbMask,
                              (words[1] >> 42 | words[2] << 20) & kLimbMask,
                              (words[2] >> 32 | words[3] << 30) & kLimbMask,
                              words[3] >> 22 | words[4] << 40}};
    return multiply<M>(positive, kCubedRadix<M>);
}

// Replaces each value by its inverse, at the price of one inversion, and three products for each
// (Montgomery's trick: 1/a = b·1/(a·b)). No value may be zero. `scratch` has room for as many numbers.
template <class M>
void invert_all(Number* values, Number* scratch, std::size_t count) {
    Number all = kOne<M>;
    for (std::size_t i = 0; i < count; ++i) {
        scratch[i] = all;
        all = multiply<M>(all, values[i]);
    }
    all = inverse<M>(all);
    for (std::size_t i = count; i-- > 0;) {
        const Number value = values[i];
        values[i] = multiply<M>(all, scratch[i]);
        all = multiply<M>(all, value);
    }
}

}  // namespace
}  // namespace vpass::p256
