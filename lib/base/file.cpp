#include "base/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "base/error.hpp"
#include "base/file_faults.hpp"

namespace vpass {

namespace fs = std::filesystem;

std::atomic<FileFaults*> file_faults{nullptr};

namespace {

constexpr std::size_t kOpenFiles = 128;  // of a batch, before it syncs them: well below any process limit

[[noreturn]] void fail(const char* doing, const fs::path& path) {
    throw Error(Code::io, std::string("cannot ") + doing + ' ' + path.string() + ": " +
                              std::generic_category().message(errno));
}

// Repeats a system call as long as signals interrupt it.
template <typename Call>
auto persist(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR) result = call();
    return result;
}

template <typename Act>
void change(FileChange kind, const fs::path& path, Act act) {
    FileFaults* const faults = file_faults;
    if (faults) faults->before(kind, path);
    act();
    if (faults) faults->after(kind, path);
}

class Descriptor {
 public:
    Descriptor(const fs::path& path, int flags, unsigned mode = 0)
        : fd_(persist([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); })) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    explicit operator bool() const { return fd_ >= 0; }
    int get() const { return fd_; }

 private:
    int fd_;
};

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : "."; }

bool is_folder(const fs::path& path) {
    std::error_code unknown;
    return fs::is_directory(path, unknown);
}

fs::path without_final_slash(const fs::path& path) { return path.has_filename() ? path : folder_of(path); }

void sync_folder(const fs::path& path) {
    change(FileChange::sync_folder, path, [&] {
        const Descriptor folder(path, O_RDONLY | O_DIRECTORY);
        if (!folder || persist([&] { return ::fsync(folder.get()); }) != 0) fail("sync", path);
    });
}

// Returns a name that no other writer of the same file uses, in this process or another.
fs::path temporary_name(const fs::path& path) {
    static std::atomic<unsigned> count{0};
    return folder_of(path) / ('.' + path.filename().string() + '.' + std::to_string(::getpid()) + '-' +
                              std::to_string(count++) + ".tmp");
}

// A file under its temporary name. The destructor removes it unless it took its final name.
class Draft {
 public:
    Draft(fs::path path, FileMode mode)
        : path_(std::move(path)), temporary_(temporary_name(path_)), file_(open(mode)) {}
    ~Draft() {
        if (!temporary_.empty()) ::unlink(temporary_.c_str());
    }
    Draft(Draft&& other) noexcept
        : path_(std::move(other.path_)),
          temporary_(std::exchange(other.temporary_, {})),
          file_(std::move(other.file_)) {}

    const fs::path& path() const { return path_; }

    void write(Bytes content) {
        change(FileChange::write, path_, [&] {
            while (!content.empty()) {
                const ssize_t n =
                    persist([&] { return ::write(file_.get(), content.data(), content.size()); });
                if (n < 0) fail("write", path_);
                content = content.subspan(static_cast<std::size_t>(n));
            }
        });
    }
    void sync() {
        change(FileChange::sync, path_, [&] {
            if (persist([&] { return ::fsync(file_.get()); }) != 0) fail("sync", path_);
        });
    }
    void replace() {
        change(FileChange::publish, path_, [&] {
            if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("write", path_);
        });
        temporary_.clear();
    }
    bool create() {  // false when the name is taken
        bool done = true;
        change(FileChange::publish, path_, [&] {
            done = ::link(temporary_.c_str(), path_.c_str()) == 0;
            if (!done && errno != EEXIST) fail("write", path_);
        });
        return done;
    }

 private:
    // The temporary name contains the process number, so a file that has it already is left from an earlier
    // process of the same number.
    Descriptor open(FileMode mode) {
        std::optional<Descriptor> file;
        change(FileChange::create, path_, [&] {
            ::unlink(temporary_.c_str());
            file.emplace(temporary_, O_WRONLY | O_CREAT | O_EXCL, static_cast<unsigned>(mode));
            if (!*file) fail("write", path_);
        });
        return std::move(*file);
    }

    fs::path path_;
    fs::path temporary_;
    Descriptor file_;
};

}  // namespace

bool read_file_if_any(const fs::path& path, std::size_t limit, Buffer& out) {
    const Descriptor file(path, O_RDONLY);
    if (!file) {
        if (errno == ENOENT || errno == ENOTDIR) return false;
        fail("read", path);
    }
    // One byte more than the size that the system states, so that usually the second read sees the end.
    struct stat status;
    if (::fstat(file.get(), &status) != 0) fail("read", path);
    const auto stated = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
    out.resize(std::min(stated, limit) + 1);
    std::size_t length = 0;
    while (true) {
        const ssize_t n =
            persist([&] { return ::read(file.get(), out.data() + length, out.size() - length); });
        if (n < 0) fail("read", path);
        if (n == 0) break;
        length += static_cast<std::size_t>(n);
        if (length > limit) {
            throw Error(Code::too_large,
                        path.string() + " holds more than " + std::to_string(limit) + " bytes");
        }
        if (length == out.size()) out.resize(std::min(2 * length, limit) + 1);
    }
    out.resize(length);
    return true;
}

