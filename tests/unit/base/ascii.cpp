#include <catch2/catch.hpp>

#include "base/ascii.hpp"
#include "base/markup.hpp"

using namespace vpass;

TEST_CASE("ascii: text beyond it stays as it is", "[ascii]") {
    CHECK(trimmed(" \t 홍 길동\r\n") == "홍 길동");
    CHECK(trimmed(" \v ").empty());
    CHECK(trimmed("\t a ", " ") == "\t a");
    CHECK(upper_case("straße-é1") == "STRAßE-é1");
    CHECK(lower_case("Ä-PNG") == "Ä-png");
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1'234'567) == "1,234,567");
}

TEST_CASE("markup: what means something there is written as a reference", "[markup]") {
    std::string out = "x";
    append_escaped(
        out, "<a b=\"1\" c='&'>\x01홍", [](char c) { return c == '\x01'; }, "?");
    CHECK(out == "x&lt;a b=&quot;1&quot; c=&#39;&amp;&#39;&gt;?홍");
}
