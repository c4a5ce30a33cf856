#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "data/encoding.hpp"

using namespace vpass;

namespace {

std::string decode32(std::string_view text) {
    Buffer out;
    base32_decode(text, out);
    return std::string(as_text(out));
}
std::string encode32(std::string_view text) {
    std::string out;
    base32_encode(as_bytes(text), out);
    return out;
}
std::string decode58(std::string_view text) {
    Buffer out;
    base58_decode(text, out);
    return hex_encode(out);
}

}  // namespace

TEST_CASE("base32: the vectors of RFC 4648", "[encoding]") {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},
        {"f", "MY======"},
        {"fo", "MZXQ===="},
        {"foo", "MZXW6==="},
        {"foob", "MZXW6YQ="},
        {"fooba", "MZXW6YTB"},
        {"foobar", "MZXW6YTBOI======"},
    };
    for (const auto& [plain, padded] : vectors) {
        const std::string unpadded = std::string(padded).substr(0, std::string(padded).find('='));
        CHECK(decode32(padded) == plain);
        CHECK(decode32(unpadded) == plain);
        CHECK(encode32(plain) == unpadded);
    }
}

TEST_CASE("base32 is strict", "[encoding]") {
    for (const char* text :
         {"my", "M", "MZX", "MZXW6Y", "MY=", "MY=======", "MZ", "M Y", "M1", "========", "MZXW6YR="})
        CHECK_THROWS_AS(decode32(text), Error);
}

TEST_CASE("base58: known answers", "[encoding]") {
    CHECK(decode58("") == "");
    CHECK(decode58("2g") == "61");
    CHECK(decode58("a3gV") == "626262");
    CHECK(decode58("1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L") ==
          "00eb15231dfceb60925886b67d065299925915aeb172c06647");
    CHECK(decode58("1111111111") == "00000000000000000000");
    for (const char* text : {"0", "O", "I", "l", "+", "a b"}) CHECK_THROWS_AS(decode58(text), Error);
    CHECK_THROWS_AS(decode58(std::string(129, '1')), Error);
}
