#pragma once
// Handles the tiles of a C2SP tlog-tiles log: their paths, their files, and the right edge of the tree, where
// it grows. A tile holds up to 256 hashes of neighbouring subtrees, each of 256^level entries; a bundle holds
// the 256 entries below a tile of level 0.
#include <filesystem>
#include <functional>

#include "log/merkle.hpp"

namespace vpass {

constexpr unsigned kTileWidth = 256;
constexpr int kBundles = -1;  // as a level: the entries

using Tile = std::vector<Sha256>;

// Returns "tile/0/x001/234", relative to the log's folder, with ".p/W" when `width` is less than a full
// tile's.
std::string tile_path(int level, std::uint64_t index, unsigned width = kTileWidth);

inline Bytes tile_bytes(const Tile& tile) {
    return {reinterpret_cast<const Byte*>(tile.data()), tile.size() * sizeof(Sha256)};
}

// Returns how many hashes of this level a tree of `size` entries has. It determines the tiles at the right
// edge.
inline std::uint64_t level_size(std::uint64_t size, int level) { return level > 7 ? 0 : size >> (8 * level); }

void check_entry(Bytes entry);                   // Error "bad-entry" when no bundle can hold it
void append_entry(Buffer& bundle, Bytes entry);  // u16 length, big-endian, and the bytes
// Splits a bundle into views of its first `width` entries and the bytes that follow them. Returns what is
// wrong, or nothing.
[[nodiscard]] std::string split_bundle(Bytes bundle, unsigned width, std::vector<Bytes>& entries,
                                       Bytes& rest);

// Reads the files of a log. Where a partial file is gone, the start of the full one serves (C2SP tlog-tiles,
// "Partial Tiles"). A function returns what is wrong with the file ("is missing"), or nothing when it is
// good; it throws Error "io" when the system fails.
class TileFiles {
 public:
    explicit TileFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
    const std::filesystem::path& folder() const { return folder_; }

    [[nodiscard]] std::string read_tile(int level, std::uint64_t index, unsigned width, Tile& out);
    // Reads the first `width` entries in their file's form, and sets `entries` to views of them.
    [[nodiscard]] std::string read_bundle(std::uint64_t index, unsigned width, Buffer& bundle,
                                          std::vector<Bytes>& entries);

 private:
    std::string read(int level, std::uint64_t index, unsigned width, std::size_t limit, Buffer& out);

    std::filesystem::path folder_;
    Buffer buffer_;
    bool longer_ = false;  // the file that was read last is the full one of a partial one
};

// The tiles that a tree has not filled yet, one a level. They suffice to add to the tree and to compute its
// root.
class TileEdge {
 public:
    // The function is called with each tile as it becomes full, before its root joins the level above.
    using Full = std::function<void(int level, std::uint64_t index, const Tile& tile)>;

    void add(const Sha256& leaf, const Full& full);
    std::uint64_t size() const { return size_; }
    Sha256 root() const;
    const std::vector<Tile>& levels() const { return levels_; }  // each of fewer than 256 hashes

    // Reads the edge of a log on disk. Throws Error "log-corrupt" when it does not yield the root.
    static TileEdge read(TileFiles& files, std::uint64_t size, const Sha256& root);
    // Returns the root that the right-edge tiles of any source yield, lowest level first.
    static Sha256 root_of(std::span<const Tile> levels);

 private:
    std::uint64_t size_ = 0;
    std::vector<Tile> levels_;
};

}  // namespace vpass
