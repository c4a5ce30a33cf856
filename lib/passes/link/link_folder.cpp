#include "passes/link/link_folder.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace vpass {
namespace {

namespace fs = std::filesystem;

// Returns the path of a URL without its query; nothing when it would lead out of a folder.
std::vector<std::string_view> parts_of(std::string_view path) {
    path = path.substr(0, path.find_first_of("?#"));
    std::vector<std::string_view> out;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        if (part == "." || part == ".." || part.find('\0') != std::string_view::npos) return {};
        if (!part.empty()) out.push_back(part);
    }
    return out;
}

bool read_if_file(const fs::path& path, Buffer& out) {
    std::error_code missing;
    return fs::is_regular_file(path, missing) && read_file_if_any(path, kLinkFileBytes, out);
}

}  // namespace

LinkFolder::LinkFolder(fs::path folder, std::string base)
    : folder_(std::move(folder)), base_(std::move(base)) {
    if (!base_.empty() && !base_.ends_with('/')) base_ += '/';
}

bool LinkFolder::fetch(std::string_view url, Buffer& out) const {
    if (!base_.empty()) {
        if (!url.starts_with(base_)) return false;
        url.remove_prefix(base_.size());
    } else if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
        url.remove_prefix(scheme + 3);
    }
    const std::vector<std::string_view> parts = parts_of(url);
    for (std::size_t first = 0; first < parts.size(); ++first) {
        fs::path path = folder_;
        for (std::size_t i = first; i < parts.size(); ++i) path /= parts[i];
        if (read_if_file(path, out)) return true;
        if (!base_.empty()) return false;
    }
    return false;
}

}  // namespace vpass
