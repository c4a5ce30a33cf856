#pragma once
// Puts a site together in a folder beside it, and then in its place at one stroke. A reader finds the old
// site or the new one; a run that is killed leaves one of them, and the next run clears away what it left.
//
// Files that are not ours (a web server's settings, an index page) move along to the new site.
#include <filesystem>

#include "base/file.hpp"
#include "site/manifest.hpp"

namespace vpass {

// One at a time for a site, in one thread. Errors are "io", and those named below.
class SiteWriter {
 public:
    // Error "exists" when there is a folder with other things in it than a site.
    explicit SiteWriter(const std::filesystem::path& site);

    void add(const std::string& path, Bytes content);

    // Writes the manifest, whose files are those that were added; everything is durable afterwards. Returns
    // the hash of the manifest. Throws as write_manifest.
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
