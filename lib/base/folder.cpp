#include "base/folder.hpp"

#include <algorithm>
#include <filesystem>

#include "base/ascii.hpp"
#include "base/error.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

bool has_ending(const fs::path& path, std::span<const std::string_view> endings) {
    if (endings.empty()) return true;
    return std::ranges::find(endings, lower_case(path.extension().string())) != endings.end();
}

}  // namespace

std::vector<std::string> files_of(const std::string& path, std::span<const std::string_view> endings,
                                  Depth depth) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return {path};
    std::vector<std::string> out;
    fs::recursive_directory_iterator entry(path, error), end;
    for (; !error && entry != end; entry.increment(error)) {
        std::error_code gone;  // a file that vanishes meanwhile is not there
        if (entry->is_directory(gone)) {
            if (depth == Depth::folder || is_hidden(entry->path())) entry.disable_recursion_pending();
        } else if (entry->is_regular_file(gone) && !is_hidden(entry->path()) &&
                   has_ending(entry->path(), endings)) {
            out.push_back(entry->path().string());
        }
    }
    if (error) throw Error(Code::io, "cannot read the folder " + path + ": " + error.message());
    std::ranges::sort(out);
    return out;
}

}  // namespace vpass
