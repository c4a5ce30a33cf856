// Audits a log. The entries yield every tile anew (`derived`); the files hold what the log shows (`shown`).
// Where both differ, two facts tell which file was altered: the root that its hashes yield, and the hash that
// the tile above has for it. So a difference is kept as a doubt until the tile above has been read.
#include <algorithm>
#include <map>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "data/encoding.hpp"
#include "log/log.hpp"
#include "log/log_files.hpp"
#include "log/tiles.hpp"

namespace vpass {

namespace fs = std::filesystem;
using Kind = LogAuditFinding::Kind;

namespace {

class Auditor {
 public:
    Auditor(const fs::path& folder, const LogAuditOptions& options) : options_(options), files_(folder) {}
    LogAudit run();

 private:
    struct Doubt {  // about a tile that differs from the derived one
        Sha256 shown_root;
        std::vector<unsigned> children;  // places in it that do not fit what is below
    };
    using Doubts = std::map<unsigned, Doubt>;  // by the tile's place in the tile above

    bool read_checkpoint();
    void read_entries();
    bool read_leaves(std::uint64_t bundle, unsigned width);
    void compare(int level, std::uint64_t index, const Tile& derived);
    std::optional<Doubt> find_doubt(int level, std::uint64_t index, const Tile& derived, const Tile& shown);
    void blame_children(int level, std::uint64_t index, const std::vector<unsigned>& places);
    void judge_edge();
    void check_history();

    std::string path_of(int level, std::uint64_t index) const;
    void find(Kind kind, const std::string& file, const std::string& message, std::uint64_t entry = 0);
    bool full() const { return audit_.findings.size() >= options_.max_findings; }
    std::uint64_t size() const { return audit_.verdict.checkpoint.size; }

    const LogAuditOptions& options_;
    TileFiles files_;
    LogAudit audit_;
    TileEdge derived_;
    std::vector<Doubts> doubts_{9};  // about the tiles below the level's current tile
    std::vector<Checkpoint> earlier_;
    Buffer bundle_;
    std::vector<Bytes> entries_;
    Tile leaves_, shown_;
};

void Auditor::find(Kind kind, const std::string& file, const std::string& message, std::uint64_t entry) {
    if (!full()) audit_.findings.push_back({kind, file, entry, message});
}

std::string Auditor::path_of(int level, std::uint64_t index) const {
    const std::uint64_t hashes = level_size(size(), std::max(level, 0));
    return tile_path(level, index,
                     static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, hashes - index * kTileWidth)));
}

// Returns false when the checkpoint is missing. A checkpoint that must not be trusted still says what to
// compare with.
bool Auditor::read_checkpoint() {
    Buffer text;
    if (!read_file_if_any(files_.folder() / kLogCheckpoint, limits::kNoteBytes, text)) {
        find(Kind::missing, kLogCheckpoint, "the checkpoint is missing");
        return false;
    }
    audit_.verdict = judge_checkpoint(as_text(text), options_.policy);
    if (!audit_.verdict.problem.empty()) {
        find(Kind::checkpoint, kLogCheckpoint, "checkpoint: " + audit_.verdict.problem);
    }
    earlier_ = options_.earlier;
    std::ranges::sort(earlier_, std::greater<>(), &Checkpoint::size);  // the next one is the last
    return !audit_.verdict.checkpoint.origin.empty();
}

// Reads the leaves of one bundle. When the bundle cannot be read, the tile's own hashes let the audit of the
// rest go on.
bool Auditor::read_leaves(std::uint64_t bundle, unsigned width) {
    const std::string problem = files_.read_bundle(bundle, width, bundle_, entries_);
    if (problem.empty()) {
        leaves_.clear();
        for (const Bytes entry : entries_) {
            if (options_.visit) options_.visit(bundle * kTileWidth + leaves_.size(), entry);
            leaves_.push_back(merkle::leaf_hash(entry));
        }
        return true;
    }
    audit_.complete = false;
    const std::string file = path_of(kBundles, bundle);
    find(Kind::missing, file, file + ' ' + problem);
    return files_.read_tile(0, bundle, width, leaves_).empty();
}

void Auditor::read_entries() {
    const TileEdge::Full compare_full = [this](int level, std::uint64_t index, const Tile& tile) {
        compare(level, index, tile);
    };
    audit_.complete = true;
    check_history();
    for (std::uint64_t bundle = 0; bundle * kTileWidth < size() && !full(); ++bundle) {
        const std::uint64_t left = size() - bundle * kTileWidth;
        if (!read_leaves(bundle, static_cast<unsigned>(std::min<std::uint64_t>(left, kTileWidth)))) {
            find(Kind::missing, path_of(0, bundle),
                 "neither entries nor tile: the audit ends at " + std::to_string(bundle * kTileWidth));
            return;
        }
        for (const Sha256& leaf : leaves_) {
            derived_.add(leaf, compare_full);
            check_history();
        }
    }
}

void Auditor::check_history() {
    while (!earlier_.empty() && earlier_.back().size == derived_.size()) {
        const bool same = earlier_.back().root == derived_.root();
        if (!same) {
            find(Kind::history, kLogCheckpoint,
                 "the log's first " + std::to_string(derived_.size()) +
                     " entries are not those of an earlier checkpoint");
        }
        earlier_.pop_back();
    }
}

