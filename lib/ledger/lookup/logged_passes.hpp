#pragma once
// Shows of many passes at once that the log holds them: the register's rows in the order of their entries,
// and each tile of the log once.
//
// It only says yes, and only where PassProver would: the hash of the row's entry is compared with that of a
// tile which the checkpoint's tree holds. Whatever fails or is missing is left to PassProver, which says why.
#include "ledger/lookup/row_lookup.hpp"
#include "log/tile_slots.hpp"
#include "log/verified_tiles.hpp"

namespace vpass {

// The leaf hashes of a tile. 16 bytes of each suffice: nobody finds another entry with the same ones.
struct KnownLeaves {
    using Leaf = std::array<Byte, 16>;
    Sha256 root{};         // of the tree that holds them: a log may grow while threads start
    std::size_t size = 0;  // 0 when the tile is not sound
    std::array<Leaf, kTileWidth> leaves;
};
// Filled by all threads: 16 bytes an entry that was asked about, or lies near one; 256 MiB at most in a
// ledger of 16 million entries, and five times that in larger ones.
using LeafSlots = TileSlots<KnownLeaves>;
constexpr std::size_t kMostLeafTiles = 1 << 16;

// One a thread. What it is made of outlives it.
class LoggedPasses {
 public:
    LoggedPasses(const Register& rows, const PassIndex& index, const std::filesystem::path& log,
                 const Checkpoint& head, LeafSlots& known)
        : rows_(rows), index_(index), tiles_(log, head), known_(known) {}

    // Looks at those of `passes` that are still unknown.
    void look(std::span<const Sha256> passes, std::span<FirstLook> looks);

 private:
    const KnownLeaves& leaves_of(std::uint64_t tile);
    std::shared_ptr<KnownLeaves> fresh_block();

    RowLookup rows_;
    const PassIndex& index_;
    VerifiedTiles tiles_;
    LeafSlots& known_;
    std::uint64_t tile_ = 0;
    std::shared_ptr<const KnownLeaves> at_;  // of tile_
    Tile hashes_;
    // Blocks that stay come from slabs. One by one they would lie between the buffers of batches, which are
    // far larger and could not grow into their old places again.
    using Slab = std::array<KnownLeaves, 64>;
    std::shared_ptr<Slab> slab_;
    std::size_t used_ = 0;  // of slab_
};

}  // namespace vpass
