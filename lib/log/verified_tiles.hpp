#pragma once
// Reads a log by whole tiles of 256 entries, and shows of each tile that the checkpoint's tree holds it: the
// way to look up many entries. A tile costs 800 hashes, once, where LogReader::prove() costs as many for each
// entry.
#include <map>
#include <memory>
#include <optional>

#include "log/log.hpp"
#include "log/tiles.hpp"

namespace vpass {

// One a thread.
class VerifiedTiles {
 public:
    VerifiedTiles(std::filesystem::path folder, Checkpoint head)
        : files_(std::move(folder)), head_(std::move(head)) {}

    const Checkpoint& head() const { return head_; }
    std::uint64_t tiles() const { return (head_.size + kTileWidth - 1) / kTileWidth; }

    // Reads the leaf hashes of a tile of entries. Returns true when the files of its entries and of the
    // hashes above them agree, up to the checkpoint's root: then LogReader::prove() yields a proof for each
    // of its entries. Else LogReader says of each entry what is wrong with it, and throws what is thrown.
    bool read(std::uint64_t index, Tile& leaves);

    // Returns the end of the path of each of its entries: the hashes beside the full tile and beside what is
    // above it. Returns nothing when a file that it needs is not sound.
    std::optional<merkle::Proof> path_above(std::uint64_t index);

 private:
    unsigned width(int level, std::uint64_t index) const;
    const TileEdge& edge();
    bool is_in_tree(int level, std::uint64_t index, const Tile& tile);
    bool has_entries(std::uint64_t index, const Tile& leaves);
    const Tile& above(int level, std::uint64_t index);
    Sha256 node(unsigned height, std::uint64_t index);

    TileFiles files_;
    const Checkpoint head_;
    std::optional<TileEdge> edge_;
    std::map<std::pair<int, std::uint64_t>, Tile> above_;  // tiles of level 1 and higher that were verified
    Buffer bundle_;
    std::vector<Bytes> entries_;
};

}  // namespace vpass
