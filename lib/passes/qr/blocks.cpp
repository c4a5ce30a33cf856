#include "passes/qr/blocks.hpp"

#include <algorithm>
#include <array>

namespace vpass::qr {
namespace {

// Table 9 of the standard: bytes of error correction in a block, and blocks, by level and version from 1.
constexpr Byte kCorrection[4][kVersions] = {
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
};
constexpr Byte kBlocks[4][kVersions] = {
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
};

std::size_t correction(int version, QrLevel level) {
    return kCorrection[static_cast<std::size_t>(level)][version - 1];
}
std::size_t blocks(int version, QrLevel level) {
    return kBlocks[static_cast<std::size_t>(level)][version - 1];
}

// GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1.
struct Field {
    std::array<Byte, 512> power{};
    std::array<Byte, 256> logarithm{};
    constexpr Field() {
        unsigned value = 1;
        for (std::size_t i = 0; i < 255; ++i) {
            power[i] = power[i + 255] = static_cast<Byte>(value);
            logarithm[value] = static_cast<Byte>(i);
            value = value << 1 ^ (value & 0x80 ? 0x11d : 0);
        }
    }
    constexpr Byte product(Byte a, Byte b) const {
        return a && b ? power[std::size_t{logarithm[a]} + logarithm[b]] : Byte{0};
    }
};
constexpr Field kField;

constexpr std::size_t kMostCorrection = 30;

// Divisors by their degree, without the leading 1, the highest power first.
using Divisor = std::array<Byte, kMostCorrection>;
constexpr std::array<Divisor, kMostCorrection + 1> make_divisors() {
    std::array<Divisor, kMostCorrection + 1> out{};
    for (std::size_t degree = 1; degree <= kMostCorrection; ++degree) {
        Divisor& divisor = out[degree];
        divisor[degree - 1] = 1;
        for (std::size_t root = 0; root < degree; ++root) {
            for (std::size_t i = 0; i < degree; ++i) {
                divisor[i] = kField.product(divisor[i], kField.power[root]);
                if (i + 1 < degree) divisor[i] = static_cast<Byte>(divisor[i] ^ divisor[i + 1]);
            }
        }
    }
    return out;
}
constexpr std::array<Divisor, kMostCorrection + 1> kDivisors = make_divisors();

void remainder(Bytes data, std::size_t degree, Byte* out) {
    std::array<Byte, kMostCorrection> logs{};
    for (std::size_t i = 0; i < degree; ++i) logs[i] = kField.logarithm[kDivisors[degree][i]];
    std::fill_n(out, degree, Byte{0});
    for (const Byte byte : data) {
        const auto factor = static_cast<Byte>(byte ^ out[0]);
        std::copy(out + 1, out + degree, out);
        out[degree - 1] = 0;
        if (factor == 0) continue;
        const Byte* const powers = kField.power.data() + kField.logarithm[factor];
        for (std::size_t i = 0; i < degree; ++i) out[i] = static_cast<Byte>(out[i] ^ powers[logs[i]]);
    }
}

}  // namespace

std::size_t codewords(int version) {
    const int alignments = version == 1 ? 0 : version / 7 + 2;
    int modules = (16 * version + 128) * version + 64;
    if (version >= 2) modules -= (25 * alignments - 10) * alignments - 55;
    if (version >= 7) modules -= 36;
    return static_cast<std::size_t>(modules / 8);
}

std::size_t capacity(int version, QrLevel level) {
    return codewords(version) - correction(version, level) * blocks(version, level);
}

// The last blocks are one byte longer when the data does not divide evenly.
void add_error_correction(Bytes data, int version, QrLevel level, Buffer& out) {
    const std::size_t count = blocks(version, level), extra = correction(version, level);
    const std::size_t least = data.size() / count, longer = data.size() % count;
    out.resize(codewords(version));
    std::array<Byte, kMostCorrection> check{};
    std::size_t start = 0;
    for (std::size_t block = 0; block < count; ++block) {
        const bool is_longer = block >= count - longer;
        const Bytes part = data.subspan(start, least + (is_longer ? 1 : 0));
        start += part.size();
        for (std::size_t i = 0; i < least; ++i) out[i * count + block] = part[i];
        if (is_longer) out[least * count + block - (count - longer)] = part[least];
        remainder(part, extra, check.data());
        for (std::size_t i = 0; i < extra; ++i) out[data.size() + i * count + block] = check[i];
    }
}

}  // namespace vpass::qr