Buffer read_file(const fs::path& path, std::size_t limit) {
    Buffer out;
    if (!read_file_if_any(path, limit, out)) {
        errno = ENOENT;
        fail("read", path);
    }
    return out;
}

void write_file(const fs::path& path, Bytes content, FileMode mode) {
    Draft draft(path, mode);
    draft.write(content);
    draft.sync();
    draft.replace();
    sync_folder(folder_of(path));
}

void create_file(const fs::path& path, Bytes content, FileMode mode) {
    Draft draft(path, mode);
    draft.write(content);
    draft.sync();
    if (!draft.create()) {
        std::error_code no_file;
        const bool same_size = fs::file_size(path, no_file) == content.size();
        if (!same_size || !std::ranges::equal(read_file(path, content.size()), content)) {
            throw Error(Code::exists, path.string() + " exists already");
        }
    }
    sync_folder(folder_of(path));
}

void make_folders(const fs::path& path, unsigned mode) {
    if (is_folder(path)) return;
    const fs::path folder = without_final_slash(path), above = folder_of(folder);
    make_folders(above);
    change(FileChange::make_folder, folder, [&] {
        if (::mkdir(folder.c_str(), mode) == 0) return;
        const int reason = errno;
        if (is_folder(folder)) return;
        errno = reason;
        fail("make the folder", folder);
    });
    sync_folder(above);
}

bool exchange_folder(const fs::path& next, const fs::path& folder) {
    bool replaced = false;
    change(FileChange::exchange, folder, [&] {
        if (::rename(next.c_str(), folder.c_str()) == 0) return;
        if (errno != ENOTEMPTY && errno != EEXIST) fail("publish", folder);
        if (::renameat2(AT_FDCWD, next.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) != 0) {
            if (errno != EINVAL && errno != ENOSYS) fail("publish", folder);
            throw Error(Code::io,
                        "cannot publish " + folder.string() + ": its file system cannot exchange folders",
                        "publish to a local disk and copy the site from there");
        }
        replaced = true;
    });
    sync_folder(folder_of(folder));
    return replaced;
}

struct FileBatch::State {
    fs::path root;
    std::vector<Draft> drafts;   // written, not yet visible
    std::set<fs::path> folders;  // with names that are not yet durable

    // The system writes all files out at once; syncing them one after the other then waits little.
    void publish() {
        for (Draft& draft : drafts) draft.sync();
        for (Draft& draft : drafts) draft.replace();
        drafts.clear();
    }
};

FileBatch::FileBatch(const fs::path& root) : state_(std::make_unique<State>()) {
    state_->root = without_final_slash(root);
}
FileBatch::~FileBatch() = default;

void FileBatch::write(const fs::path& path, Bytes content, FileMode mode) {
    const fs::path folder = folder_of(path);
    if (!state_->folders.contains(folder)) {
        make_folders(folder);
        // We sync up to the root, since a folder may itself be left from a run that failed before its sync.
        for (fs::path at = folder; state_->folders.insert(at).second && at != state_->root;)
            at = folder_of(at);
    }
    Draft draft(path, mode);
    draft.write(content);
    state_->drafts.push_back(std::move(draft));
    if (state_->drafts.size() == kOpenFiles) state_->publish();
}

void FileBatch::commit() {
    state_->publish();
    for (const fs::path& folder : state_->folders) sync_folder(folder);
    state_->folders.clear();
}

FileLock::FileLock(const fs::path& path, When when, FileMode mode) {
    const auto bits = static_cast<mode_t>(mode);
    file_ = persist([&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, bits); });
    if (file_ < 0) fail("lock", path);
    struct stat status;
    if (::fstat(file_, &status) == 0 && status.st_uid == ::geteuid() && (status.st_mode & 0777 & ~bits))
        ::fchmod(file_, status.st_mode & bits);
    if (persist([&] { return ::flock(file_, when == When::now ? LOCK_EX | LOCK_NB : LOCK_EX); }) == 0) return;
    const int reason = errno;
    ::close(file_);
    errno = reason;
    if (reason != EWOULDBLOCK) fail("lock", path);
    throw Error(Code::locked, path.string() + " is locked by another process",
                "one process writes at a time; wait until it ends");
}
FileLock::FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
FileLock::~FileLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace vpass
