#pragma once
// The manifest is the signed table of contents of a published site: every file with its size and hash, a
// sequence number that only grows, and the time until which the whole site may be relied on.
//
// It is a JWS in compact form with claims of a JWT (RFC 7515, RFC 7519): every platform that scans passes has
// JSON, SHA-256 and ES256, and a person reads it with base64 and jq. Its explicit type keeps anything else
// that a key has signed from passing for a manifest (RFC 8725 §3.11). vpass-site(5) describes it.
#include <string>
#include <vector>

#include "base/time.hpp"
#include "crypto/crypto.hpp"

namespace vpass {

constexpr std::string_view kManifestType = "vpass-manifest+jwt";
constexpr std::string_view kManifestName = "manifest";  // of the file in a site's folder
constexpr std::size_t kManifestBytes = 16 << 20;        // the most that is read

struct Manifest {
    struct File {
        std::string path;  // relative to the site; see is_site_path
        std::uint64_t size = 0;
        Sha256 hash{};
        bool operator==(const File&) const = default;
    };
    // A status list, which has a folder of its own with several forms. The hash names its content in
    // whichever form: it is that of a compact list (compact_list.hpp).
    struct List {
        std::string uri;
        std::string folder;  // of its files, relative to the site
        std::uint64_t slots = 0;
        Sha256 hash{};
        bool operator==(const List&) const = default;
    };

    std::string name;  // iss: whose site this is
    std::uint64_t sequence = 0;
    UnixTime issued_at = 0;
    UnixTime expires_at = 0;  // from this second on the site is stale
    std::vector<List> lists;
    std::vector<File> files;  // sorted by path; the manifest itself is not among them

    const File* find(std::string_view path) const;  // nullptr when it is not listed
    bool operator==(const Manifest&) const = default;
};

// Returns true when a path stays below the folder that it is relative to: names of A-Z a-z 0-9 . _ - between
// slashes, none of them "." or "..", at most 255 characters in all.
bool is_site_path(std::string_view path);

// Throws Error "bad-signature" unless one of `roots` has signed the text, and "bad-manifest", "bad-jws" or
// what the decoders throw when it is not a manifest. The signature is checked before any claim is read.
Manifest read_manifest(std::string_view text, std::span<const PublicKey> roots);

// Returns the sequence number that a text claims, for a caller that has no key to check the signature; 0 when
// it is not a manifest.
std::uint64_t claimed_sequence(std::string_view text);

// Throws Error "bad-manifest" for paths that read_manifest refuses, and "crypto" when the fresh signature
// does not verify. The files need not be sorted.
std::string write_manifest(const Manifest& manifest, const PrivateKey& root);

}  // namespace vpass
