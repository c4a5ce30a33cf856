#pragma once
// Files that are there whole or not at all, and still there after a power cut. Content goes to a temporary
// file in the same folder, is synced, takes its name, and the folder is synced. After an Error the old
// content or the new is there, never a mixture. A process that is killed may leave a hidden `.NAME.*.tmp`
// behind.
//
// Errors are "io" with the path and the system's reason, and those named below. The functions hold no state;
// an object belongs to one thread at a time.
#include <filesystem>
#include <memory>
#include <vector>

#include "base/bytes.hpp"

namespace vpass {

// Less what the user's umask takes away.
enum class FileMode : unsigned { open = 0644, group = 0640, secret = 0600 };

// The whole file; Error "too-large" when it holds more than `limit` bytes.
Buffer read_file(const std::filesystem::path& path, std::size_t limit);
// The same into `out`, whose memory is used again; false when there is no such file.
bool read_file_if_any(const std::filesystem::path& path, std::size_t limit, Buffer& out);

void write_file(const std::filesystem::path& path, Bytes content, FileMode mode = FileMode::open);

// Never replaces: a file that is there already must hold these very bytes, else Error "exists".
void create_file(const std::filesystem::path& path, Bytes content, FileMode mode = FileMode::open);

// With the missing ones above it, which get the usual mode.
void make_folders(const std::filesystem::path& path, unsigned mode = 0777);

// Puts the folder `next` in the place of `folder` in one step, and what was there into the place of `next`:
// whoever opens a path at any moment finds the old tree or the new. True when there was something, false when
// `folder` was missing or empty. Error "io", also where the file system cannot exchange two folders.
bool exchange_folder(const std::filesystem::path& next, const std::filesystem::path& folder);

// Many files below `root`, for the price of few folder syncs. A file may show as soon as it is written; all
// are durable when commit() returns. Without commit() those not yet visible vanish.
class FileBatch {
 public:
    explicit FileBatch(const std::filesystem::path& root);
    ~FileBatch();
    FileBatch(const FileBatch&) = delete;
    FileBatch& operator=(const FileBatch&) = delete;

    void write(const std::filesystem::path& path, Bytes content, FileMode mode = FileMode::open);
    void commit();

 private:
    struct State;
    std::unique_ptr<State> state_;
};

// An advisory lock (flock) on a file, which is made when missing and stays. It ends with the object, and with
// the process however that ends.
class FileLock {
 public:
    enum class When { now, wait };  // `now`: Error "locked" when another holds it
    // Whoever can open the file can hold the lock: so it is made with `mode`, and an older one that its owner
    // locks loses what is beyond that.
    FileLock(const std::filesystem::path& path, When when, FileMode mode = FileMode::secret);
    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(FileLock&&) = delete;

 private:
    int file_ = -1;
};

}  // namespace vpass
