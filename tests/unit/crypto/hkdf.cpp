#include "crypto/hkdf.hpp"

#include <catch2/catch.hpp>

#include "data/encoding.hpp"

using namespace vpass;

namespace {

Buffer unhex(std::string_view text) {
    Buffer out;
    hex_decode(text, out);
    return out;
}

}  // namespace

TEST_CASE("hkdf: the cases of RFC 5869", "[hkdf]") {
    struct Case {
        const char *secret, *salt, *info, *extracted, *out;
    };
    const Case cases[] = {
        {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
         "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
         "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
        {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
         "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
         "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
    };
    for (const Case& c : cases) {
        const Sha256 extracted = hkdf_extract(unhex(c.salt), unhex(c.secret));
        CHECK(hex_encode(extracted) == c.extracted);
        CHECK(hex_encode(hkdf_expand(extracted, unhex(c.info), 42)) == c.out);
        CHECK(hex_encode(hkdf_expand(extracted, unhex(c.info), 7)) == std::string(c.out).substr(0, 14));
    }
    CHECK(hkdf_expand(Sha256{}, {}, 255 * 32).size() == 8160);
    CHECK_THROWS(hkdf_expand(Sha256{}, {}, 255 * 32 + 1));
}
