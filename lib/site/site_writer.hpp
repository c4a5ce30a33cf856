#pragma once
// Puts a site together in a folder beside it, and then into its place in one step. A reader finds the old
// site or the new one. A run that is killed leaves one of them, and the next run clears away the rest.
//
// Files that are not ours (a web server's settings, an index page) move along to the new site.
#include <filesystem>

#include "base/file.hpp"
#include "site/manifest.hpp"

namespace vpass {

// A site has one writer at a time, in one thread. Errors are "io", and those named below.
class SiteWriter {
 public:
    // Throws Error "exists" when the folder holds other files and no site.
    explicit SiteWriter(const std::filesystem::path& site);

    void add(const std::string& path, Bytes content);

    // Writes the manifest of the files that were added; everything is durable afterwards. Returns the hash of
    // the manifest. Throws as write_manifest.
    Sha256 seal(Manifest manifest, const PrivateKey& root);
    void publish();

 private:
    void carry_over();
    std::filesystem::path site_;
    std::filesystem::path next_;
    std::vector<Manifest::File> files_;
    std::unique_ptr<FileBatch> batch_;
};

}  // namespace vpass
