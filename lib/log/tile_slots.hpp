#pragma once
// Keeps what was made of tiles, for all threads, in a limited number of slots. Each tile has one slot, and
// takes it from another tile that has the same one.
#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <vector>

namespace vpass {

template <typename Block>
class TileSlots {
 public:
    // There are as many slots as tiles, and at most `limit`.
    TileSlots(std::uint64_t tiles, std::size_t limit)
        : slots_(static_cast<std::size_t>(std::clamp<std::uint64_t>(tiles, 1, limit))) {}

    // Returns nothing when the tile is not there.
    std::shared_ptr<const Block> find(std::uint64_t tile) const {
        const std::scoped_lock lock(mutex(tile));
        const Slot& slot = slots_[tile % slots_.size()];
        return slot.tile == tile ? slot.block : nullptr;
    }
    void put(std::uint64_t tile, std::shared_ptr<const Block> block) {
        const std::scoped_lock lock(mutex(tile));
        Slot& slot = slots_[tile % slots_.size()];
        slot.tile = tile;
        slot.block.swap(block);
    }

 private:
    struct Slot {
        std::uint64_t tile = 0;
        std::shared_ptr<const Block> block;
    };
    // Neighbouring slots have different locks, so that threads seldom wait for each other.
    std::mutex& mutex(std::uint64_t tile) const { return mutexes_[tile % slots_.size() % mutexes_.size()]; }

    std::vector<Slot> slots_;
    mutable std::array<std::mutex, 16> mutexes_;
};

}  // namespace vpass
