#pragma once
// FF1 is format-preserving encryption (NIST SP 800-38G): a keyed permutation of all numeral strings of one
// length. Each tweak gives another permutation.
#include <cstdint>

#include "crypto/aes.hpp"

namespace vpass {

// An Ff1 is immutable after construction; any number of threads may use one.
class Ff1 {
 public:
    // A numeral string as its two halves, which are numbers. The left half has fewer numerals when their
    // number is odd.
    struct Halves {
        std::uint64_t left = 0, right = 0;
        bool operator==(const Halves&) const = default;
    };

    // Throws Error "crypto" when half a string has more than 56 bits, since vpass needs no more, or when
    // there are fewer than a million strings in all (SP 800-38G Rev. 1 §5.1).
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
