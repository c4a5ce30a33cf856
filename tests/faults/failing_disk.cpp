// Imitates a disk that fails, for tests. Loaded before libc, it counts what a program changes on the disk,
// SQLite's calls included, and at the n-th change does what DISK_FAULT="HOW N MARK" says. The file MARK then
// names that change.
//
//   fails     the change is not made, and an I/O error is reported
//   persists  the change is made, and an I/O error is reported all the same
//   full      from here on nothing that takes space is made, except half of the first write
//   readonly  from here on the disk can only be read
//   killed    the process ends here, having written half if it was writing
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

enum class How { none, fails, persists, full, readonly, killed };
enum class Outcome { make, make_half, refuse, make_and_fail };

struct Fault {
    How how = How::none;
    long n = 0;
    std::string mark;

    Fault() {
        char name[16] = "", path[4096] = "";
        const char* text = std::getenv("DISK_FAULT");
        if (!text || std::sscanf(text, "%15s %ld %4095s", name, &n, path) != 3) return;
        constexpr const char* kNames[] = {"", "fails", "persists", "full", "readonly", "killed"};
        for (int i = 1; i < 6; ++i) {
            if (!std::strcmp(name, kNames[i])) how = static_cast<How>(i);
        }
        mark = path;
    }
};

const Fault& fault() {
    static const Fault it;
    return it;
}

// Writes the mark past this library, whose own open() would count it.
void leave_mark(const std::string& change) {
    const long fd = ::syscall(SYS_openat, AT_FDCWD, fault().mark.c_str(), O_WRONLY | O_CREAT, 0644);
    ::syscall(SYS_write, fd, change.data(), change.size());
    ::syscall(SYS_close, fd);
}

std::string name_of(int fd) {
    char path[4096];
    const ssize_t n = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path, sizeof path);
    return {path, static_cast<std::size_t>(n < 0 ? 0 : n)};
}

// Decides the outcome of the next change; `takes_space` is true where a full disk would refuse it.
Outcome next_change(const char* what, const std::string& path, bool takes_space) {
    static std::atomic<long> count{0};
    static std::atomic<bool> struck{false};
    const Fault& it = fault();
    if (it.how == How::none) return Outcome::make;
    const long now = ++count;
    const bool lasts = it.how == How::full || it.how == How::readonly;
    if (lasts ? now < it.n : now != it.n) return Outcome::make;
    if (it.how == How::full && !takes_space) return Outcome::make;
    const bool first = !struck.exchange(true);
    if (first) leave_mark(std::string(what) + ' ' + path + '\n');
    errno = it.how == How::full ? ENOSPC : it.how == How::readonly ? EROFS : EIO;
    if (it.how == How::killed || (it.how == How::full && first)) return Outcome::make_half;
    return it.how == How::persists ? Outcome::make_and_fail : Outcome::refuse;
}

template <typename Call>
Call* real(const char* name) {
    return reinterpret_cast<Call*>(::dlsym(RTLD_NEXT, name));
}

// Makes a change that cannot be done by half; `make` does it.
template <typename Make>
int change(const char* what, const std::string& path, bool takes_space, Make make) {
    const Outcome answer = next_change(what, path, takes_space);
    if (answer == Outcome::make) return make();
    if (answer == Outcome::make_half && fault().how == How::killed) ::kill(::getpid(), SIGKILL);
    if (answer != Outcome::make_and_fail) return -1;
    const int made = make();
    if (made < 0) return made;
    errno = EIO;
    return -1;
}

// Only files count: a pipe, a terminal or a device is not a disk, but /dev/shm is one.
bool is_device(const char* path) {
    return !std::strncmp(path, "/dev/", 5) && std::strncmp(path, "/dev/shm/", 9) != 0;
}
bool is_file(int fd) {
    struct stat status {};
    const int before = errno;
    const bool out = ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    errno = before;
    return out;
}

