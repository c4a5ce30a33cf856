#pragma once
// Computes the sums u1·G + u2·Q of a batch of signatures, kLanes<V> signatures side by side.
//
// A multiplier of 256 bits becomes 32 odd digits d of eight bits, -255 to 255, so that no digit is zero and
// no point is infinity. The 32 rows of the generator and the 32 rows of the key are added as two trees of
// five levels, and the two sums that remain are compared with r without adding them.
//
// The formula for addition fails where two points have the same x. Below the root of a tree that cannot
// happen: the two sides are odd multiples of different powers of 2^8, and their sum and difference, below
// 2^256 < 2n and divisible by a power of two, are never ±n. At the root it can happen only for multipliers
// within 2^129 of n, which digits_of (p256_batch.cpp) refuses. Between the two roots the code notices it, and
// leaves the question undecided.
#include <memory>

#include "crypto/p256/batch.hpp"
#include "crypto/p256/inverse.hpp"

namespace vpass::p256 {

constexpr std::size_t kDigits = 2 * KeyTable::kWindows;

struct Sum {
    const KeyTable* generator;
    const KeyTable* key;
    std::array<Byte, kDigits> digits;  // b stands for 2b - 255; of u1, then of u2, the lowest first
    Number r;                          // in Montgomery form
};

// Set answers[i] for each of the sums. Those that have lanes are there on x86-64 alone, and may only run
// where the processor has them: ask engines().
void check_sums_portable(const Sum* sums, std::size_t count, SignatureCheck* answers);
void check_sums_avx2(const Sum* sums, std::size_t count, SignatureCheck* answers);
void check_sums_avx512(const Sum* sums, std::size_t count, SignatureCheck* answers);

template <class V>
struct Point {
    Element<V> x, y;
};

namespace {

template <class V>
Element<V> from_lanes(const Number* numbers) {
    Word words[kLimbs][kLanes<V>];
    for (std::size_t lane = 0; lane < kLanes<V>; ++lane) {
        for (int i = 0; i < kLimbs; ++i) words[i][lane] = numbers[lane].limb[i];
    }
    Element<V> out;
    std::memcpy(&out, words, sizeof out);
    return out;
}
template <class V>
void to_lanes(const Element<V>& a, Number* numbers) {
    Word words[kLimbs][kLanes<V>];
    std::memcpy(words, &a, sizeof a);
    for (std::size_t lane = 0; lane < kLanes<V>; ++lane) {
        for (int i = 0; i < kLimbs; ++i) numbers[lane].limb[i] = words[i][lane];
    }
}

template <class V>
Element<V> inverse_of_lanes(const Element<V>& a) {
    Number numbers[kLanes<V>], scratch[kLanes<V>];
    to_lanes(a, numbers);
    invert_all<Prime>(numbers, scratch, kLanes<V>);
    return from_lanes<V>(numbers);
}

// Loads words[i] with the word i of each of kLanes<V> rows.
template <class V>
void load_words(const KeyTable::Row* const* rows, V* words);
template <>
inline void load_words(const KeyTable::Row* const* rows, Word* words) {
    std::copy_n(rows[0]->words, 8, words);
}

template <class V>
[[gnu::always_inline]] inline Point<V> load_point(const Sum* sums, std::size_t digit) {
    const KeyTable::Row* rows[kLanes<V>];
    Word signs[kLanes<V>];
    for (std::size_t lane = 0; lane < kLanes<V>; ++lane) {
        const Sum& s = sums[lane];
        const KeyTable& table = digit < KeyTable::kWindows ? *s.generator : *s.key;
        const Word byte = s.digits[digit], negative = (byte >> 7) - 1;  // all ones, or zero
        rows[lane] = &table.rows[digit % KeyTable::kWindows][(byte ^ negative) & 127];
        signs[lane] = negative;
    }
    V words[8], sign;
    load_words(rows, words);
    std::memcpy(&sign, signs, sizeof sign);
    Point<V> out{limbs_of(words[0], words[1], words[2], words[3]),
                 limbs_of(words[4], words[5], words[6], words[7])};
    for (V& limb : out.y.limb) limb = (limb ^ sign) - sign;
    return out;
}

// Computes sums[i] = point(2i) + point(2i+1). `sums` may be the array that point() reads; `prefix` has room
// for `count`.
template <class V, class Load>
void add_pairs(std::size_t count, const Load& point, Point<V>* sums, Element<V>* prefix) {
    Number ones[kLanes<V>];
    std::ranges::fill(ones, kOne<Prime>);
    Element<V> all = from_lanes<V>(ones);
    for (std::size_t i = count; i-- > 0;) {
        prefix[i] = all;
        all = product(all, difference(point(2 * i + 1).x, point(2 * i).x));
    }
    Element<V> rest = inverse_of_lanes(all);
    for (std::size_t i = 0; i < count; ++i) {
        const Point<V> a = point(2 * i), b = point(2 * i + 1);
        const Element<V> slope = product(difference(b.y, a.y), product(rest, prefix[i]));
        rest = product(rest, difference(b.x, a.x));
        sums[i].x = reduced_difference(product(slope, slope), a.x, b.x);
        sums[i].y = reduced_difference(product(slope, difference(a.x, sums[i].x)), a.y, {});
    }
}

// Finds out, lane by lane, whether a reduced number is zero.
template <class V>
void find_zeros(const Element<V>& a, bool* zero) {
    Number numbers[kLanes<V>];
    to_lanes(a, numbers);
    for (std::size_t lane = 0; lane < kLanes<V>; ++lane)
        zero[lane] = canonical<Prime>(numbers[lane]) == Words{};
}

// Compares x of the sum a + b, which is slope² - a.x - b.x, with r. Both sides are multiplied by the square
// of the slope's denominator.
template <class V>
void compare_with_r(const Point<V>& a, const Point<V>& b, const Sum* sums, SignatureCheck* answers) {
    Number r[kLanes<V>];
    for (std::size_t lane = 0; lane < kLanes<V>; ++lane) r[lane] = sums[lane].r;
    const Element<V> run = reduced_difference(b.x, a.x, {}), rise = difference(b.y, a.y);
    const Element<V> wanted = product(sum(a.x, b.x, from_lanes<V>(r)), product(run, run));
    bool same_x[kLanes<V>], equal[kLanes<V>];
    find_zeros(run, same_x);
    find_zeros(reduced_difference(product(rise, rise), wanted, {}), equal);
    for (std::size_t lane = 0; lane < kLanes<V>; ++lane)
        answers[lane] = same_x[lane]  ? SignatureCheck::undecided
                        : equal[lane] ? SignatureCheck::valid
                                      : SignatureCheck::invalid;
}

// Checks `count` sums, a multiple of kLanes<V>.
template <class V>
void check_sums(const Sum* sums, std::size_t count, SignatureCheck* answers) {
    std::size_t pairs = count / kLanes<V> * kDigits / 2;
    const auto points = std::make_unique_for_overwrite<Point<V>[]>(pairs);
    const auto prefix = std::make_unique_for_overwrite<Element<V>[]>(pairs);
    add_pairs<V>(
        pairs, [&](std::size_t i) { return load_point<V>(sums + i / kDigits * kLanes<V>, i % kDigits); },
        points.get(), prefix.get());
    while (pairs > 2 * count / kLanes<V>) {
        pairs /= 2;
        add_pairs<V>(
            pairs, [&](std::size_t i) -> const Point<V>& { return points[i]; }, points.get(), prefix.get());
    }
    for (std::size_t i = 0; i < count; i += kLanes<V>) {
        const std::size_t root = 2 * i / kLanes<V>;
        compare_with_r(points[root], points[root + 1], sums + i, answers + i);
    }
}

}  // namespace
}  // namespace vpass::p256
