#include "log/tiles.hpp"

#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "base/file.hpp"

namespace vpass {
namespace {

constexpr std::size_t kTileBytes = kTileWidth * sizeof(Sha256);
constexpr std::size_t kEntryBytes = 0xffff;
constexpr std::size_t kBundleBytes = kTileWidth * (2 + kEntryBytes);

std::string three_digits(std::uint64_t number) {
    return {static_cast<char>('0' + number / 100), static_cast<char>('0' + number / 10 % 10),
            static_cast<char>('0' + number % 10)};
}

}  // namespace

std::string tile_path(int level, std::uint64_t index, unsigned width) {
    std::string number = three_digits(index % 1000);
    while (index /= 1000) number.insert(0, 'x' + three_digits(index % 1000) + '/');
    std::string path = "tile/" + (level == kBundles ? "entries" : std::to_string(level)) + '/' + number;
    if (width != kTileWidth) path += ".p/" + std::to_string(width);
    return path;
}

void check_entry(Bytes entry) {
    if (entry.size() > kEntryBytes) throw Error(Code::bad_entry, "a log entry is longer than 65535 bytes");
}

void append_entry(Buffer& bundle, Bytes entry) {
    bundle.push_back(static_cast<Byte>(entry.size() >> 8));
    bundle.push_back(static_cast<Byte>(entry.size()));
    append(bundle, entry);
}

std::string split_bundle(Bytes bundle, unsigned width, std::vector<Bytes>& entries, Bytes& rest) {
    entries.clear();
    rest = bundle;
    while (entries.size() < width) {
        const std::size_t length = rest.size() < 2 ? 0 : static_cast<std::size_t>(rest[0] << 8 | rest[1]);
        if (rest.size() < 2 + length) return "ends after " + std::to_string(entries.size()) + " entries";
        entries.push_back(rest.subspan(2, length));
        rest = rest.subspan(2 + length);
    }
    return "";
}

std::string TileFiles::read(int level, std::uint64_t index, unsigned width, std::size_t limit, Buffer& out) {
    try {
        longer_ = false;
        if (read_file_if_any(folder_ / tile_path(level, index, width), limit, out)) return "";
        longer_ = width != kTileWidth;
        if (longer_ && read_file_if_any(folder_ / tile_path(level, index), limit, out)) return "";
        return "is missing";
    } catch (const Error& error) {
        if (error.code() != Code::too_large) throw;
        return "is too large";
    }
}

std::string TileFiles::read_tile(int level, std::uint64_t index, unsigned width, Tile& out) {
    std::string problem = read(level, index, width, kTileBytes, buffer_);
    if (!problem.empty()) return problem;
    const std::size_t wanted = width * sizeof(Sha256);
    if (buffer_.size() != (longer_ ? kTileBytes : wanted)) {
        return "holds " + std::to_string(buffer_.size()) + " bytes";
    }
    out.resize(width);
    std::memcpy(out.data(), buffer_.data(), wanted);
    return "";
}

std::string TileFiles::read_bundle(std::uint64_t index, unsigned width, Buffer& bundle,
                                   std::vector<Bytes>& entries) {
    std::string problem = read(kBundles, index, width, kBundleBytes, bundle);
    if (!problem.empty()) return problem;
    Bytes rest;
    problem = split_bundle(bundle, width, entries, rest);
    if (!problem.empty()) return problem;
    if (!rest.empty() && !longer_) return "holds more than " + std::to_string(width) + " entries";
    bundle.resize(bundle.size() - rest.size());
    return "";
}

void TileEdge::add(const Sha256& leaf, const Full& full) {
    ++size_;
    Sha256 hash = leaf;
    for (std::size_t level = 0;; ++level) {
        if (level == levels_.size()) levels_.emplace_back().reserve(kTileWidth);
        Tile& tile = levels_[level];
        tile.push_back(hash);
        if (tile.size() < kTileWidth) return;
        full(static_cast<int>(level), level_size(size_, static_cast<int>(level) + 1) - 1, tile);
        hash = merkle::root(tile);
        tile.clear();
    }
}

Sha256 TileEdge::root() const { return root_of(levels_); }

Sha256 TileEdge::root_of(std::span<const Tile> levels) {
    // The entries to the right of a level's subtrees are fewer than one of them holds, so their root ends the
    // row (RFC 6962 §2.1).
    Tile row;
    for (const Tile& tile : levels) {
        row.insert(row.begin(), tile.begin(), tile.end());
        if (!row.empty()) row.assign(1, merkle::root(row));
    }
    return merkle::root(row);
}

TileEdge TileEdge::read(TileFiles& files, std::uint64_t size, const Sha256& root) {
    TileEdge edge;
    edge.size_ = size;
    for (int level = 0; level_size(size, level) != 0; ++level) {
        Tile& tile = edge.levels_.emplace_back();
        tile.reserve(kTileWidth);
        const std::uint64_t hashes = level_size(size, level);
        const auto width = static_cast<unsigned>(hashes % kTileWidth);
        if (!width) continue;
        const std::string problem = files.read_tile(level, hashes / kTileWidth, width, tile);
        if (!problem.empty()) {
            throw Error(Code::log_corrupt, tile_path(level, hashes / kTileWidth, width) + ' ' + problem);
        }
    }
    if (edge.root() != root) throw Error(Code::log_corrupt, "the tiles do not yield the checkpoint's root");
    return edge;
}

}  // namespace vpass
