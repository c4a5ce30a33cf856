#include "ledger/lookup/logged_passes.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vpass {
namespace {

KnownLeaves::Leaf start_of(const Sha256& hash) {
    KnownLeaves::Leaf out;
    std::copy_n(hash.begin(), out.size(), out.begin());
    return out;
}

}  // namespace

std::shared_ptr<KnownLeaves> LoggedPasses::fresh_block() {
    if (!slab_ || used_ == slab_->size()) {
        slab_ = std::make_shared<Slab>();
        used_ = 0;
    }
    return {slab_, &(*slab_)[used_++]};
}

const KnownLeaves& LoggedPasses::leaves_of(std::uint64_t tile) {
    if (at_ && tile_ == tile) return *at_;
    at_ = known_.find(tile);
    tile_ = tile;
    if (!at_ || at_->root != tiles_.head().root) {
        auto read = fresh_block();
        read->root = tiles_.head().root;
        if (tiles_.read(tile, hashes_)) {
            std::ranges::transform(hashes_, read->leaves.begin(), start_of);
            read->size = hashes_.size();
        }
        at_ = read;
        known_.put(tile, std::move(read));
    }
    return *at_;
}

void LoggedPasses::look(std::span<const Sha256> passes, std::span<FirstLook> looks) {
    try {
        rows_.find(index_, passes, tiles_.head().size, looks,
                   [&](std::size_t which, std::uint64_t index, const OpenedEntry& entry) {
                       const KnownLeaves& known = leaves_of(index / kTileWidth);
                       if (index % kTileWidth >= known.size) return;
                       const Sha256 leaf = merkle::leaf_hash(entry.entry.encode());
                       if (known.leaves[index % kTileWidth] == start_of(leaf))
                           looks[which] = FirstLook::proved;
                   });
    } catch (const Error&) {
        // The register cannot be read, and whoever asks it about a pass is told so.
    }
}

}  // namespace vpass
