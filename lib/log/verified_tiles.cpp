#include "log/verified_tiles.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vpass {
namespace {

constexpr std::size_t kMostAbove = 512;  // tiles, 4 MiB: what lies above 33 million entries
constexpr unsigned kTileHeight = 8;      // of the tree whose leaves a tile holds

// A file that is not sound ends the reading of a tile; read() and path_above() tell it to nobody else.
[[noreturn]] void unsound(int level, std::uint64_t index) {
    throw Error(Code::log_corrupt, tile_path(level, index) + " is not sound");
}

}  // namespace

unsigned VerifiedTiles::width(int level, std::uint64_t index) const {
    const std::uint64_t hashes = level_size(head_.size, level);
    return static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, hashes - index * kTileWidth));
}

const TileEdge& VerifiedTiles::edge() {
    if (!edge_) edge_ = TileEdge::read(files_, head_.size, head_.root);
    return *edge_;
}

// The tiles at the right edge yield the root together, and each full tile is a hash of the tile above it.
bool VerifiedTiles::is_in_tree(int level, std::uint64_t index, const Tile& tile) {
    if (tile.size() < kTileWidth) return edge().levels()[static_cast<std::size_t>(level)] == tile;
    return above(level + 1, index / kTileWidth)[index % kTileWidth] == merkle::root(tile);
}

const Tile& VerifiedTiles::above(int level, std::uint64_t index) {
    if (width(level, index) < kTileWidth) return edge().levels()[static_cast<std::size_t>(level)];
    if (const auto known = above_.find({level, index}); known != above_.end()) return known->second;
    Tile tile;
    if (!files_.read_tile(level, index, kTileWidth, tile).empty() || !is_in_tree(level, index, tile))
        unsound(level, index);
    if (above_.size() == kMostAbove) above_.clear();
    return above_.emplace(std::pair(level, index), std::move(tile)).first->second;
}

bool VerifiedTiles::has_entries(std::uint64_t index, const Tile& leaves) {
    const auto count = static_cast<unsigned>(leaves.size());
    if (!files_.read_bundle(index, count, bundle_, entries_).empty()) return false;
    return std::ranges::equal(entries_, leaves, {}, merkle::leaf_hash);
}

bool VerifiedTiles::read(std::uint64_t index, Tile& leaves) {
    try {
        return index < tiles() && files_.read_tile(0, index, width(0, index), leaves).empty() &&
               is_in_tree(0, index, leaves) && has_entries(index, leaves);
    } catch (const Error&) {
        return false;
    }
}

// Gives the root of any subtree that no single tile of entries covers, as LogReader does.
Sha256 VerifiedTiles::node(unsigned height, std::uint64_t index) {
    const std::uint64_t count = std::uint64_t{1} << height % kTileHeight, first = index * count;
    const int level = static_cast<int>(height / kTileHeight);
    const Tile& hashes = level == 0 ? edge().levels()[0] : above(level, first / kTileWidth);
    return merkle::root(std::span(hashes).subspan(first % kTileWidth, count));
}

std::optional<merkle::Proof> VerifiedTiles::path_above(std::uint64_t index) {
    const std::uint64_t first = index * kTileWidth, end = first + kTileWidth;
    if (end > head_.size) return {};
    try {
        const auto above_tile = [&](unsigned height, std::uint64_t at) {
            const bool is_inside = height < kTileHeight && at << height >= first && at << height < end;
            return is_inside ? Sha256() : node(height, at);
        };
        merkle::Proof path = merkle::prove_inclusion(first, head_.size, above_tile);
        path.erase(path.begin(), path.begin() + kTileHeight);
        return path;
    } catch (const Error&) {
        return {};
    }
}

}  // namespace vpass
