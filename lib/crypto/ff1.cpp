// The variables in comments have their names of SP 800-38G, algorithms 7 and 8.
#include "crypto/ff1.hpp"

#include <bit>

#include "base/error.hpp"

namespace vpass {
namespace {

constexpr unsigned kRounds = 10;
constexpr std::uint64_t kMaxHalf = std::uint64_t{1} << 56;
constexpr std::uint64_t kMinStrings = 1'000'000;

std::uint64_t power(std::uint64_t base, std::uint32_t exponent) {
    std::uint64_t out = 1;
    while (exponent--) {
        if (out > kMaxHalf / base) throw Error(Code::crypto, "FF1: the numeral strings are too long");
        out *= base;
    }
    return out;
}

void append_number(Buffer& out, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = bytes; i--;) out.push_back(i < 8 ? static_cast<Byte>(value >> (8 * i)) : Byte{0});
}

}  // namespace

Ff1::Ff1(Bytes key, std::uint32_t radix, std::uint32_t numerals)
    : aes_(key),
      radix_(radix),
      numerals_(numerals),
      left_size_(power(radix, numerals / 2)),
      right_size_(power(radix, numerals - numerals / 2)) {
    if (left_size_ < kMinStrings && left_size_ * right_size_ < kMinStrings)
        throw Error(Code::crypto, "FF1: there are too few numeral strings");
    half_bytes_ = (static_cast<std::size_t>(std::bit_width(right_size_ - 1)) + 7) / 8;
}

// Returns NUM of the first d bytes of the expanded PRF, reduced: y of step 6.v modulo radix^m.
std::uint64_t Ff1::round(Bytes tweak, unsigned number, std::uint64_t half) const {
    static thread_local Buffer message;  // P ‖ Q
    message.assign({1, 2, 1});
    append_number(message, radix_, 3);
    append_number(message, kRounds, 1);
    append_number(message, numerals_ / 2, 1);
    append_number(message, numerals_, 4);
    append_number(message, tweak.size(), 4);
    append(message, tweak);
    while ((message.size() + 1 + half_bytes_) % 16) message.push_back(0);
    append_number(message, number, 1);
    append_number(message, half, half_bytes_);

    AesBlock r{};  // PRF: CBC-MAC without padding
    for (std::size_t at = 0; at < message.size(); at += 16) {
        for (std::size_t i = 0; i < 16; ++i) r[i] ^= message[at + i];
        aes_.encrypt(r);
    }
    const std::uint64_t size = modulus(number);
    std::uint64_t y = 0;
    AesBlock block = r;
    for (std::size_t i = 0, d = 4 * ((half_bytes_ + 3) / 4) + 4; i < d; ++i) {
        if (i && i % 16 == 0) {  // S: CIPH of R xor the number of the block
            block = r;
            block[15] ^= static_cast<Byte>(i / 16);
            aes_.encrypt(block);
        }
        y = (y << 8 | block[i % 16]) % size;
    }
    return y;
}

Ff1::Halves Ff1::encrypt(Bytes tweak, Halves x) const {
    for (unsigned i = 0; i < kRounds; ++i) {
        const std::uint64_t c = (x.left + round(tweak, i, x.right)) % modulus(i);
        x = {x.right, c};
    }
    return x;
}

Ff1::Halves Ff1::decrypt(Bytes tweak, Halves x) const {
    for (unsigned i = kRounds; i--;) {
        const std::uint64_t size = modulus(i);
        const std::uint64_t c = (x.right + size - round(tweak, i, x.left)) % size;
        x = {c, x.left};
    }
    return x;
}

}  // namespace vpass
