#include <catch2/catch.hpp>

#include "crypto/crypto.hpp"
#include "data/encoding.hpp"

using namespace vpass;

namespace {

std::string hmac(const Buffer& key, std::string_view message) {
    return hex_encode(hmac_sha256(key, as_bytes(message)));
}

}  // namespace

TEST_CASE("HMAC-SHA256: the cases of RFC 4231", "[crypto]") {
    CHECK(hmac(Buffer(20, 0x0b), "Hi There") ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hmac({'J', 'e', 'f', 'e'}, "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hmac(Buffer(20, 0xaa), std::string(50, '\xdd')) ==
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    // Keys that are longer than a block are hashed first.
    CHECK(hmac(Buffer(131, 0xaa), "Test Using Larger Than Block-Size Key - Hash Key First") ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    CHECK(hmac(Buffer(131, 0xaa),
               "This is a test using a larger than block-size key and a larger than block-size data. The key "
               "needs "
               "to be hashed before being used by the HMAC algorithm.") ==
          "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
    CHECK(hmac({}, "") == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}
