#pragma once
// The secret of an authority from which the names and the keys of its links come, so that every run gives the
// same ones. Whoever has it can name and open every file; whoever lacks it learns nothing from any number of
// links.
#include <filesystem>
#include <string>

#include "crypto/crypto.hpp"

namespace vpass {

// What belongs to one link.
struct LinkKeys {
    Sha256 name;   // of its file, 256 bits
    Buffer key;    // of 32 bytes
    Buffer nonce;  // a key for its nonces
};

// Immutable; any number of threads may use one.
class LinkSecret {
 public:
    // A file that is its owner's alone. Error "io"; "bad-key" when it holds no secret or others may read it.
    static LinkSecret read(const std::filesystem::path& path);
    // Makes the file when it is missing.
    static LinkSecret read_or_make(const std::filesystem::path& path);
    explicit LinkSecret(Bytes secret);

    // `identity` says whose link it is; it should begin with the kind of name that it is.
    LinkKeys keys(std::string_view identity) const;

 private:
    Sha256 extracted_;
};

}  // namespace vpass
