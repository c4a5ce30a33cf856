// Computes four signatures side by side, on processors with AVX2 and FMA but without AVX-512 IFMA. They have
// no product of 52-bit limbs, but doubles give an exact one: a fused multiply-add rounds once, so a first one
// leaves the upper half of a product of limbs in its mantissa, and a second one the part that the first
// rounded off (Emmart, Zheng and Weems, Faster Modular Exponentiation Using Double Precision Floating Point
// Arithmetic on the GPU, 2018). judge() chooses this code at run time; the rounding mode is the default, to
// nearest.
#ifdef __x86_64__
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <memory>

#include "crypto/p256/batch.hpp"

// The code from here on is compiled for such a processor. The headers above must come before, since the
// linker merges the functions that they define.
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif
#include "crypto/p256/sum.hpp"

namespace vpass::p256 {
namespace {

typedef Word Vector __attribute__((vector_size(32)));
typedef double Reals __attribute__((vector_size(32)));

// When a smaller number is added to one of these, the lower bits of the double show it: kHigh shows multiples
// of 2^52, kLow integers of either sign.
constexpr double kHigh = 0x1p104, kLow = 0x1.8p52;

// The start values of the columns of a product. They subtract kHigh and kLow again, and add 2^62, which keeps
// each column positive, less the part that the column before carries.
using Columns = std::array<Word, std::size_t{2} * kLimbs>;
constexpr Columns kColumns = [] {
    Columns out{};
    for (int i = 0; i < kLimbs; ++i) {
        for (int j = 0; j < kLimbs; ++j) {
            out[i + j] -= std::bit_cast<Word>(kLow);
            out[i + j + 1] -= std::bit_cast<Word>(kHigh);
        }
    }
    for (int k = 0; k < 2 * kLimbs - 1; ++k) {
        out[k] += Word{1} << 62;
        out[k + 1] -= Word{1} << (62 - kLimbBits);
    }
    return out;
}();

inline Reals fused(Reals a, Reals b, Reals c) {
    return Reals(_mm256_fmadd_pd(__m256d(a), __m256d(b), __m256d(c)));
}

inline Reals real(Vector limb) {
    constexpr double shift = 0x1p52;
    return Reals(limb | std::bit_cast<Word>(shift)) - shift;
}

// Computes multiply<Prime> lane by lane. The result is exact: a limb is below 2^52, and half a unit of kHigh
// is 2^51.
template <>
inline Element<Vector> product(const Element<Vector>& a, const Element<Vector>& b) {
    Reals x[kLimbs], y[kLimbs];
    Vector column[2 * kLimbs];
#pragma GCC unroll 5
    for (int i = 0; i < kLimbs; ++i) {
        x[i] = real(a.limb[i]);
        y[i] = real(b.limb[i]);
    }
#pragma GCC unroll 10
    for (int k = 0; k < 2 * kLimbs; ++k) column[k] = Vector{} + kColumns[k];
#pragma GCC unroll 10
    for (int k = 0; k < 2 * kLimbs - 1; ++k) {
#pragma GCC unroll 5
        for (int i = 0; i < kLimbs; ++i) {
            if (k - i < 0 || k - i >= kLimbs) continue;
            const Reals high = fused(x[i], y[k - i], Reals{} + kHigh);
            const Reals low = fused(x[i], y[k - i], kHigh - high) + kLow;
            column[k] += Vector(low);
            column[k + 1] += Vector(high);
        }
    }
    // Adding q·(p + 1), where p + 1 = 2^96 + 2^192 + 2^256 - 2^224, clears the lowest limb q.
#pragma GCC unroll 5
    for (int k = 0; k < kLimbs; ++k) {
        const Vector q = column[k] & kLimbMask;
        column[k + 1] += (column[k] >> kLimbBits) + (q << 44 & kLimbMask);
        column[k + 2] += q >> 8;
        column[k + 3] += q << 36 & kLimbMask;
        column[k + 4] += (q >> 16) + (q << 48 & kLimbMask) - (q << 16 & kLimbMask);
        column[k + 5] += (q >> 4) - (q >> 36);
    }
    return carried(Element<Vector>{{column[5], column[6], column[7], column[8], column[9]}});
}

// Transposes four rows of eight words: words[i] gets the word i of each row.
template <>
inline void load_words(const KeyTable::Row* const* rows, Vector* words) {
    for (int half = 0; half < 8; half += 4) {
        Vector row[4];
        for (int i = 0; i < 4; ++i) std::memcpy(&row[i], rows[i]->words + half, sizeof row[i]);
        const Vector even01 = __builtin_shufflevector(row[0], row[1], 0, 4, 2, 6);
        const Vector odd01 = __builtin_shufflevector(row[0], row[1], 1, 5, 3, 7);
        const Vector even23 = __builtin_shufflevector(row[2], row[3], 0, 4, 2, 6);
        const Vector odd23 = __builtin_shufflevector(row[2], row[3], 1, 5, 3, 7);
        words[half] = __builtin_shufflevector(even01, even23, 0, 1, 4, 5);
        words[half + 1] = __builtin_shufflevector(odd01, odd23, 0, 1, 4, 5);
        words[half + 2] = __builtin_shufflevector(even01, even23, 2, 3, 6, 7);
        words[half + 3] = __builtin_shufflevector(odd01, odd23, 2, 3, 6, 7);
    }
}

}  // namespace

void check_sums_avx2(const Sum* sums, std::size_t count, SignatureCheck* answers) {
    check_sums<Vector>(sums, count, answers);
}

}  // namespace vpass::p256
#ifdef __clang__
#pragma clang attribute pop
#endif

#endif
