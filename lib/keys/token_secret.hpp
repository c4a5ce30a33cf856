#pragma once
// A secret key in a token (an HSM, a smart card), which never leaves it, named by a `pkcs11:` URI.
#include <string>

#include "crypto/crypto.hpp"
#include "keys/private_key.hpp"

namespace vpass {

enum class MissingKey { refuse, make };  // of 32 random bytes, made in the token

// Returns the HMAC-SHA-256 of `message` under the key. Throws Error as load_private_key() does.
Sha256 token_hmac(const std::string& uri, PinSource& pin, Bytes message, MissingKey missing);

}  // namespace vpass
