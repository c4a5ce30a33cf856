// Tests RFC 8785.
#include <bit>
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "data/json_canonical.hpp"

using namespace vpass;

namespace {

std::string canonical(const std::string& text) {
    std::string out;
    jcs::append_canonical(out, json::check(text));
    return out;
}

std::string number(std::uint64_t bits) { return jcs::number_text(std::bit_cast<double>(bits)); }

}  // namespace

TEST_CASE("numbers as in RFC 8785, appendix B", "[jcs]") {
    CHECK(number(0x0000000000000000) == "0");
    CHECK(number(0x8000000000000000) == "0");
    CHECK(number(0x0000000000000001) == "5e-324");
    CHECK(number(0x8000000000000001) == "-5e-324");
    CHECK(number(0x7fefffffffffffff) == "1.7976931348623157e+308");
    CHECK(number(0x4340000000000000) == "9007199254740992");
    CHECK(number(0xc340000000000000) == "-9007199254740992");
    CHECK(number(0x4430000000000000) == "295147905179352830000");
    CHECK(number(0x44b52d02c7e14af5) == "9.999999999999997e+22");
    CHECK(number(0x44b52d02c7e14af6) == "1e+23");
    CHECK(number(0x44b52d02c7e14af7) == "1.0000000000000001e+23");
    CHECK(number(0x444b1ae4d6e2ef4e) == "999999999999999700000");
    CHECK(number(0x444b1ae4d6e2ef4f) == "999999999999999900000");
    CHECK(number(0x444b1ae4d6e2ef50) == "1e+21");
    CHECK(number(0x3eb0c6f7a0b5ed8c) == "9.999999999999997e-7");
    CHECK(number(0x3eb0c6f7a0b5ed8d) == "0.000001");
    CHECK(number(0x41b3de4355555553) == "333333333.3333332");
    CHECK(number(0x41b3de4355555557) == "333333333.33333343");
    CHECK(number(0xbecbf647612f3696) == "-0.0000033333333333333333");
    CHECK(number(0x43143ff3c1cb0959) == "1424953923781206.2");
}

TEST_CASE("the sample of RFC 8785 section 3.2.2", "[jcs]") {
    CHECK(canonical(R"({ "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] })") ==
          "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
          "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST_CASE("members are sorted by UTF-16 code units", "[jcs]") {
    // RFC 8785 §3.2.3: the order is carriage return, 1, U+0080, ö, €, the smiling face, U+FB33.
    CHECK(canonical(R"({"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7})") ==
          "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}");
    CHECK(canonical(R"({"ab":1,"a":2,"":3})") == R"({"":3,"a":2,"ab":1})");
    CHECK(canonical("{}") == "{}");
    CHECK(canonical("[ ]") == "[]");
    CHECK(canonical("[[ ] , { } ]") == "[[],{}]");
    CHECK(canonical("\"\\b\\f\\u007f\"") == "\"\\b\\f\x7f\"");
    CHECK_THROWS_AS(canonical("[1e400]"), Error);
}
