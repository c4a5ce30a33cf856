#pragma once
// A folder of very many small files in sub-folders, filled by many threads, and by several processes at once.
// Content goes to a draft; drafts take their names together, once the disk has them all, since syncing
// millions of files one by one would take hours. Whatever happens, a name has its old content or the new one,
// never a part. A process that is killed leaves a folder `.drafts-*` behind, which sweep() removes.
//
// Errors are "io" with the path and the system's reason.
#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace vpass {

class FileTree {
 public:
    enum class Change { none, created, replaced };
    struct Draft {
        std::uint64_t number;
        std::filesystem::path path;  // below the root
    };

    // Makes the folder when it is missing, unless `write` is false.
    FileTree(std::filesystem::path root, bool write);
    ~FileTree();  // drafts that were not published vanish
    FileTree(const FileTree&) = delete;
    FileTree& operator=(const FileTree&) = delete;

    // Returns what writing this content would change. Any thread may call it.
    Change compare(const std::filesystem::path& path, Bytes content) const;
    // Writes the content to a draft. Any thread may call it.
    Draft write(const std::filesystem::path& path, Bytes content);
    // Gives the drafts their names, in this order; all is durable when it returns. One thread at a time may
    // call it.
    void publish(std::span<const Draft> drafts);

    // Removes what killed processes have left, and every file of the sub-folders for which `keep` returns
    // false; returns how many of these there are. `keep` is asked about regular files, by their paths below
    // the root. No other process may be writing.
    enum class Sweep { count, remove };
    std::size_t sweep(const std::function<bool(const std::filesystem::path& path)>& keep, Sweep what);

 private:
    std::filesystem::path draft_path(std::uint64_t number) const;
    void sync() const;

    std::filesystem::path root_;
    std::filesystem::path drafts_;
    std::atomic<std::uint64_t> next_{0};
};

}  // namespace vpass
