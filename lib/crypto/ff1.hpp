#pragma once
// FF1, format-preserving encryption (NIST SP 800-38G): a keyed permutation of all numeral strings of one
// length, and under each tweak another one.
#include <cstdint>

#include "crypto/aes.hpp"

namespace vpass {

// Immutable after construction; any number of threads may use one.
class Ff1 {
 public:
    // A numeral string as its two halves, which are numbers; the left half has the fewer numerals.
    struct Halves {
        std::uint64_t left = 0, right = 0;
        bool operator==(const Halves&) const = default;
    };

    // Error "crypto" when half a string has more than 56 bits, which is all that is needed here, or all
    // strings together are fewer than a million (SP 800-38G Rev. 1 §5.1).
    Ff1(Bytes key, std::uint32_t radix, std::uint32_t numerals);

    Halves encrypt(Bytes tweak, Halves plain) const;
    Halves decrypt(Bytes tweak, Halves cipher) const;

 private:
    std::uint64_t round(Bytes tweak, unsigned number, std::uint64_t half) const;
    std::uint64_t modulus(unsigned round) const { return round % 2 ? right_size_ : left_size_; }

    Aes aes_;
    std::uint32_t radix_, numerals_;
    std::uint64_t left_size_, right_size_;  // how many values each half has
    std::size_t half_bytes_;                // b in the standard
};

}  // namespace vpass
