#pragma once
// The secret of an authority from which the names and the keys of its links are derived, so that every run
// gives the same ones. Whoever has it can name and open every file; whoever does not have it learns nothing
// from any number of links.
#include <filesystem>
#include <string>

#include "crypto/crypto.hpp"

namespace vpass {

// The name and the keys of one link.
struct LinkKeys {
    Sha256 name;   // of its file, 256 bits
    Buffer key;    // of 32 bytes
    Buffer nonce;  // a key for its nonces
};

// A LinkSecret is immutable; any number of threads may use one.
class LinkSecret {
 public:
    // Reads a file that only its owner may read. Throws Error "io"; "bad-key" when it does not hold a secret
    // or others may read it.
    static LinkSecret read(const std::filesystem::path& path);
    // Makes the file when it is missing.
    static LinkSecret read_or_make(const std::filesystem::path& path);
    explicit LinkSecret(Bytes secret);

    // `identity` says to whom the link belongs; it should begin with its kind of name.
    LinkKeys keys(std::string_view identity) const;

 private:
    Sha256 extracted_;
};

}  // namespace vpass
