#include "ledger/count_blocks.hpp"

#include <algorithm>
#include <utility>

#include "crypto/crypto.hpp"

namespace vpass {
namespace {

std::uint64_t random_below(std::uint64_t end) {
    std::array<Byte, 8> bytes;
    random_bytes(bytes);
    std::uint64_t out = 0;
    for (const Byte byte : bytes) out = out << 8 | byte;
    return out % end;  // 2^64 is so much more that the remainder's bias is of no matter
}

}  // namespace

CountBlocks::CountBlocks(std::int64_t key, std::vector<bool> given, std::uint64_t first,
                         std::uint64_t published)
    : key_(key), is_given_(std::move(given)), first_(first / kCountBlock), published_(published) {
    for (std::uint64_t block = first_; block < is_given_.size(); ++block) count_ += is_given_[block];
}

std::uint64_t CountBlocks::end_block() const {
    const std::uint64_t end = slots_for(count_ * kCountBlock, first_ * kCountBlock) - kSlotSegment;
    const std::uint64_t listed = published_ / kCountBlock;
    const bool has_room = listed > first_ && count_ < (listed - first_) / 8 * 7;
    return has_room ? std::min(end / kCountBlock, listed) : end / kCountBlock;
}

bool CountBlocks::is_free(std::uint64_t block, std::uint64_t end) const {
    return block >= first_ && block < end && !(block < is_given_.size() && is_given_[block]);
}

std::uint64_t CountBlocks::pick_block() {
    const std::uint64_t end = end_block();
    std::uint64_t block = next_ / kCountBlock;  // the one after the last
    // The loop ends soon, since at least a ninth of the blocks is free.
    while (!has_picked_ || !is_free(block, end)) {
        block = first_ + random_below(end - first_);
        has_picked_ = true;
    }
    is_given_.resize(std::max<std::size_t>(is_given_.size(), block + 1));
    is_given_[block] = true;
    ++count_;
    fresh_.push_back(block);
    return block;
}

std::uint64_t CountBlocks::take() {
    const std::lock_guard lock(mutex_);
    if (next_ % kCountBlock == 0) next_ = pick_block() * kCountBlock;
    highest_ = std::max(highest_, next_);
    return next_++;
}

GivenCounts CountBlocks::given() {
    const std::lock_guard lock(mutex_);
    return {key_, std::exchange(fresh_, {}), has_picked_ ? highest_ + 1 : 0,
            slots_for(count_ * kCountBlock, first_ * kCountBlock)};
}

}  // namespace vpass
