#pragma once
// Chooses the counts that a run gives away; slots.hpp turns them into slots. Counts come in blocks of 256.
// Each run starts in a free block that it picks at random and goes on in the ones after it. So two runs which
// start from the same state, as after a backup was restored and nothing showed it, hardly ever give away the
// same slots.
//
// Any number of threads may take counts.
#include <mutex>
#include <vector>

#include "revocation/slots.hpp"

namespace vpass {

// The counts that a run has given away since its last report; the register keeps them.
struct GivenCounts {
    std::int64_t key = 0;
    std::vector<std::uint64_t> blocks;
    std::uint64_t next = 0;   // one more than the highest count
    std::uint64_t slots = 0;  // how long the key's list is to be published
};

class CountBlocks {
 public:
    // `given` are the blocks given before. No count below `first` is free. `published` is how many slots the
    // newest published list has (0: there is none); the counts stay within it as long as a fair part of it is
    // free.
    CountBlocks(std::int64_t key, std::vector<bool> given, std::uint64_t first, std::uint64_t published);

    std::uint64_t take();
    GivenCounts given();

 private:
    std::uint64_t pick_block();
    bool is_free(std::uint64_t block, std::uint64_t end) const;
    std::uint64_t end_block() const;  // of those that may be picked now

    std::mutex mutex_;
    const std::int64_t key_;
    std::vector<bool> is_given_;
    const std::uint64_t first_, published_;
    std::uint64_t count_ = 0;  // of given blocks from first_ on
    std::uint64_t next_ = 0;   // the next count; at the start of a block when one has to be picked
    std::uint64_t highest_ = 0;
    bool has_picked_ = false;
    std::vector<std::uint64_t> fresh_;
};

}  // namespace vpass
