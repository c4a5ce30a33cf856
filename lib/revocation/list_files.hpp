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

// Reads files, and every file of folders, sorted by their paths. Throws Error "bad-revocation" that names the
// file.
std::vector<RevocationFile> read_revocation_files(std::span<const std::string> paths);
// Adds all of them and seals the set. `trust` has to outlive it. Throws Error "bad-revocation" that names the
// file.
void load_revocation_files(std::span<const RevocationFile> files, const TrustStore& trust,
                           RevocationSet& out);

}  // namespace vpass
