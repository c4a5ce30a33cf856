#pragma once
// Writes files that are whole or absent, and that survive a power cut. The content goes to a temporary file
// in the same folder, is synced and takes its name; then the folder is synced. After an Error either the old
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

// The user's umask is subtracted from these modes.
enum class FileMode : unsigned { open = 0644, group = 0640, secret = 0600 };

// The whole file; Error "too-large" when it holds more than `limit` bytes.
Buffer read_file(const std::filesystem::path& path, std::size_t limit);
// The same into `out`, whose memory is used again; false when there is no such file.
bool read_file_if_any(const std::filesystem::path& path, std::size_t limit, Buffer& out);

void write_file(const std::filesystem::path& path, Bytes content, FileMode mode = FileMode::open);

// Creates a file and never replaces one: a file that exists already must hold the same bytes, else Error
// "exists" is thrown.
void create_file(const std::filesystem::path& path, Bytes content, FileMode mode = FileMode::open);

// Creates the folder and those above it that are missing; the latter get the usual mode.
void make_folders(const std::filesystem::path& path, unsigned mode = 0777);

// Exchanges the folders `next` and `folder` in one step: whoever opens a path finds either the old tree or
// the new one. Returns true when there was something to exchange, false when `folder` was missing or empty.
// Throws Error "io", also where the file system cannot exchange two folders.
bool exchange_folder(const std::filesystem::path& next, const std::filesystem::path& folder);

// Writes many files below `root` for the price of few folder syncs. A file may become visible as soon as it
// is written; all are durable when commit() returns. Without commit() the files that are not yet visible
// vanish.
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

// An advisory lock (flock) on a file. The file is created when it is missing, and stays. The lock ends with
// the object, or with the process, in whatever way that ends.
class FileLock {
 public:
    enum class When { now, wait };  // `now`: Error "locked" when another holds it
    // Whoever can open the file can hold the lock. So the file is created with `mode`, and when the owner
    // locks an older file, it loses the permissions beyond `mode`.
    FileLock(const std::filesystem::path& path, When when, FileMode mode = FileMode::secret);
    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(FileLock&&) = delete;

 private:
    int file_ = -1;
};

}  // namespace vpass
