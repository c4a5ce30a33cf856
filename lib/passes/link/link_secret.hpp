#pragma once
// The secret of an authority, in a file or in a token, from which the names and the keys of its links are
// derived, so that every run gives the same ones. Whoever has it can name and open every file; whoever does
// not have it learns nothing from any number of links.
#include <filesystem>
#include <string>

#include "crypto/crypto.hpp"
#include "keys/token_secret.hpp"

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
    // Reads a file that only its owner may read; it may hold the pkcs11: URI of a key instead of a secret.
    // Throws Error "io"; "bad-key" when it holds neither or others may read it; and as in_token().
    static LinkSecret read(const std::filesystem::path& path, PinSource& pin);
    // Makes the file when it is missing.
    static LinkSecret read_or_make(const std::filesystem::path& path, PinSource& pin);
    // Takes an HMAC of a secret key that stays in its token: one for all links, so that the token need not be
    // asked for each of millions. Throws Error as load_private_key().
    static LinkSecret in_token(const std::string& uri, PinSource& pin, MissingKey missing);
    // Notes in a file which key of a token is the secret, so that read() finds it. Throws Error "bad-key"
    // when the file holds another one.
    static void note_token(const std::filesystem::path& path, const std::string& uri);
    explicit LinkSecret(Bytes secret);

    // `identity` says to whom the link belongs; it should begin with its kind of name.
    LinkKeys keys(std::string_view identity) const;

 private:
    explicit LinkSecret(const Sha256& extracted) : extracted_(extracted) {}
    Sha256 extracted_;
};

}  // namespace vpass
