#include "ledger/traces.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/limits.hpp"
#include "log/log_files.hpp"
#include "site/manifest.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNotesInLog = 1000;  // that are looked at in the log's own folder

bool is_plain_file(const fs::path& path) {
    std::error_code unknown;
    return fs::is_regular_file(path, unknown);
}

// Returns the checkpoint in a file when the log's key signed it.
std::optional<Checkpoint> read_checkpoint(const fs::path& file, const NoteKey& key) {
    Buffer text;
    if (!is_plain_file(file) || !read_file_if_any(file, limits::kNoteBytes, text)) return {};
    auto verdict = judge_checkpoint(as_text(text), {{key}, {}, 0});
    if (!verdict.problem.empty()) return {};
    return std::move(verdict.checkpoint);
}

// Returns a log's checkpoint, whether the path names its folder, the ledger around it, or the checkpoint
// itself.
std::optional<Checkpoint> read_log(const fs::path& path, const NoteKey& key) {
    for (const fs::path& file : {path / "public" / kLogCheckpoint, path / kLogCheckpoint, path}) {
        if (auto found = read_checkpoint(file, key)) return found;
    }
    return {};
}

std::optional<LedgerTrace> read_site(const fs::path& site, const NoteKey& key) {
    auto checkpoint = read_checkpoint(site / kLogCheckpoint, key);
    if (!checkpoint) return {};
    LedgerTrace out{"the site " + site.string(), std::move(*checkpoint), 0};
    Buffer manifest;
    if (is_plain_file(site / kManifestName) &&
        read_file_if_any(site / kManifestName, kManifestBytes, manifest))
        out.sequence = claimed_sequence(as_text(manifest));
    return out;
}

}  // namespace

std::vector<LedgerTrace> read_traces(const LedgerTraces& named, const fs::path& log, const NoteKey& key,
                                     const fs::path& published) {
    std::vector<LedgerTrace> out;
    std::error_code unknown;
    std::size_t notes = 0;
    for (const auto& item : fs::directory_iterator(log, unknown)) {
        const std::string name = item.path().filename().string();
        if (name == kLogCheckpoint || name.starts_with('.') || ++notes > kNotesInLog) continue;
        if (auto found = read_checkpoint(item.path(), key)) out.push_back({item.path().string(), *found, 0});
    }
    if (!named.memory.empty() && fs::exists(named.memory, unknown)) {
        const auto found = read_checkpoint(named.memory, key);
        if (!found)
            throw Error(Code::bad_memory, named.memory.string() + " does not hold a checkpoint of this log",
                        "restore it; deleting it would let an old copy of the ledger pass as new");
        out.push_back({"this user's memory " + named.memory.string(), *found, 0});
    }
    for (const fs::path& path : named.logs) {
        const auto found = read_log(path, key);
        if (!found)
            throw Error(Code::bad_checkpoint, path.string() + " holds no checkpoint of the log " + key.name);
        out.push_back({path.string(), *found, 0});
    }
    for (const fs::path& path : named.sites) {
        auto found = read_site(path, key);
        if (!found)
            throw Error(Code::bad_site, path.string() + " holds no checkpoint of the log " + key.name);
        out.push_back(std::move(*found));
    }
    for (const fs::path& path : {named.output, published}) {
        if (path.empty()) continue;
        if (auto found = read_site(path, key)) out.push_back(std::move(*found));
    }
    return out;
}

void remember_checkpoint(const fs::path& memory, const std::string& note) {
    Buffer known;
    if (read_file_if_any(memory, limits::kNoteBytes, known) && as_text(known) == note) return;
    if (memory.has_parent_path()) make_folders(memory.parent_path());
    write_file(memory, as_bytes(note), FileMode::secret);
}

}  // namespace vpass
