// Computes eight signatures side by side, on processors with AVX-512 IFMA: one instruction multiplies eight
// pairs of 52-bit limbs and adds the lower or the upper half of the products. judge() chooses this code at
// run time.
#ifdef __x86_64__
#include <immintrin.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "crypto/p256/batch.hpp"

// The code from here on is compiled for such a processor. The headers above must come before, since the
// linker merges the functions that they define.
#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx512ifma")
#endif
#include "crypto/p256/sum.hpp"

namespace vpass::p256 {
namespace {

typedef Word Vector __attribute__((vector_size(64)));

inline Vector add_low(Vector sum, Vector a, Vector b) {
    return Vector(_mm512_madd52lo_epu64(__m512i(sum), __m512i(a), __m512i(b)));
}
inline Vector add_high(Vector sum, Vector a, Vector b) {
    return Vector(_mm512_madd52hi_epu64(__m512i(sum), __m512i(a), __m512i(b)));
}

// Computes multiply<Prime> lane by lane, with the upper halves of the limbs' products one column up.
template <>
inline Element<Vector> product(const Element<Vector>& a, const Element<Vector>& b) {
    Vector low[2 * kLimbs]{}, high[2 * kLimbs]{};
#pragma GCC unroll 5
    for (int i = 0; i < kLimbs; ++i) {
#pragma GCC unroll 5
        for (int j = 0; j < kLimbs; ++j) {
            low[i + j] = add_low(low[i + j], a.limb[i], b.limb[j]);
            high[i + j + 1] = add_high(high[i + j + 1], a.limb[i], b.limb[j]);
        }
    }
    Vector column[2 * kLimbs];
#pragma GCC unroll 10
    for (int k = 0; k < 2 * kLimbs; ++k) column[k] = low[k] + high[k];
#pragma GCC unroll 5
    for (int k = 0; k < kLimbs; ++k) {
        const Vector quotient = column[k];  // its lower 52 bits: the rest is carried
        column[k + 1] += quotient >> kLimbBits;
#pragma GCC unroll 5
        for (int j = 1; j < kLimbs; ++j) {
            if (Prime::reducer.limb[j] == 0) continue;
            const Vector factor = Vector{} + Prime::reducer.limb[j];
            column[k + j] = add_low(column[k + j], quotient, factor);
            column[k + j + 1] = add_high(column[k + j + 1], quotient, factor);
        }
    }
    return carried(Element<Vector>{{column[5], column[6], column[7], column[8], column[9]}});
}

inline Vector even_pairs(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, 0, 1, 4, 5, 8, 9, 12, 13);
}
inline Vector odd_pairs(Vector a, Vector b) {
    return __builtin_shufflevector(a, b, 2, 3, 6, 7, 10, 11, 14, 15);
}

// Transposes eight rows of eight words: words[i] gets the word i of each row.
template <>
inline void load_words(const KeyTable::Row* const* rows, Vector* words) {
    Vector pair[8], four[8];
    for (int i = 0; i < 8; i += 2) {
        Vector a, b;
        std::memcpy(&a, rows[i], sizeof a);
        std::memcpy(&b, rows[i + 1], sizeof b);
        pair[i] = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
        pair[i + 1] = __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i : {0, 1, 4, 5}) {
        four[i] = even_pairs(pair[i], pair[i + 2]);
        four[i + 2] = odd_pairs(pair[i], pair[i + 2]);
    }
    for (int i = 0; i < 4; ++i) {
        words[i] = even_pairs(four[i], four[i + 4]);
        words[i + 4] = odd_pairs(four[i], four[i + 4]);
    }
}

}  // namespace

void check_sums_avx512(const Sum* sums, std::size_t count, SignatureCheck* answers) {
    check_sums<Vector>(sums, count, answers);
}

}  // namespace vpass::p256
#ifdef __clang__
#pragma clang attribute pop
#endif

#endif