// `make` writes that many bytes.
template <typename Make>
ssize_t write_some(int fd, std::size_t size, Make make) {
    if (!is_file(fd) || size == 0) return make(size);
    const Outcome answer = next_change("write", name_of(fd), true);
    if (answer == Outcome::make) return make(size);
    if (answer == Outcome::refuse) return -1;
    if (answer == Outcome::make_half) {
        const ssize_t written = size > 1 ? make(size / 2) : -1;
        if (fault().how == How::killed) ::kill(::getpid(), SIGKILL);
        if (written < 0) errno = ENOSPC;
        return written;
    }
    make(size);
    errno = EIO;
    return -1;
}

bool exists(const char* path) { return ::access(path, F_OK) == 0; }

template <typename Make>
int open_file(const char* path, int flags, Make make) {
    const int before = errno;
    const bool creates = (flags & O_CREAT) && !exists(path);
    const bool changes = creates || ((flags & O_TRUNC) && (flags & O_ACCMODE) != O_RDONLY);
    errno = before;
    if (!changes || is_device(path)) return make();
    return change(creates ? "create" : "truncate", path, creates, make);
}

unsigned mode_of(int flags, va_list more) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(more, unsigned) : 0;
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* data, std::size_t size) {
    static const auto call = real<ssize_t(int, const void*, std::size_t)>("write");
    return write_some(fd, size, [&](std::size_t n) { return call(fd, data, n); });
}
ssize_t pwrite64(int fd, const void* data, std::size_t size, off64_t at) {
    static const auto call = real<ssize_t(int, const void*, std::size_t, off64_t)>("pwrite64");
    return write_some(fd, size, [&](std::size_t n) { return call(fd, data, n, at); });
}
ssize_t pwrite(int fd, const void* data, std::size_t size, off_t at) { return pwrite64(fd, data, size, at); }

int open(const char* path, int flags, ...) {
    static const auto call = real<int(const char*, int, ...)>("open");
    va_list more;
    va_start(more, flags);
    const unsigned mode = mode_of(flags, more);
    va_end(more);
    return open_file(path, flags, [&] { return call(path, flags, mode); });
}
[[gnu::alias("open")]] int open64(const char* path, int flags, ...);  // a file has 64 bits of length anyway

int fsync(int fd) {
    static const auto call = real<int(int)>("fsync");
    return change("sync", name_of(fd), false, [&] { return call(fd); });
}
int fdatasync(int fd) {
    static const auto call = real<int(int)>("fdatasync");
    return change("sync", name_of(fd), false, [&] { return call(fd); });
}
int ftruncate64(int fd, off64_t size) {
    static const auto call = real<int(int, off64_t)>("ftruncate64");
    return change("truncate", name_of(fd), false, [&] { return call(fd, size); });
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int mkdir(const char* path, mode_t mode) {
    static const auto call = real<int(const char*, mode_t)>("mkdir");
    if (exists(path)) return call(path, mode);
    return change("mkdir", path, true, [&] { return call(path, mode); });
}
int rename(const char* from, const char* to) {
    static const auto call = real<int(const char*, const char*)>("rename");
    return change("rename", to, false, [&] { return call(from, to); });
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
    static const auto call = real<int(int, const char*, int, const char*, unsigned)>("renameat2");
    return change("rename", to, false, [&] { return call(from_folder, from, to_folder, to, flags); });
}
int link(const char* from, const char* to) {
    static const auto call = real<int(const char*, const char*)>("link");
    return change("link", to, true, [&] { return call(from, to); });
}
int unlink(const char* path) {
    static const auto call = real<int(const char*)>("unlink");
    if (!exists(path)) return call(path);
    return change("unlink", path, false, [&] { return call(path); });
}
int unlinkat(int folder, const char* path, int flags) {
    static const auto call = real<int(int, const char*, int)>("unlinkat");
    return change("unlink", path, false, [&] { return call(folder, path, flags); });
}

}  // extern "C"
