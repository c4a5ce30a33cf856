#pragma once
// A status list has one number for each slot, 0 while the pass is good. A pass is given its slot when it is
// signed (Envelope::status_index), so a list names passes exactly and says nothing about their holders.
//
// Slots are packed least significant bits first (draft-ietf-oauth-status-list §4.1). Every form in which
// lists are published (signed_list.hpp) is read into this one, and `hash` shows whether two forms hold the
// same set.
#include <optional>

#include "base/bytes.hpp"
#include "crypto/crypto.hpp"

namespace vpass {

class StatusList {
 public:
    // Makes a list whose slots are all 0. Throws Error "bad-list" when `bits` (of a slot) is not 1, 2, 4 or
    // 8, or the list would take more than limits::kStatusListBytes.
    explicit StatusList(std::uint64_t slots = 0, unsigned bits = 1);
    // Makes a list of packed slots, as many as fill the bytes. Throws as above.
    static StatusList from_raw(Buffer raw, unsigned bits);

    std::uint64_t slots() const { return slots_; }
    unsigned bits() const { return bits_; }
    std::uint64_t count() const;  // of slots that are not 0

    // Returns nothing when the list has no such slot: then it says nothing about the pass, not that it is
    // good.
    std::optional<unsigned> get(std::uint64_t index) const {
        if (index >= slots_) return {};
        const std::uint64_t bit = index * bits_;
        return raw_[bit >> 3] >> (bit & 7) & ((1u << bits_) - 1);
    }
    // Throws Error "bad-index" when the slot does not exist, or the status does not fit into it.
    void set(std::uint64_t index, unsigned status = 1);
    void grow(std::uint64_t slots);  // new slots are 0; Error "bad-list" when there would be fewer than now

    Bytes raw() const { return raw_; }
    std::span<Byte> raw() { return raw_; }
    Sha256 hash() const { return sha256(raw_); }  // of the packed slots; unused bits of the last byte are 0

 private:
    std::uint64_t slots_ = 0;
    unsigned bits_ = 1;
    Buffer raw_;
};

}  // namespace vpass
