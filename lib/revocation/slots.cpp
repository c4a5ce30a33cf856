#include "revocation/slots.hpp"

#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "crypto/ff1.hpp"

namespace vpass {
namespace {

constexpr std::uint32_t kBits = 20, kHalfBits = kBits / 2;
constexpr std::uint64_t kHalfMask = (1U << kHalfBits) - 1;
static_assert(kSlotSegment == 1U << kBits);

using Tweak = std::array<Byte, 8>;

Tweak tweak_of(std::uint64_t segment) {
    Tweak out;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<Byte>(segment >> (56 - 8 * i));
    return out;
}

Ff1::Halves split(std::uint64_t value) { return {value >> kHalfBits & kHalfMask, value & kHalfMask}; }

std::uint64_t join(std::uint64_t segment, Ff1::Halves halves) {
    return segment * kSlotSegment + (halves.left << kHalfBits | halves.right);
}

}  // namespace

SlotPermutation::SlotPermutation(Bytes key) {
    if (key.size() != kSlotKeyBytes)
        throw Error(Code::crypto, "the key of a slot permutation is not of 16 bytes");
    ff1_ = std::make_shared<Ff1>(key, 2, kBits);
}

std::uint64_t SlotPermutation::slot(std::uint64_t count) const {
    const std::uint64_t segment = count / kSlotSegment;
    return join(segment, ff1_->encrypt(tweak_of(segment), split(count)));
}

std::uint64_t SlotPermutation::count(std::uint64_t slot) const {
    const std::uint64_t segment = slot / kSlotSegment;
    return join(segment, ff1_->decrypt(tweak_of(segment), split(slot)));
}

std::uint64_t slots_for(std::uint64_t given, std::uint64_t first) {
    const std::uint64_t free = std::max(kFreeBlocks * kCountBlock, given / 8);
    return ((first + given + free + kSlotSegment - 1) / kSlotSegment + 1) * kSlotSegment;
}

std::string slot_rid(std::uint64_t slot) { return std::to_string(slot); }

std::optional<std::uint64_t> slot_of_rid(std::string_view rid) {
    std::uint64_t slot = 0;
    const char* const end = rid.data() + rid.size();
    const auto [stop, error] = std::from_chars(rid.data(), end, slot);
    if (error != std::errc() || stop != end || (rid[0] == '0' && rid.size() > 1)) return {};
    return slot;
}

}  // namespace vpass