// Judges the doubts about the tiles below, by whether the file of this tile agrees with them.
void Auditor::compare(int level, std::uint64_t index, const Tile& derived) {
    Doubts& above = doubts_[static_cast<std::size_t>(level) + 1];
    const std::string problem = files_.read_tile(level, index, static_cast<unsigned>(derived.size()), shown_);
    if (!problem.empty()) {
        const std::string file = path_of(level, index);
        find(Kind::missing, file, file + ' ' + problem);
        shown_ = derived;
    }
    const auto doubt = find_doubt(level, index, derived, shown_);
    if (doubt) above.emplace(static_cast<unsigned>(index % kTileWidth), *doubt);
    doubts_[static_cast<std::size_t>(level)].clear();
}

std::optional<Auditor::Doubt> Auditor::find_doubt(int level, std::uint64_t index, const Tile& derived,
                                                  const Tile& shown) {
    const Doubts& below = doubts_[static_cast<std::size_t>(level)];
    if (below.empty() && shown == derived) return std::nullopt;
    Doubt doubt;
    for (unsigned place = 0; place < derived.size(); ++place) {
        const auto doubted = below.find(place);
        const std::uint64_t child = index * kTileWidth + place;
        if (doubted == below.end()) {
            if (shown[place] != derived[place]) doubt.children.push_back(place);
        } else if (shown[place] == derived[place]) {
            const std::string file = path_of(level - 1, child);
            find(Kind::tile, file,
                 file + " was altered: the entries and " + path_of(level, index) + " agree without it");
        } else {
            blame_children(level - 1, child, doubted->second.children);
            if (shown[place] != doubted->second.shown_root) doubt.children.push_back(place);
        }
    }
    if (shown == derived) return std::nullopt;
    doubt.shown_root = merkle::root(shown);
    return doubt;
}

// Either the tile itself fits the tile above, or nothing fits. In both cases the files below it are wrong.
void Auditor::blame_children(int level, std::uint64_t index, const std::vector<unsigned>& places) {
    for (const unsigned place : places) {
        const std::uint64_t child = index * kTileWidth + place;
        const std::string tile = path_of(level, index);
        if (level == 0) {
            find(Kind::entry, path_of(kBundles, index),
                 "entry " + std::to_string(child) + " is not the one that " + tile + " holds", child);
        } else {
            const std::string file = path_of(level - 1, child);
            find(Kind::tile, file, file + " does not yield its hash in " + tile);
        }
    }
}

// The partial tiles at the edge have no tile above, so the checkpoint's root decides.
void Auditor::judge_edge() {
    const Sha256& signed_root = audit_.verdict.checkpoint.root;
    audit_.derived_root = derived_.root();
    const bool derived_fits = audit_.derived_root == signed_root;
    std::vector<Tile> edge;
    std::vector<std::pair<int, Doubt>> doubts;
    for (int level = 0; static_cast<std::size_t>(level) < derived_.levels().size(); ++level) {
        const Tile& derived = derived_.levels()[static_cast<std::size_t>(level)];
        edge.push_back(derived);
        if (derived.empty()) continue;
        const std::uint64_t index = level_size(size(), level) / kTileWidth;
        const std::string problem =
            files_.read_tile(level, index, static_cast<unsigned>(derived.size()), edge.back());
        if (!problem.empty()) {
            const std::string file = path_of(level, index);
            find(Kind::missing, file, file + ' ' + problem);
            edge.back() = derived;
        }
        if (auto doubt = find_doubt(level, index, derived, edge.back()))
            doubts.emplace_back(level, std::move(*doubt));
    }
    for (const auto& [level, doubt] : doubts) {
        const std::uint64_t index = level_size(size(), level) / kTileWidth;
        const std::string file = path_of(level, index);
        if (derived_fits) {
            find(Kind::tile, file, file + " was altered: the entries and the checkpoint agree without it");
        } else {
            blame_children(level, index, doubt.children);
        }
    }
    if (derived_fits) return;
    const bool shown_fits = TileEdge::root_of(edge) == signed_root;
    find(Kind::root, kLogCheckpoint,
         "the entries yield the root " + base64_encode(audit_.derived_root, Base64::standard) + ", not " +
             base64_encode(signed_root, Base64::standard) +
             (shown_fits ? " as the tiles do" : " and the tiles neither"));
}

LogAudit Auditor::run() {
    if (!read_checkpoint()) return std::move(audit_);
    read_entries();
    if (derived_.size() != size()) {
        audit_.complete = false;
        return std::move(audit_);
    }
    judge_edge();
    for (const Checkpoint& later : earlier_) {
        find(Kind::history, kLogCheckpoint,
             "the log shrank: an earlier checkpoint has " + std::to_string(later.size) + " entries");
    }
    return std::move(audit_);
}

}  // namespace

LogAudit audit_log(const fs::path& folder, const LogAuditOptions& options) {
    return Auditor(folder, options).run();
}

}  // namespace vpass
