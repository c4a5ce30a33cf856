#pragma once
// Every change to the disk passes through this seam. Tests watch it to make the n-th change fail before it
// happened, make it fail after it happened, or end the process there. Nothing is installed otherwise.
#include <atomic>
#include <filesystem>

namespace vpass {

enum class FileChange { make_folder, create, write, sync, publish, exchange, sync_folder, commit };

class FileFaults {
 public:
    virtual ~FileFaults() = default;
    // Both functions may throw; the caller sees that as the failure of this change.
    virtual void before(FileChange change, const std::filesystem::path& path) = 0;
    virtual void after(FileChange change, const std::filesystem::path& path) = 0;
};

extern std::atomic<FileFaults*> file_faults;  // not owned; any thread may write files meanwhile

}  // namespace vpass
