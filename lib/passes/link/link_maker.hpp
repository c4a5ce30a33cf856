#pragma once
// Makes the link that leads to passes, and the file that the link leads to.
#include "passes/link/link_content.hpp"

namespace vpass {

struct LinkPlan {
    std::string base;    // the URL of the folder of files
    std::string viewer;  // stands before the link; may be empty
    std::string label;
    bool long_term = false;              // flag L: the file may change, and may be fetched again
    bool manifest = false;               // the link leads to a manifest instead of a single file
    bool zip = true;                     // where that makes the file smaller
    std::optional<UnixTime> expires_at;  // nothing: when the last of its passes expires
};

struct MadeLink {
    std::string link;
    std::uint64_t name = 0;  // the first 64 bits of the file's name
    std::string path;        // of the file, below the folder
    std::string file;
};

// Throws Error "unsupported" when there are contents of several types and no manifest; "usage" as
// write_link().
MadeLink make_link(const LinkPlan& plan, const LinkSecret& secret, std::string_view identity,
                   LinkContents& contents);

// Returns the first 64 bits of the name of a file that make_link() names; nothing for any other path.
std::optional<std::uint64_t> link_file_name(std::string_view path);

}  // namespace vpass
