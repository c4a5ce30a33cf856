#include <vector>

#include "crypto/p256/batch.hpp"
#include "crypto/p256/sum.hpp"

namespace vpass::p256 {
namespace {

// The coefficient b and the generator (SEC 2 §2.4.2).
constexpr Words kB = {0x3BCE3C3E27D2604B, 0x651D06B0CC53B0F6, 0xB3EBBD55769886BC, 0x5AC635D8AA3A93E7};
constexpr Words kGeneratorX = {0xF4A13945D898C296, 0x77037D812DEB33A0, 0xF8BCE6E563A440F2,
                               0x6B17D1F2E12C4247};
constexpr Words kGeneratorY = {0xCBB6406837BF51F5, 0x2BCE33576B315ECE, 0x8EE7EB4A7C0F9E16,
                               0x4FE342E2FE1A7F9B};

bool on_curve(const Words& wx, const Words& wy) {
    if (!less(wx, Prime::words) || !less(wy, Prime::words)) return false;
    const Number x = to_montgomery<Prime>(wx), y = to_montgomery<Prime>(wy);
    // y² + 3x = x³ + b
    const Number left = sum(product(y, y), sum(x, x, x), {});
    const Number zero = reduced_difference(left, product(product(x, x), x), to_montgomery<Prime>(kB));
    return canonical<Prime>(zero) == Words{};
}

// Returns the points 2^i·Q, i from 0 to 255, by doubling in Jacobian coordinates x = X/Z², y = Y/Z³ (for a =
// -3; the formulas of Bernstein, 2001).
std::vector<Point<Word>> doublings(const Words& x, const Words& y) {
    const auto times_four = [](const Number& a) {
        return reduced_difference(sum(a, a, sum(a, a, {})), {}, {});
    };
    std::vector<Point<Word>> out;
    std::vector<Number> inverse_z, scratch(256);
    Number X = to_montgomery<Prime>(x), Y = to_montgomery<Prime>(y), Z = kOne<Prime>;
    for (int i = 0; i < 256; ++i) {
        out.push_back({X, Y});
        inverse_z.push_back(Z);
        const Number zz = product(Z, Z), yy = product(Y, Y);
        const Number four_xyy = times_four(product(X, yy)), four_yyyy = times_four(product(yy, yy));
        const Number factor = product(difference(X, zz), sum(X, zz, {}));
        const Number slope = sum(factor, factor, factor);
        Z = product(sum(Y, Y, {}), Z);
        X = reduced_difference(product(slope, slope), four_xyy, four_xyy);
        Y = reduced_difference(product(slope, difference(four_xyy, X)), four_yyyy, four_yyyy);
    }
    invert_all<Prime>(inverse_z.data(), scratch.data(), inverse_z.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const Number zz = product(inverse_z[i], inverse_z[i]);
        out[i] = {product(out[i].x, zz), product(out[i].y, product(zz, inverse_z[i]))};
    }
    return out;
}

std::unique_ptr<const KeyTable> build_table(const Words& x, const Words& y) {
    const std::vector<Point<Word>> powers = doublings(x, y);
    // We build the odd multiples of each window in order: adding 2^k to the multiples below 2^k gives those
    // from 2^k to 2^(k+1).
    std::vector<Point<Word>> multiples, sums(KeyTable::kWindows * KeyTable::kMultiples / 2);
    std::vector<Number> prefix(sums.size());
    multiples.resize(2 * sums.size());
    for (std::size_t w = 0; w < KeyTable::kWindows; ++w) multiples[w * KeyTable::kMultiples] = powers[8 * w];
    for (std::size_t k = 1; k < 8; ++k) {
        const std::size_t known = std::size_t{1} << (k - 1);
        const auto summand = [&](std::size_t i) -> const Point<Word>& {
            const std::size_t w = i / 2 / known;
            return i % 2 ? powers[8 * w + k] : multiples[w * KeyTable::kMultiples + i / 2 % known];
        };
        add_pairs<Word>(KeyTable::kWindows * known, summand, sums.data(), prefix.data());
        for (std::size_t w = 0; w < KeyTable::kWindows; ++w)
            std::copy_n(&sums[w * known], known, &multiples[w * KeyTable::kMultiples + known]);
    }
    auto table = std::make_unique<KeyTable>();
    for (std::size_t i = 0; i < multiples.size(); ++i) {
        auto& row = table->rows[i / KeyTable::kMultiples][i % KeyTable::kMultiples].words;
        std::ranges::copy(canonical<Prime>(multiples[i].x), row);
        std::ranges::copy(canonical<Prime>(multiples[i].y), row + 4);
    }
    return table;
}

}  // namespace

std::unique_ptr<const KeyTable> KeyTable::build(Bytes x, Bytes y) {
    if (x.size() != 32 || y.size() != 32 || !on_curve(from_bytes(x), from_bytes(y))) return nullptr;
    return build_table(from_bytes(x), from_bytes(y));
}

const KeyTable& KeyTable::of_generator() {
    static const auto table = build_table(kGeneratorX, kGeneratorY);
    return *table;
}

}  // namespace vpass::p256
