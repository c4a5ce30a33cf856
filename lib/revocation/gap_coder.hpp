#pragma once
// The compact code of a set of slots encodes the gaps between neighbours with an adaptive binary range coder.
// It comes within about one percent of the entropy of a random set and gains from any clustering.
//
// With the indexes sorted, gap g = index - previous (previous starts at -1) and L = the bit length of g. The
// coder writes L - 1 as 5 tree bits in a context chosen by the previous L (0 at first), then the min(3, L -
// 1) bits below the leading one as a tree in a context chosen by L, then the rest as they are, most
// significant first. Probabilities have 12 bits, start at 2048 and move by 1/32; the range has 32 bits,
// carries propagate, and five bytes flush it.
//
// A set has exactly one code, which its size completes: decoding refuses everything that encoding does not
// write.
#include <array>

#include "base/bytes.hpp"

namespace vpass::gap {

// The probability, out of 4096, that a bit is zero.
using Probability = std::uint16_t;

// The probabilities that both sides learn from the gaps seen so far.
struct Model {
    std::array<std::array<Probability, 32>, 33> length;   // by the previous gap's L, then by the tree's node
    std::array<std::array<Probability, 8>, 33> mantissa;  // by this gap's L
    Model();
};

class Encoder {
 public:
    // Adds an index below 2^32 - 1 that is above the one before.
    void add(std::uint64_t index);
    Buffer finish();  // the code; the encoder is spent
    std::uint64_t count() const { return count_; }

 private:
    void bit(Probability& zero, unsigned bit);
    void normalize();
    void shift_out();

    Model model_;
    unsigned previous_length_ = 0;
    std::uint64_t next_ = 0;  // the previous index + 1
    std::uint64_t count_ = 0;

    std::uint64_t low_ = 0;  // 33 bits: the top one is a carry into the bytes that wait
    std::uint32_t range_ = 0xffffffff;
    Byte waiting_ = 0;                 // the last byte that a carry can still change …
    std::uint64_t waiting_bytes_ = 1;  // … and, with it, how many 0xff after it
    Buffer out_;
};

// Flips the bit of each of the `count` indexes in `code`, bits least significant first. Throws Error
// "bad-gaps" when the code is not exactly such a set within `slots`; the content of `bits` (at least `slots`
// bits) is then undefined.
void flip(Bytes code, std::uint64_t count, std::uint64_t slots, std::span<Byte> bits);

}  // namespace vpass::gap
