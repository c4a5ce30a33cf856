#pragma once
// HKDF with SHA-256 (RFC 5869) derives many keys from one secret; none of them reveals another.
#include "crypto/crypto.hpp"

namespace vpass {

Sha256 hkdf_extract(Bytes salt, Bytes secret);
// Returns `size` bytes, at most 255 times 32. Throws Error "crypto" for more.
Buffer hkdf_expand(Bytes extracted, Bytes info, std::size_t size);

}  // namespace vpass
