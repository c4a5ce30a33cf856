#pragma once
// A folder that holds what would be fetched from a link's server: a copy of it, or files that somebody has
// fetched. The network is never used.
#include <filesystem>

#include "passes/link/link_file.hpp"

namespace vpass {

class LinkFolder {
 public:
    // With `base`, the folder stands for that URL. Without it a URL's file is looked for under HOST/PATH,
    // then PATH, then under ever fewer of the path's last parts.
    LinkFolder(std::filesystem::path folder, std::string base);

    // Fetches as LinkFetch. A URL cannot lead to a file outside of the folder, except through symbolic links
    // in it.
    bool fetch(std::string_view url, Buffer& out) const;

 private:
    std::filesystem::path folder_;
    std::string base_;  // empty, or with a slash at its end
};

}  // namespace vpass
