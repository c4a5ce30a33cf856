#include <algorithm>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "log/log.hpp"
#include "log/log_files.hpp"
#include "log/tiles.hpp"

namespace vpass {

namespace fs = std::filesystem;

struct LogReader::State {
    TileFiles files;
    std::string note;
    CheckpointVerdict verdict;

    struct Cached {  // the tile that was used last, one a level
        std::uint64_t index = ~std::uint64_t{0};
        Tile tile;
    };
    std::vector<Cached> cache{9};

    const Tile& tile(int level, std::uint64_t index);
    Sha256 node(unsigned height, std::uint64_t index);
    merkle::Nodes nodes() {
        return [this](unsigned height, std::uint64_t index) { return node(height, index); };
    }
};

namespace {

// Returns how many hashes of this tile a log of `size` entries has.
unsigned tile_width(std::uint64_t size, int level, std::uint64_t index) {
    const std::uint64_t hashes = level_size(size, level);
    return static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, hashes - index * kTileWidth));
}

bool is_consistent(const Checkpoint& older, const Checkpoint& head, const merkle::Proof& proof) {
    return older.size ? merkle::check_consistency(older.size, head.size, older.root, head.root, proof)
                      : older.root == merkle::empty_root();
}

[[noreturn]] void corrupt(int level, std::uint64_t index, const std::string& problem) {
    throw Error(Code::log_corrupt, tile_path(level, index) + ' ' + problem);
}

}  // namespace

const Tile& LogReader::State::tile(int level, std::uint64_t index) {
    Cached& cached = cache[static_cast<std::size_t>(level)];
    if (cached.index != index) {
        cached.index = ~std::uint64_t{0};
        const unsigned width = tile_width(verdict.checkpoint.size, level, index);
        const std::string problem = files.read_tile(level, index, width, cached.tile);
        if (!problem.empty()) corrupt(level, index, problem);
        cached.index = index;
    }
    return cached.tile;
}

// A subtree of 2^height entries lies within one tile: either as one hash, or as a power of two of hashes
// whose root we compute.
Sha256 LogReader::State::node(unsigned height, std::uint64_t index) {
    const std::uint64_t count = std::uint64_t{1} << height % 8;
    const std::uint64_t first = index * count;
    const Tile& hashes = tile(static_cast<int>(height / 8), first / kTileWidth);
    return merkle::root(std::span(hashes).subspan(first % kTileWidth, count));
}

LogReader::LogReader(const fs::path& folder, const LogPolicy& policy)
    : LogReader(folder, policy,
                std::string(as_text(read_file(folder / kLogCheckpoint, limits::kNoteBytes)))) {}

LogReader::LogReader(const fs::path& folder, const LogPolicy& policy, std::string checkpoint)
    : state_(std::make_unique<State>(State{TileFiles(folder), std::move(checkpoint), {}})) {
    state_->verdict = judge_checkpoint(state_->note, policy);
    if (!state_->verdict.problem.empty()) {
        throw Error(Code::bad_checkpoint, "checkpoint: " + state_->verdict.problem);
    }
}
LogReader::~LogReader() = default;

const CheckpointVerdict& LogReader::verdict() const { return state_->verdict; }
const std::string& LogReader::note() const { return state_->note; }

void LogReader::entries(std::uint64_t first, std::uint64_t end,
                        const std::function<void(std::uint64_t index, Bytes entry)>& visit) {
    const std::uint64_t size = checkpoint().size;
    if (first > end || end > size) {
        throw Error(Code::bad_range, "entries " + std::to_string(first) + " to " + std::to_string(end) +
                                         " are not in a log of " + std::to_string(size));
    }
    Buffer bundle;
    std::vector<Bytes> views;
    for (std::uint64_t at = first; at < end;) {
        const std::uint64_t index = at / kTileWidth;
        const std::string problem =
            state_->files.read_bundle(index, tile_width(size, 0, index), bundle, views);
        if (!problem.empty()) corrupt(kBundles, index, problem);
        for (const std::uint64_t stop = std::min(end, (index + 1) * kTileWidth); at < stop; ++at) {
            visit(at, views[at % kTileWidth]);
        }
    }
}

Buffer LogReader::entry(std::uint64_t index) {
    Buffer out;
    entries(index, index + 1, [&](std::uint64_t, Bytes entry) { out.assign(entry.begin(), entry.end()); });
    return out;
}

LogProof LogReader::prove(std::uint64_t index) {
    const Checkpoint& head = checkpoint();
    LogProof proof{index, merkle::prove_inclusion(index, head.size, state_->nodes()), state_->note, {}};
    if (!merkle::check_inclusion(index, head.size, merkle::leaf_hash(entry(index)), proof.path, head.root)) {
        throw Error(Code::log_corrupt,
                    "entry " + std::to_string(index) + " or its path in the tree was altered");
    }
    return proof;
}

merkle::Proof LogReader::prove_consistency(const Checkpoint& older) {
    merkle::Proof proof = merkle::prove_consistency(older.size, checkpoint().size, state_->nodes());
    if (!is_consistent(older, checkpoint(), proof)) {
        throw Error(Code::log_corrupt,
                    "the log does not continue the checkpoint of " + std::to_string(older.size) + " entries");
    }
    return proof;
}

void LogReader::check_root() { TileEdge::read(state_->files, checkpoint().size, checkpoint().root); }

bool LogReader::continues(const Checkpoint& older) {
    return is_consistent(older, checkpoint(),
                         merkle::prove_consistency(older.size, checkpoint().size, state_->nodes()));
}

}  // namespace vpass
