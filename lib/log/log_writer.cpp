// Adds to a log. The order of writes makes a crash harmless at any moment: entries, then tiles, then the
// checkpoint, each durable before the next begins. Until the checkpoint is replaced, nobody who follows the
// signed heads looks at the new files.
#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "log/log.hpp"
#include "log/log_files.hpp"
#include "log/tiles.hpp"

namespace vpass {

namespace fs = std::filesystem;

namespace {

std::string sign_head(const Checkpoint& head, const NoteSigner& signer) {
    Note note{head.text(), {}};
    note.sign(signer);
    std::string text = note.format();
    const auto verdict = judge_checkpoint(text, {{signer.key}, {}, 0});
    if (!verdict.problem.empty())
        throw Error(Code::crypto, "our own checkpoint does not verify: " + verdict.problem);
    return text;
}

struct ChangedTile {
    int level;
    std::uint64_t index;
    Tile hashes;
};

}  // namespace

struct LogWriter::State {
    fs::path folder;
    NoteSigner signer;
    FileLock lock;
    TileFiles files;
    Checkpoint head;
    std::string note;  // of `head`
    TileEdge edge;     // of `head`
    bool failed = false;

    State(const fs::path& f, NoteSigner s, FileLock::When when)
        : folder(f), signer(std::move(s)), lock(f / kLogLock, when), files(f) {}

    void read();
    std::vector<std::string> write_bundles(std::span<const Bytes> entries);
    void write_tiles(const std::vector<ChangedTile>& full, std::uint64_t old_size,
                     const TileEdge& grown) const;
};

void LogWriter::create(const fs::path& folder, const NoteSigner& signer) {
    make_folders(folder);
    const FileLock lock(folder / kLogLock, FileLock::When::now);
    // A new log over existing tiles would sign a second history, so we refuse.
    if (fs::exists(folder / kLogCheckpoint) || fs::exists(folder / "tile")) {
        throw Error(Code::exists, folder.string() + " holds a log already");
    }
    create_file(folder / kLogVkey, as_bytes(signer.key.text() + '\n'));
    create_file(folder / kLogCheckpoint,
                as_bytes(sign_head({signer.key.name, 0, merkle::empty_root(), {}}, signer)));
}

LogWriter::LogWriter(const fs::path& folder, NoteSigner signer, FileLock::When when)
    : state_(std::make_unique<State>(folder, std::move(signer), when)) {
    state_->read();
}
LogWriter::~LogWriter() = default;

const Checkpoint& LogWriter::checkpoint() const { return state_->head; }
const std::string& LogWriter::note() const { return state_->note; }
const NoteKey& LogWriter::key() const { return state_->signer.key; }

Sha256 LogWriter::root_with(std::span<const Bytes> entries) const {
    TileEdge edge = state_->edge;
    for (const Bytes entry : entries)
        edge.add(merkle::leaf_hash(entry), [](int, std::uint64_t, const Tile&) {});
    return edge.root();
}

std::uint64_t LogWriter::reach() const {
    const std::uint64_t index = state_->head.size / kTileWidth;
    const fs::path bundle = state_->folder / tile_path(kBundles, index);
    std::error_code none;
    if (fs::exists(bundle, none)) return (index + 1) * kTileWidth;
    std::uint64_t width = state_->head.size % kTileWidth;
    for (const auto& partial : fs::directory_iterator(bundle.string() + ".p", none)) {
        const std::string name = partial.path().filename().string();
        std::uint64_t number = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), number).ptr == name.data() + name.size())
            width = std::max(width, std::min<std::uint64_t>(number, kTileWidth));
    }
    return index * kTileWidth + width;
}

void LogWriter::State::read() {
    const Buffer text = read_file(folder / kLogCheckpoint, limits::kNoteBytes);
    const auto verdict = judge_checkpoint(as_text(text), {{signer.key}, {}, 0});
    if (!verdict.problem.empty()) throw Error(Code::bad_checkpoint, "checkpoint: " + verdict.problem);
    head = verdict.checkpoint;
    note = as_text(text);
    try {
        edge = TileEdge::read(files, head.size, head.root);
    } catch (const Error& e) {
        if (e.code() != Code::log_corrupt) throw;
        throw Error(e.code(), "the log in " + folder.string() + ": " + e.what(),
                    "its files are damaged or not of one time: put back the newest copy of the whole log");
    }
    // A run whose last sync failed may have left a checkpoint that is visible but not durable, so we write it
    // again. The files that it covers were synced before.
    write_file(folder / kLogCheckpoint, text);
}

