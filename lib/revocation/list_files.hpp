#pragma once
// Keeps the bytes of revocation lists apart from the sets that are read from them: a program that runs for
// days builds new sets from the same files, some of which may have been pipes.
#include <string>
#include <vector>

#include "revocation/revocation_set.hpp"

namespace vpass {

struct RevocationFile {
    std::string path;
    Buffer bytes;
};

// Reads files, and every file of folders. Throws Error "bad-revocation" that names the file.
std::vector<RevocationFile> read_revocation_files(std::span<const std::string> paths);
// Makes a set of `lists` and these files. Throws Error "bad-revocation" that names the file.
RevocationSet revocation_set(std::span<const RevocationFile> files, RevocationLists&& lists);
// Does both for files alone. `trust` has to outlive the set.
RevocationSet read_revocation_set(std::span<const std::string> paths, const TrustStore& trust);

}  // namespace vpass
