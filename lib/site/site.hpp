#pragma once
// A published site as a verifier holds it: a folder with a manifest and the files that it lists. A Site reads
// everything into memory and checks it there before anything is used, so that the checked bytes are the ones
// that count.
//
// A copy may be kept up to date by deltas alone. Then the newest form of a status list is missing. An older
// compact list and deltas have to lead to the exact slots that the manifest names, and the list's standard
// forms are ignored.
#include <filesystem>
#include <map>

#include "revocation/revocation_set.hpp"
#include "site/manifest.hpp"

namespace vpass {

// Returns the keys of a file that says which key signs a manifest: a public key in PEM, or a trust file of
// any kind (vpass-trust(5)). Throws Error "bad-trust".
std::vector<PublicKey> read_root_keys(const std::string& path);

class Site {
 public:
    // Reads and checks the whole folder. Files that the manifest does not list are ignored, except compact
    // lists and deltas for a status list whose newest form is missing. A site that is replaced while it is
    // read is read again. Throws Error "bad-site", naming folder and file, when the manifest is not signed by
    // one of `roots`, or a file is missing or has another size or hash than the manifest says.
    static Site read(const std::filesystem::path& folder, std::span<const PublicKey> roots);

    const std::filesystem::path& folder() const { return folder_; }
    const Manifest& manifest() const { return manifest_; }
    const Sha256& manifest_hash() const { return manifest_hash_; }
    const PublicKey& root() const { return root_; }  // the one that signed the manifest
    Bytes file(std::string_view path) const;         // empty when it is not listed

    // Fill a trust store and the lists of revocations. require_lists() throws Error "bad-site" unless the set
    // that is made of these holds each status list as the manifest names it.
    void load_trust(TrustStore& trust) const;
    void load_lists(RevocationLists& revoked) const;
    void require_lists(const RevocationSet& revoked) const;

 private:
    void open(std::span<const PublicKey> roots, Buffer manifest);
    void read_files();
    const Manifest::List* list_of(std::string_view path) const;  // to which a file belongs
    bool has_newest(const Manifest::List& list) const;
    void read_listed(const Manifest::File& file);
    void read_older_forms(const Manifest::List& list);
    void count(std::uint64_t bytes);

    std::filesystem::path folder_;
    Manifest manifest_;
    Sha256 manifest_hash_{};
    PublicKey root_;
    std::map<std::string, Buffer, std::less<>> files_;
    struct OlderForm {
        std::string uri;  // of the list that it was found beside
        Buffer content;
    };
    std::vector<OlderForm> older_forms_;
    std::uint64_t bytes_ = 0;  // of all files that have been read
};

// The names of a compact list in its folder, and of a delta to it.
std::string compact_list_name(std::uint64_t sequence);
std::string delta_name(std::uint64_t from, std::uint64_t to);

}  // namespace vpass
