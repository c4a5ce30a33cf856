#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "data/encoding.hpp"

using namespace vpass;

namespace {

std::string base45(std::string_view text) {
    Buffer out;
    base45_decode(text, out);
    return std::string(as_text(out));
}

std::string base64(std::string_view text, Base64 alphabet = Base64::standard) {
    return std::string(as_text(base64_decode(text, alphabet)));
}

}  // namespace

TEST_CASE("base45: RFC 9285 section 4.3 and 4.4") {
    for (const auto& [plain, coded] : {std::pair{"AB", "BB8"},
                                       {"Hello!!", "%69 VD92EX0"},
                                       {"base-45", "UJCLQE7W581"},
                                       {"ietf!", "QED8WEX0"},
                                       {"", ""}}) {
        std::string out;
        base45_encode(as_bytes(plain), out);
        CHECK(out == coded);
        CHECK(base45(coded) == plain);
    }
}

TEST_CASE("base45: refuses what no encoder writes") {
    for (const char* bad : {"A", "ABCD", "GGW", ":::", "::", "V5", "ab8", "BB8\n", "BB\xc3", "BB8 "}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(base45(bad), Error);
    }
}

TEST_CASE("base64: RFC 4648 section 10") {
    for (const auto& [plain, coded] : {std::pair{"", ""},
                                       {"f", "Zg=="},
                                       {"fo", "Zm8="},
                                       {"foo", "Zm9v"},
                                       {"foob", "Zm9vYg=="},
                                       {"foobar", "Zm9vYmFy"}}) {
        CHECK(base64_encode(as_bytes(plain), Base64::standard) == coded);
        CHECK(base64(coded) == plain);
    }
    CHECK(base64_encode(as_bytes("\xfb\xff"), Base64::url) == "-_8");
    CHECK(base64("-_8", Base64::url) == "\xfb\xff");
    for (const char* bad : {"Z", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Z g=", "-_8", "====", "Zm9v="}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(base64(bad), Error);
    }
}

TEST_CASE("hex and UTF-8") {
    Buffer out;
    hex_decode("00fFa5", out);
    CHECK(hex_encode(out) == "00ffa5");
    CHECK_THROWS_AS(hex_decode("0", out), Error);
    CHECK_THROWS_AS(hex_decode("0g", out), Error);
    CHECK(is_utf8("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"));
    for (const char* bad : {"\x80", "\xc0\x80", "\xc3", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                            "\xf5\x80\x80\x80", "\xf4\x90\x80\x80"}) {
        CHECK_FALSE(is_utf8(bad));
    }
    // The wrong byte is found wherever it stands among the eight bytes that are tested together.
    for (std::size_t before = 0; before < 20; ++before) {
        CAPTURE(before);
        const std::string text = std::string(before, 'a');
        CHECK(is_utf8(text + "\xc3\xa9" + std::string(9, 'a')));
        CHECK_FALSE(is_utf8(text + '\x80' + std::string(9, 'a')));
        CHECK_FALSE(is_utf8(text + '\xc3'));
    }
}
