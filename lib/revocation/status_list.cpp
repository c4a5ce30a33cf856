#include "revocation/status_list.hpp"

#include <sys/mman.h>

#include <bit>
#include <cstring>
#include <memory>

#include "base/error.hpp"
#include "base/limits.hpp"

namespace vpass {
namespace {

std::size_t bytes_for(std::uint64_t slots, unsigned bits) {
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8)
        throw Error(Code::bad_list, "a slot has 1, 2, 4 or 8 bits, not " + std::to_string(bits));
    if (slots > limits::kStatusListBytes * 8 / bits)
        throw Error(Code::bad_list, "a status list of more than " +
                                        std::to_string(limits::kStatusListBytes * 8 / bits) + " slots");
    return (slots * bits + 7) / 8;
}

// Returns zeros in large pages, where the system has them. Lookups jump about in a list, and in small pages
// each would miss the page table's cache as well as the data's.
Buffer zeros(std::size_t bytes) {
    constexpr std::size_t kLargePage = 2 << 20;
    Buffer out;
    out.reserve(bytes);
    void* first = out.data();
    std::size_t space = bytes;
    if (std::align(kLargePage, kLargePage, first, space))
        madvise(first, space / kLargePage * kLargePage, MADV_HUGEPAGE);  // advice: it may fail
    out.resize(bytes);
    return out;
}

}  // namespace

StatusList::StatusList(std::uint64_t slots, unsigned bits)
    : slots_(slots), bits_(bits), raw_(zeros(bytes_for(slots, bits))) {}

StatusList StatusList::from_raw(Buffer raw, unsigned bits) {
    StatusList out(0, bits);
    out.slots_ = raw.size() * std::uint64_t{8} / bits;
    bytes_for(out.slots_, bits);
    out.raw_ = std::move(raw);
    return out;
}

std::uint64_t StatusList::count() const {
    std::uint64_t count = 0;
    if (bits_ > 1) {
        for (std::uint64_t i = 0; i < slots_; ++i) count += *get(i) != 0;
        return count;
    }
    std::size_t i = 0;
    for (; i + 8 <= raw_.size(); i += 8) {
        std::uint64_t word;
        std::memcpy(&word, &raw_[i], 8);
        count += static_cast<unsigned>(std::popcount(word));
    }
    for (; i < raw_.size(); ++i) count += static_cast<unsigned>(std::popcount(raw_[i]));
    return count;
}

void StatusList::set(std::uint64_t index, unsigned status) {
    if (index >= slots_)
        throw Error(Code::bad_index, "a status list of " + std::to_string(slots_) + " slots has no slot " +
                                         std::to_string(index));
    const unsigned mask = (1u << bits_) - 1;
    if (status > mask)
        throw Error(Code::bad_index, "status " + std::to_string(status) + " does not fit a slot of " +
                                         std::to_string(bits_) + " bits");
    const std::uint64_t bit = index * bits_;
    Byte& byte = raw_[bit >> 3];
    byte = static_cast<Byte>((byte & ~(mask << (bit & 7))) | status << (bit & 7));
}

void StatusList::grow(std::uint64_t slots) {
    if (slots < slots_) throw Error(Code::bad_list, "a status list cannot lose slots");
    raw_.resize(bytes_for(slots, bits_));
    slots_ = slots;
}

}  // namespace vpass
