#include "base/file_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDraftsPrefix = ".drafts-";

[[noreturn]] void fail(const char* doing, const fs::path& path) {
    throw Error(Code::io, std::string("cannot ") + doing + ' ' + path.string() + ": " +
                              std::generic_category().message(errno));
}

struct OpenFile {
    int fd;
    OpenFile(const fs::path& path, int flags) : fd(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
    ~OpenFile() {
        if (fd >= 0) ::close(fd);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
};

void write_all(int fd, Bytes content, const fs::path& path) {
    while (!content.empty()) {
        const ssize_t n = ::write(fd, content.data(), content.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("write", path);
        content = content.subspan(static_cast<std::size_t>(n));
    }
}

}  // namespace

FileTree::FileTree(fs::path root, bool write) : root_(std::move(root)) {
    if (!write) return;
    make_folders(root_);
    std::string name = (root_ / kDraftsPrefix).string() + "XXXXXX";
    if (!::mkdtemp(name.data())) fail("make a folder in", root_);
    drafts_ = name;
}

FileTree::~FileTree() {
    std::error_code ignored;
    if (!drafts_.empty()) fs::remove_all(drafts_, ignored);
}

fs::path FileTree::draft_path(std::uint64_t number) const { return drafts_ / std::to_string(number); }

FileTree::Change FileTree::compare(const fs::path& path, Bytes content) const {
    const fs::path whole = root_ / path;
    const OpenFile file(whole, O_RDONLY);
    if (file.fd < 0) {
        if (errno == ENOENT) return Change::created;
        fail("read", whole);
    }
    Buffer there(content.size() + 1);  // one byte more shows a file that is longer
    std::size_t length = 0;
    while (length < there.size()) {
        const ssize_t n = ::read(file.fd, there.data() + length, there.size() - length);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("read", whole);
        if (n == 0) break;
        length += static_cast<std::size_t>(n);
    }
    return std::ranges::equal(Bytes(there).first(length), content) ? Change::none : Change::replaced;
}

FileTree::Draft FileTree::write(const fs::path& path, Bytes content) {
    Draft out{next_++, path};
    const fs::path draft = draft_path(out.number);
    const OpenFile file(draft, O_WRONLY | O_CREAT | O_EXCL);
    if (file.fd < 0) fail("write", draft);
    write_all(file.fd, content, draft);
    return out;
}

void FileTree::publish(std::span<const Draft> drafts) {
    if (drafts.empty()) return;
    sync();  // no name leads to a file whose content is not on the disk yet
    for (const Draft& draft : drafts) {
        const fs::path from = draft_path(draft.number), to = root_ / draft.path;
        if (::rename(from.c_str(), to.c_str()) == 0) continue;
        if (errno != ENOENT) fail("write", to);
        make_folders(to.parent_path());
        if (::rename(from.c_str(), to.c_str()) != 0) fail("write", to);
    }
    sync();
}

// Syncs the whole file system of the tree at once.
void FileTree::sync() const {
    const OpenFile folder(root_, O_RDONLY | O_DIRECTORY);
    if (folder.fd < 0 || ::syncfs(folder.fd) != 0) fail("sync", root_);
}

std::size_t FileTree::sweep(const std::function<bool(const fs::path& path)>& keep, Sweep what) {
    std::vector<fs::path> unwanted, left;
    try {
        for (const fs::directory_entry& folder : fs::directory_iterator(root_)) {
            if (!folder.is_directory() || folder.is_symlink() || folder.path() == drafts_) continue;
            if (folder.path().filename().string().starts_with(kDraftsPrefix)) {
                left.push_back(folder.path());
                continue;
            }
            for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
                const fs::path below = folder.path().filename() / file.path().filename();
                if (file.is_regular_file() && !file.is_symlink() && !keep(below))
                    unwanted.push_back(file.path());
            }
        }
        if (what == Sweep::count) return unwanted.size();
        for (const fs::path& folder : left) fs::remove_all(folder);
        for (const fs::path& file : unwanted) fs::remove(file);
    } catch (const fs::filesystem_error& e) {
        throw Error(Code::io, "cannot clear up " + root_.string() + ": " + e.code().message());
    }
    if (!unwanted.empty()) sync();
    return unwanted.size();
}

}  // namespace vpass
