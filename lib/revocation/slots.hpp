#pragma once
// Gives each pass a slot in the status list of its key. Passes are counted, and a keyed permutation turns the
// counts into slots, so that neighbours in the list do not show who was served after whom. A list grows by
// segments of 2^20 slots, each permuted on its own:
//
//     slot(count) = segment · 2^20 + FF1(key, tweak = segment as 8 bytes, radix 2, 20 bits)(count mod 2^20)
//
// The types are plain values without shared state; any number of threads may use one SlotPermutation.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace vpass {

constexpr std::uint64_t kSlotSegment = std::uint64_t{1} << 20;
constexpr std::uint64_t kMaxSlots = std::uint64_t{1} << 30;  // what verifiers load (limits.hpp)
constexpr std::size_t kSlotKeyBytes = 16;

class SlotPermutation {
 public:
    explicit SlotPermutation(Bytes key);  // Error "crypto" when it is not of kSlotKeyBytes
    std::uint64_t slot(std::uint64_t count) const;
    std::uint64_t count(std::uint64_t slot) const;  // the inverse

 private:
    std::shared_ptr<const class Ff1> ff1_;
};

// Returns the length of a published list when `given` counts from `first` on were given away. The list
// includes so many free counts that a block which a run picks at random hardly ever meets one that was picked
// before a loss (count_blocks.hpp). It includes one segment more, since this morning's passes must find their
// slots in last night's list.
std::uint64_t slots_for(std::uint64_t given, std::uint64_t first = 0);
constexpr std::uint64_t kCountBlock = 256;
constexpr std::uint64_t kFreeBlocks = 24'000;

// Returns the slot as the `rid` of a SMART Health Card: its digits, which are letters of base64url as well.
std::string slot_rid(std::uint64_t slot);
// Returns the slot that a `rid` names; nothing unless the text is exactly what slot_rid() writes for it.
// "007" is a different identifier from "7", and a card that has it is listed by its text.
std::optional<std::uint64_t> slot_of_rid(std::string_view rid);

}  // namespace vpass
