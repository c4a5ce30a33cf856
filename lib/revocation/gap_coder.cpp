#include "revocation/gap_coder.hpp"

#include <algorithm>
#include <bit>

#include "base/error.hpp"

namespace vpass::gap {
namespace {

constexpr unsigned kProbabilityBits = 12;
constexpr unsigned kLearningShift = 5;
constexpr std::uint32_t kRenormalize = 1u << 24;
constexpr std::size_t kFlushBytes = 5;
constexpr unsigned kLengthBits = 5;    // of L - 1
constexpr unsigned kMantissaBits = 3;  // that are worth a context
// The most bytes that one gap can take: one for each modelled bit, and one for each eight of 28 raw bits.
constexpr std::size_t kGapBytes = 16;

void learn_zero(Probability& p) {
    p = static_cast<Probability>(p + (((1u << kProbabilityBits) - p) >> kLearningShift));
}
void learn_one(Probability& p) { p = static_cast<Probability>(p - (p >> kLearningShift)); }

class Decoder {
 public:
    // `code` has to be followed by kGapBytes readable bytes.
    explicit Decoder(Bytes code) : at_(code.data() + kFlushBytes), end_(code.data() + code.size()) {
        for (std::size_t i = 1; i < kFlushBytes; ++i) code_ = code_ << 8 | code[i];
    }

    std::uint32_t next_gap() {
        auto& length_tree = model_.length[previous_length_];
        unsigned node = 1;
        for (unsigned i = 0; i < kLengthBits; ++i) node = node * 2 + bit(length_tree[node]);
        const unsigned below = node - (1u << kLengthBits);  // the bits below the leading one
        previous_length_ = below + 1;

        auto& mantissa_tree = model_.mantissa[below + 1];
        const unsigned modelled = std::min(below, kMantissaBits);
        std::uint32_t gap = 1;
        for (unsigned i = 0; i < modelled; ++i) gap = gap * 2 + bit(mantissa_tree[gap]);
        for (unsigned i = modelled; i < below; ++i) gap = gap * 2 + raw_bit();
        return gap;
    }

    bool overran() const { return at_ > end_; }
    // Returns true when the code ends here as the encoder's flush leaves it.
    bool at_end() const { return at_ == end_ && code_ == 0; }

 private:
    unsigned bit(Probability& zero) {
        const std::uint32_t bound = (range_ >> kProbabilityBits) * zero;
        unsigned bit;
        if (code_ < bound) {
            range_ = bound;
            learn_zero(zero);
            bit = 0;
        } else {
            code_ -= bound;
            range_ -= bound;
            learn_one(zero);
            bit = 1;
        }
        normalize();
        return bit;
    }
    unsigned raw_bit() {
        range_ >>= 1;
        const unsigned bit = code_ >= range_;
        code_ -= range_ & (0u - bit);
        normalize();
        return bit;
    }
    void normalize() {
        if (range_ < kRenormalize) {
            range_ <<= 8;
            code_ = code_ << 8 | *at_++;
        }
    }

    Model model_;
    unsigned previous_length_ = 0;
    const Byte* at_;
    const Byte* end_;
    std::uint32_t range_ = 0xffffffff;
    std::uint32_t code_ = 0;  // how far the code lies above the range's lower end
};

}  // namespace

Model::Model() {
    for (auto& tree : length) tree.fill(1u << (kProbabilityBits - 1));
    for (auto& tree : mantissa) tree.fill(1u << (kProbabilityBits - 1));
}

void Encoder::add(std::uint64_t index) {
    if (index < next_ || index - next_ >= 0xffffffff) throw Error(Code::bad_gaps, "indexes are not sorted");
    const auto gap = static_cast<std::uint32_t>(index - next_ + 1);
    next_ = index + 1;
    ++count_;

    const auto below = static_cast<unsigned>(std::bit_width(gap)) - 1;
    unsigned node = 1;
    for (unsigned i = kLengthBits; i-- > 0;) {
        const unsigned b = below >> i & 1;
        bit(model_.length[previous_length_][node], b);
        node = node * 2 + b;
    }
    previous_length_ = below + 1;
    const unsigned modelled = std::min(below, kMantissaBits);
    node = 1;
    for (unsigned i = 1; i <= modelled; ++i) {
        const unsigned b = gap >> (below - i) & 1;
        bit(model_.mantissa[below + 1][node], b);
        node = node * 2 + b;
    }
    for (unsigned i = below - modelled; i-- > 0;) {
        range_ >>= 1;
        if (gap >> i & 1) low_ += range_;
        normalize();
    }
}

void Encoder::bit(Probability& zero, unsigned bit) {
    const std::uint32_t bound = (range_ >> kProbabilityBits) * zero;
    if (bit) {
        low_ += bound;
        range_ -= bound;
        learn_one(zero);
    } else {
        range_ = bound;
        learn_zero(zero);
    }
    normalize();
}

// One step is enough: probabilities stay between 31 and 4065, so a bit takes at most 8 bits of the range.
void Encoder::normalize() {
    if (range_ < kRenormalize) {
        range_ <<= 8;
        shift_out();
    }
}

// Moves the top byte of `low_` out. While it is 0xff a later carry could still run through it, so the byte
// waits.
void Encoder::shift_out() {
    const bool carry = low_ >> 32 != 0;
    const Byte top = static_cast<Byte>(low_ >> 24);
    if (top != 0xff || carry) {
        out_.push_back(static_cast<Byte>(waiting_ + carry));
        out_.insert(out_.end(), waiting_bytes_ - 1, static_cast<Byte>(0xff + carry));
        waiting_ = top;
        waiting_bytes_ = 0;
    }
    ++waiting_bytes_;
    low_ = (low_ & 0x00ffffff) << 8;
}

Buffer Encoder::finish() {
    for (std::size_t i = 0; i < kFlushBytes; ++i) shift_out();
    return std::move(out_);
}

void flip(Bytes code, std::uint64_t count, std::uint64_t slots, std::span<Byte> bits) {
    if (code.size() < kFlushBytes || code[0] != 0) throw Error(Code::bad_gaps, "the gaps are cut short");
    if (count > slots) throw Error(Code::bad_gaps, "more gaps than slots");
    // Zeros after the end make it safe to look for an overrun only after each gap.
    Buffer padded(code.size() + kGapBytes);
    std::copy(code.begin(), code.end(), padded.begin());
    Decoder decoder(Bytes(padded).first(code.size()));
    std::uint64_t next = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        next += decoder.next_gap();
        if (next > slots || decoder.overran()) throw Error(Code::bad_gaps, "the gaps go beyond the list");
        bits[(next - 1) >> 3] ^= static_cast<Byte>(1u << ((next - 1) & 7));
    }
    if (!decoder.at_end()) throw Error(Code::bad_gaps, "bytes follow the gaps, or they are damaged");
}

}  // namespace vpass::gap
