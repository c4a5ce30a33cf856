#pragma once
// HKDF with SHA-256 (RFC 5869): many keys from one secret, none of which tells of the others.
#include "crypto/crypto.hpp"

namespace vpass {

Sha256 hkdf_extract(Bytes salt, Bytes secret);
// At most 255 times 32 bytes; Error "crypto" for more.
Buffer hkdf_expand(Bytes extracted, Bytes info, std::size_t size);

}  // namespace vpass
