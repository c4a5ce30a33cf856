#pragma once
// Proves many passes at once: the register's rows in the order of their entries, and each tile of the log
// once. As LoggedPasses does, it leaves to PassProver whatever fails or is missing.
#include "ledger/lookup/row_lookup.hpp"
#include "log/tile_slots.hpp"
#include "log/verified_tiles.hpp"

namespace vpass {

// The paths of the 256 entries of a full tile. Of the hashes between the leaves and the tile's own, every
// third row is kept; the others are a few hashes away.
struct TilePaths {
    Sha256 root{};  // of the tree that holds them
    Tile leaves;    // none when the tile is not sound, or not full
    std::array<Sha256, kTileWidth / 8> rows_of_8;
    std::array<Sha256, kTileWidth / 64> rows_of_64;
    merkle::Proof above;

    merkle::Proof of(std::uint64_t entry) const;

 private:
    Sha256 node(unsigned height, std::uint64_t index) const;
};
// Filled by all threads: 39 bytes an entry that was asked about, or lies near one; 480 MiB at most.
using PathSlots = TileSlots<TilePaths>;
constexpr std::size_t kMostPathTiles = 48 << 10;

// One a thread. What it is made of outlives it.
class PassProofs {
 public:
    PassProofs(const Register& rows, const PassIndex& index, const std::filesystem::path& log,
               const LogReader& reader, PathSlots& known)
        : rows_(rows), index_(index), note_(reader.note()), tiles_(log, reader.checkpoint()), known_(known) {}

    // Returns the proofs of those of `passes` that it can prove.
    std::vector<std::optional<LogProof>> prove(std::span<const Sha256> passes);

 private:
    const TilePaths& paths_of(std::uint64_t tile);

    RowLookup rows_;
    const PassIndex& index_;
    const std::string note_;
    VerifiedTiles tiles_;
    PathSlots& known_;
    std::uint64_t tile_ = 0;
    std::shared_ptr<const TilePaths> at_;  // of tile_
    std::vector<FirstLook> looks_;
};

}  // namespace vpass
