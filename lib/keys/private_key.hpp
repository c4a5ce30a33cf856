#pragma once
// Loads a private key by its name: a PEM file, or a `pkcs11:` URI (RFC 7512) of a key that never leaves its
// token (an HSM, a smart card). A token's key signs through its PKCS#11 module: the one that the URI's
// `module-path` names, else every module that the system has registered with p11-kit.
//
// Errors are "io" (a file or module that cannot be read), "bad-key" (no such key, or several), "bad-pin",
// "no-pin" and "token" (the token fails; also from PrivateKey::sign, whenever the token is gone).
#include <string>

#include "crypto/crypto.hpp"

namespace vpass {

// The source of a token's PIN, unless the URI has a `pin-source`: a file, an inherited descriptor, else the
// terminal, which is asked for each token. A PIN is never an argument, which every user of the machine could
// read. It is read when it is first needed.
class PinSource {
 public:
    PinSource() = default;
    ~PinSource();
    PinSource(const PinSource&) = delete;
    PinSource& operator=(const PinSource&) = delete;

    std::string file;     // its first line
    int descriptor = -1;  // the first line that comes from it
    bool ask = false;     // on /dev/tty, when there is neither

    const std::string& pin(const std::string& token_label);

 private:
    std::string pin_;
};

bool is_pkcs11_uri(std::string_view name);

// Loads the key `name`, which is a path ("-": standard input) or a URI. Any number of threads may sign with a
// token's key at once, each in a session of its own.
PrivateKey load_private_key(const std::string& name, PinSource& pin);

// Makes a key in the token that `token_uri` names; the key cannot be taken out of the token. Throws Error
// "exists" when the token has an object of that label.
struct TokenKey {
    PrivateKey key;
    std::string uri;
};
TokenKey generate_in_token(const std::string& token_uri, const std::string& label, Algorithm algorithm,
                           PinSource& pin);

}  // namespace vpass
