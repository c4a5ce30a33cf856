#include "ledger/lookup/pass_proofs.hpp"

#include "base/error.hpp"

namespace vpass {
namespace {

constexpr unsigned kTileHeight = 8;

}  // namespace

Sha256 TilePaths::node(unsigned height, std::uint64_t index) const {
    if (height == 0) return leaves[index];
    if (height == 3) return rows_of_8[index];
    if (height == 6) return rows_of_64[index];
    return merkle::node_hash(node(height - 1, 2 * index), node(height - 1, 2 * index + 1));
}

merkle::Proof TilePaths::of(std::uint64_t entry) const {
    merkle::Proof out;
    out.reserve(kTileHeight + above.size());
    const std::uint64_t place = entry % kTileWidth;
    for (unsigned height = 0; height < kTileHeight; ++height)
        out.push_back(node(height, place >> height ^ 1));
    out.insert(out.end(), above.begin(), above.end());
    return out;
}

const TilePaths& PassProofs::paths_of(std::uint64_t tile) {
    if (at_ && tile_ == tile) return *at_;
    at_ = known_.find(tile);
    tile_ = tile;
    if (!at_ || at_->root != tiles_.head().root) {
        auto read = std::make_shared<TilePaths>();
        read->root = tiles_.head().root;
        auto above = tiles_.path_above(tile);
        if (above && tiles_.read(tile, read->leaves)) {
            const std::span<const Sha256> leaves(read->leaves);
            for (std::size_t i = 0; i < read->rows_of_8.size(); ++i)
                read->rows_of_8[i] = merkle::root(leaves.subspan(8 * i, 8));
            for (std::size_t i = 0; i < read->rows_of_64.size(); ++i)
                read->rows_of_64[i] = merkle::root(std::span(read->rows_of_8).subspan(8 * i, 8));
            read->above = std::move(*above);
        } else {
            read->leaves.clear();
        }
        at_ = read;
        known_.put(tile, std::move(read));
    }
    return *at_;
}

std::vector<std::optional<LogProof>> PassProofs::prove(std::span<const Sha256> passes) {
    std::vector<std::optional<LogProof>> out(passes.size());
    looks_.assign(passes.size(), FirstLook::unknown);
    try {
        rows_.find(index_, passes, tiles_.head().size, looks_,
                   [&](std::size_t which, std::uint64_t index, const OpenedEntry& entry) {
                       const TilePaths& paths = paths_of(index / kTileWidth);
                       if (paths.leaves.empty() ||
                           paths.leaves[index % kTileWidth] != merkle::leaf_hash(entry.entry.encode()))
                           return;
                       out[which] = LogProof{index, paths.of(index), note_, entry.extra()};
                   });
    } catch (const Error&) {
        // The register cannot be read, and whoever asks it about a pass is told so.
    }
    return out;
}

}  // namespace vpass