// Writes the bundles from the edge on; returns the partial files that full ones replace.
std::vector<std::string> LogWriter::State::write_bundles(std::span<const Bytes> entries) {
    FileBatch batch(folder);
    std::uint64_t index = head.size / kTileWidth;
    auto width = static_cast<unsigned>(head.size % kTileWidth);
    Buffer bundle;
    std::vector<std::string> outgrown;
    if (width) {
        std::vector<Bytes> there;
        const std::string problem = files.read_bundle(index, width, bundle, there);
        const bool same =
            problem.empty() && std::ranges::equal(there, edge.levels()[0], {}, merkle::leaf_hash);
        if (!same)
            throw Error(Code::log_corrupt, tile_path(kBundles, index, width) + " does not fit the tree");
        if (width + entries.size() >= kTileWidth) outgrown.push_back(tile_path(kBundles, index) + ".p");
    }
    for (const Bytes entry : entries) {
        append_entry(bundle, entry);
        if (++width < kTileWidth) continue;
        batch.write(folder / tile_path(kBundles, index++), bundle);
        bundle.clear();
        width = 0;
    }
    if (width) batch.write(folder / tile_path(kBundles, index, width), bundle);
    batch.commit();
    return outgrown;
}

void LogWriter::State::write_tiles(const std::vector<ChangedTile>& full, std::uint64_t old_size,
                                   const TileEdge& grown) const {
    FileBatch batch(folder);
    for (const ChangedTile& tile : full)
        batch.write(folder / tile_path(tile.level, tile.index), tile_bytes(tile.hashes));
    for (int level = 0; level_size(grown.size(), level) != level_size(old_size, level); ++level) {
        const Tile& tile = grown.levels()[static_cast<std::size_t>(level)];
        if (tile.empty()) continue;
        const std::uint64_t index = level_size(grown.size(), level) / kTileWidth;
        batch.write(folder / tile_path(level, index, static_cast<unsigned>(tile.size())), tile_bytes(tile));
    }
    batch.commit();
}

std::uint64_t LogWriter::append(std::span<const Bytes> entries) {
    State& s = *state_;
    if (s.failed) throw Error(Code::log_failed, "an earlier write to the log failed: open it again");
    const std::uint64_t first = s.head.size;
    if (entries.empty()) return first;
    for (const Bytes entry : entries) check_entry(entry);
    s.failed = true;  // until the end: what is on disk is known again only by reading it

    std::vector<std::string> outgrown = s.write_bundles(entries);
    TileEdge grown = s.edge;
    std::vector<ChangedTile> full;
    const TileEdge::Full keep = [&](int level, std::uint64_t index, const Tile& tile) {
        if (level_size(first, level) > index * kTileWidth) outgrown.push_back(tile_path(level, index) + ".p");
        full.push_back({level, index, tile});
    };
    for (const Bytes entry : entries) grown.add(merkle::leaf_hash(entry), keep);
    s.write_tiles(full, first, grown);

    const Checkpoint head{s.head.origin, grown.size(), grown.root(), {}};
    std::string note = sign_head(head, s.signer);
    write_file(s.folder / kLogCheckpoint, as_bytes(note));

    s.edge = std::move(grown);
    s.head = head;
    s.note = std::move(note);
    s.failed = false;
    // C2SP tlog-tiles, "Partial Tiles", allows us to delete them once the full tile is there.
    for (const std::string& path : outgrown) {
        std::error_code stays;
        fs::remove_all(s.folder / path, stays);
    }
    return first;
}

std::size_t LogWriter::cosign(const Note& cosigned, std::span<const NoteKey> witnesses) {
    State& s = *state_;
    if (s.failed) throw Error(Code::log_failed, "an earlier write to the log failed: open it again");
    Note note = Note::parse(s.note);
    if (cosigned.text != note.text) throw Error(Code::bad_checkpoint, "cosignatures of another checkpoint");
    const std::size_t added = note.add_signatures(cosigned, witnesses);
    if (!added) return 0;
    s.failed = true;
    s.note = note.format();
    write_file(s.folder / kLogCheckpoint, as_bytes(s.note));
    s.failed = false;
    return added;
}

LogHead::LogHead(const fs::path& folder, FileLock::When when)
    : folder_(folder),
      lock_(folder / kLogLock, when),
      note_(as_text(read_file(folder / kLogCheckpoint, limits::kNoteBytes))) {}

void LogHead::replace(const Note& cosigned) {
    if (cosigned.text != Note::parse(note_).text)
        throw Error(Code::bad_checkpoint, "cosignatures of another checkpoint");
    std::string text = cosigned.format();
    write_file(folder_ / kLogCheckpoint, as_bytes(text));
    note_ = std::move(text);
}

}  // namespace vpass
