#pragma once
// AES on single blocks (FIPS 197), for constructions that OpenSSL does not have. crypto.cpp implements it.
#include <array>
#include <memory>

#include "base/bytes.hpp"

namespace vpass {

using AesBlock = std::array<Byte, 16>;

// An Aes is immutable after construction; any number of threads may use one.
class Aes {
 public:
    explicit Aes(Bytes key);  // of 16, 24 or 32 bytes; Error "crypto"
    void encrypt(AesBlock& block) const;

 private:
    std::shared_ptr<const void> schedule_;
};

}  // namespace vpass
