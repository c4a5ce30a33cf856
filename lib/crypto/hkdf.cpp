#include "crypto/hkdf.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vpass {

Sha256 hkdf_extract(Bytes salt, Bytes secret) { return hmac_sha256(salt, secret); }

Buffer hkdf_expand(Bytes extracted, Bytes info, std::size_t size) {
    constexpr std::size_t kMostBlocks = 255;
    if (size > kMostBlocks * sizeof(Sha256)) throw Error(Code::crypto, "HKDF gives no more than 8160 bytes");
    Buffer out, block;
    for (Byte number = 1; out.size() < size; ++number) {
        append(block, info);
        block.push_back(number);
        const Sha256 next = hmac_sha256(extracted, block);
        block.assign(next.begin(), next.end());
        append(out, Bytes(next).first(std::min(next.size(), size - out.size())));
    }
    return out;
}

}  // namespace vpass
