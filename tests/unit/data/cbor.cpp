#include <catch2/catch.hpp>
#include <cmath>

#include "base/error.hpp"
#include "support/authority.hpp"

using namespace vpass;
using test::encode;
using test::unhex;

namespace {

std::string as_json(Bytes bytes) {
    std::string out;
    json::Writer writer(out);
    cbor::to_json(cbor::check(bytes), writer);
    return out;
}

std::string code_of(Bytes bytes) {
    try {
        cbor::check(bytes);
    } catch (const Error& e) {
        return e.name();
    }
    return "ok";
}
std::string code_of(const char* hex) { return code_of(unhex(hex)); }

std::string repeated(std::string_view text, std::size_t n) {
    std::string out;
    while (n--) out += text;
    return out;
}

struct Example {
    const char* hex;
    const char* json;
};

}  // namespace

TEST_CASE("cbor: RFC 8949 appendix A", "[cbor]") {
    const Example examples[] = {
        {"00", "0"},
        {"01", "1"},
        {"0a", "10"},
        {"17", "23"},
        {"1818", "24"},
        {"1819", "25"},
        {"1864", "100"},
        {"1903e8", "1000"},
        {"1a000f4240", "1000000"},
        {"1b000000e8d4a51000", "1000000000000"},
        {"1bffffffffffffffff", "18446744073709551615"},
        {"c249010000000000000000", R"("AQAAAAAAAAAA")"},
        {"3bffffffffffffffff", "-18446744073709551616"},
        {"c349010000000000000000", R"("AQAAAAAAAAAA")"},
        {"20", "-1"},
        {"29", "-10"},
        {"3863", "-100"},
        {"3903e7", "-1000"},
        {"f90000", "0"},
        {"f98000", "0"},
        {"f93c00", "1"},
        {"fb3ff199999999999a", "1.1"},
        {"f93e00", "1.5"},
        {"f97bff", "65504"},
        {"fa47c35000", "100000"},
        {"fa7f7fffff", "3.4028234663852886e+38"},
        {"fb7e37e43c8800759c", "1e+300"},
        {"f90001", "5.960464477539063e-08"},
        {"f90400", "6.103515625e-05"},
        {"f9c400", "-4"},
        {"fbc010666666666666", "-4.1"},
        {"f97c00", "null"},
        {"f97e00", "null"},
        {"f9fc00", "null"},
        {"fa7f800000", "null"},
        {"fa7fc00000", "null"},
        {"faff800000", "null"},
        {"fb7ff0000000000000", "null"},
        {"fb7ff8000000000000", "null"},
        {"fbfff0000000000000", "null"},
        {"f4", "false"},
        {"f5", "true"},
        {"f6", "null"},
        {"f7", "null"},
        {"f0", "null"},
        {"f8ff", "null"},
        {"c074323031332d30332d32315432303a30343a30305a", R"("2013-03-21T20:04:00Z")"},
        {"c11a514b67b0", "1363896240"},
        {"c1fb41d452d9ec200000", "1363896240.5"},
        {"d74401020304", R"("AQIDBA")"},
        {"d818456449455446", R"("ZElFVEY")"},
        {"d82076687474703a2f2f7777772e6578616d706c652e636f6d", R"("http://www.example.com")"},
        {"40", R"("")"},
        {"4401020304", R"("AQIDBA")"},
        {"60", R"("")"},
        {"6161", R"("a")"},
        {"6449455446", R"("IETF")"},
        {"62225c", R"("\"\\")"},
        {"62c3bc", R"("ü")"},
        {"63e6b0b4", R"("水")"},
        {"64f0908591", R"("𐅑")"},
        {"80", "[]"},
        {"83010203", "[1,2,3]"},
        {"8301820203820405", "[1,[2,3],[4,5]]"},
        {"98190102030405060708090a0b0c0d0e0f101112131415161718181819",
         "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]"},
        {"a0", "{}"},
        {"a201020304", R"({"1":2,"3":4})"},
        {"a26161016162820203", R"({"a":1,"b":[2,3]})"},
        {"826161a161626163", R"(["a",{"b":"c"}])"},
        {"a56161614161626142616361436164614461656145", R"({"a":"A","b":"B","c":"C","d":"D","e":"E"})"},
        {"9fff", "[]"},
        {"9f018202039f0405ffff", "[1,[2,3],[4,5]]"},
        {"9f01820203820405ff", "[1,[2,3],[4,5]]"},
        {"83018202039f0405ff", "[1,[2,3],[4,5]]"},
        {"83019f0203ff820405", "[1,[2,3],[4,5]]"},
        {"9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff",
         "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]"},
        {"bf61610161629f0203ffff", R"({"a":1,"b":[2,3]})"},
        {"826161bf61626163ff", R"(["a",{"b":"c"}])"},
        {"bf6346756ef563416d7421ff", R"({"Fun":true,"Amt":-2})"},
    };
    for (const Example& e : examples) {
        CAPTURE(e.hex);
        const Buffer bytes = unhex(e.hex);
        CHECK(as_json(bytes) == e.json);
        CHECK(cbor::check(bytes).raw().size() == bytes.size());
        // Wherever the item is cut, the rest is not an item.
        for (std::size_t n = 0; n < bytes.size(); ++n) CHECK(code_of(Bytes(bytes).first(n)) == "bad-cbor");
    }
    // The two items with strings of indefinite length are well-formed, but passes do not have them, so they
    // are refused.
    CHECK(code_of("5f42010243030405ff") == "bad-cbor");
    CHECK(code_of("7f657374726561646d696e67ff") == "bad-cbor");
}

TEST_CASE("cbor: RFC 8949 appendix F, not well-formed", "[cbor]") {
    for (const char* bad : {"18",
                            "19",
                            "1a",
                            "1b",
                            "1901",
                            "1a0102",
                            "1b01020304050607",
                            "38",
                            "58",
                            "78",
                            "98",
                            "9a01ff00",
                            "b8",
                            "d8",
                            "f8",
                            "f900",
                            "fa0000",
                            "fb000000",
                            "41",
                            "61",
                            "5affffffff00",
                            "5bffffffffffffffff010203",
                            "7affffffff00",
                            "7b7fffffffffffffff010203",
                            "81",
                            "818181818181818181",
                            "8200",
                            "a1",
                            "a20102",
                            "a100",
                            "a2000000",
                            "c0",
                            "5f4100",
                            "7f6100",
                            "9f",
                            "9f0102",
                            "bf",
                            "bf01020102",
                            "819f",
                            "9f8000",
                            "9f9f9f9f9fffffffff",
                            "9f819f819f9fffffff",
                            "1c",
                            "1d",
                            "1e",
                            "3c",
                            "5d",
                            "7e",
                            "9c",
                            "bd",
                            "de",
                            "fc",
                            "fd",
                            "fe",
                            "f800",
                            "f801",
                            "f818",
                            "f81f",
                            "5f00ff",
                            "5f21ff",
                            "5f6100ff",
                            "5f80ff",
                            "5fa0ff",
                            "5fc000ff",
                            "5fe0ff",
                            "7f4100ff",
                            "5f5f4100ffff",
                            "7f7f6100ffff",
                            "ff",
                            "81ff",
                            "8200ff",
                            "a1ff",
                            "a1ff00",
                            "a100ff",
                            "a20000ff",
                            "9f81ff",
                            "9f829f819f9fffffffff",
                            "bf00ff",
                            "bf000000ff",
                            "1f",
                            "3f",
                            "df",
                            "",
                            "0000"}) {
        CAPTURE(bad);
        CHECK(code_of(bad) == "bad-cbor");
    }
    // These items claim lengths that do not fit into memory, and nothing follows.
    for (const char* bad : {"9bffffffffffffffff", "bbffffffffffffffff", "bb7fffffffffffffff00", "9affffffff",
                            "bb8000000000000001"}) {
        CAPTURE(bad);
        CHECK(code_of(bad) == "bad-cbor");
    }
}

TEST_CASE("cbor: text has to be UTF-8", "[cbor]") {
    for (const char* bad : {"6180", "61ff", "62c080", "63eda080", "64f4908080", "61c3"}) {
        CAPTURE(bad);
        CHECK(code_of(bad) == "bad-cbor");
    }
}

TEST_CASE("cbor: keys occur once, however they are encoded", "[cbor]") {
    for (const char* bad :
         {"a200000000", "a201000100", "a20100180100", "a2613100613100", "a22000380000", "a2410100410100",
          "bf61610061610 0ff", "a1008201a200010002", "a2f50 0f500", "a2810100810100"}) {
        std::string hex = bad;
        std::erase(hex, ' ');
        CAPTURE(hex);
        CHECK(code_of(hex.c_str()) == "duplicate-key");
    }
    // 1, "1", h'31', -1 and 1.0 are five keys.
    CHECK(code_of("a501006131004131002000f93c0000") == "ok");
    Buffer many = encode([](cbor::Writer& w) {
        w.map(1001);
        for (int i = 0; i < 1000; ++i) w.text("k" + std::to_string(i)).integer(i);
    });
    Buffer unique = many, twice = many;
    cbor::Writer(unique).text("z").null();
    cbor::Writer(twice).text("k500").null();
    CHECK(code_of(unique) == "ok");
    CHECK(code_of(twice) == "duplicate-key");
    // A refusal must not leave anything behind that affects the next check.
    CHECK(code_of(unique) == "ok");
}

TEST_CASE("cbor: nesting is limited, whatever nests", "[cbor]") {
    constexpr std::size_t n = limits::kCborDepth;
    struct Nest {
        const char* open;
        const char* inner;
        const char* close;
    };
    for (const Nest& nest : {Nest{"81", "00", ""}, Nest{"9f", "", "ff"}, Nest{"a100", "00", ""},
                             Nest{"bf00", "00", "ff"}, Nest{"c1", "00", ""}, Nest{"829f", "00ff", "00"}}) {
        CAPTURE(nest.open);
        const std::size_t levels = nest.open == std::string_view("829f") ? n / 2 : n;
        auto nested = [&](std::size_t k) {
            return unhex(repeated(nest.open, k) + nest.inner + repeated(nest.close, k));
        };
        if (levels == n) {
            CHECK(code_of(nested(levels)) == "ok");
            CHECK(as_json(nested(levels)).size() >= 1);
            CHECK(code_of(nested(levels + 1)) == "too-deep");
        }
        CHECK(code_of(nested(100'000)) != "ok");
    }
    CHECK(code_of(repeated("81", 1 << 20).c_str()) == "too-deep");
}

TEST_CASE("cbor: lazy reading", "[cbor]") {
    const Buffer bytes = encode([](cbor::Writer& w) {
        w.map(6).integer(1).text("one").integer(-260).map(1).integer(1).array(2).integer(5).boolean(true);
        w.text("f").real(2.0).text("big").raw(unhex("1bffffffffffffffff")).text("t").tag(0).tag(1).text("x");
        w.text("n").null();
    });
    const cbor::Value v = cbor::check(bytes);
    CHECK(v.size() == 6);
    CHECK(v[1].text() == "one");
    CHECK(v[-260][1].size() == 2);
    CHECK((*v[-260][1].elements().begin()).integer() == 5);
    CHECK(v["f"].integer() == 2);
    CHECK(v["f"].is_float());
    CHECK_FALSE(v["big"].integer());
    CHECK(v["big"].number() == 18446744073709551615.0);
    CHECK(v["t"].tag() == 0);
    CHECK(v["t"].is(cbor::Type::tag));
    CHECK(v["t"].untagged().text() == "x");
    CHECK(v["n"].is(cbor::Type::null));
    CHECK_FALSE(v[2]);
    CHECK_FALSE(v["one"]["deeper"][3]);
    // An item of another type reads as nothing.
    CHECK_FALSE(v[1].integer());
    CHECK_FALSE(v["f"].boolean());
    CHECK(v["f"].text().empty());
    CHECK(v[1].bytes().empty());
    CHECK(v[1].size() == 0);
}

TEST_CASE("cbor: integers at the ends of their range", "[cbor]") {
    const std::pair<const char*, std::optional<std::int64_t>> cases[] = {
        {"1b7fffffffffffffff", INT64_MAX},
        {"3b7fffffffffffffff", INT64_MIN},
        {"1b8000000000000000", {}},
        {"3b8000000000000000", {}},
        {"fb4340000000000000", 9007199254740992},  // 2^53, the last whole float that is surely meant
        {"fb4340000000000001", {}},
        {"fbc340000000000000", -9007199254740992},
        {"f93e00", {}},  // 1.5
        {"f97e00", {}},  // NaN
        {"f97c00", {}},  // infinity
        {"fb7fefffffffffffff", {}},
        {"f98000", 0},
    };
    for (const auto& [hex, value] : cases) {
        CAPTURE(hex);
        CHECK(cbor::check(unhex(hex)).integer() == value);
    }
}

TEST_CASE("cbor: written in the shortest form, and read back", "[cbor]") {
    for (const std::int64_t value :
         {INT64_MIN, INT64_MIN + 1, std::int64_t{-4294967297}, std::int64_t{-65537}, std::int64_t{-257},
          std::int64_t{-256}, std::int64_t{-25}, std::int64_t{-24}, std::int64_t{-1}, std::int64_t{0},
          std::int64_t{23}, std::int64_t{24}, std::int64_t{255}, std::int64_t{256}, std::int64_t{65535},
          std::int64_t{65536}, std::int64_t{4294967295}, std::int64_t{4294967296}, INT64_MAX}) {
        const Buffer bytes = encode([&](cbor::Writer& w) { w.integer(value); });
        CHECK(cbor::check(bytes).integer() == value);
        const std::uint64_t magnitude = static_cast<std::uint64_t>(value < 0 ? -1 - value : value);
        const std::size_t size = magnitude < 24              ? 1
                                 : magnitude < 0x100         ? 2
                                 : magnitude < 0x10000       ? 3
                                 : magnitude < 0x1'0000'0000 ? 5
                                                             : 9;
        CHECK(bytes.size() == size);
    }
    const std::string text = R"({"a":[1,-2,2.5,"x\u00e9\n",true,null,{}],"k\"ey":1e300,"w":3})";
    const Buffer bytes = encode([&](cbor::Writer& w) { w.json(json::check(text)); });
    CHECK(as_json(bytes) == R"({"a":[1,-2,2.5,"xé\n",true,null,{}],"k\"ey":1e+300,"w":3})");
}

TEST_CASE("cbor: a JSON number that fits no double is refused, not undefined", "[cbor]") {
    for (const char* text : {"1e400", "-1e400", "[1e999999999]"}) {
        CAPTURE(text);
        Buffer out;
        CHECK_THROWS_AS(cbor::Writer(out).json(json::check(text)), Error);
    }
}

TEST_CASE("cbor: keys that look alike in JSON stay apart", "[cbor]") {
    // A claim under 1 and one under "1" are two claims; our own strict reader must accept the JSON.
    for (const char* hex : {"a20100613101",
                            "a2613100"
                            "0101",
                            "a3f600f700646e756c6c00", "a20100f93c0001",
                            "a343d35d3400"
                            "633130300018640"
                            "0"}) {
        CAPTURE(hex);
        const Buffer bytes = unhex(hex);
        const std::string text = as_json(bytes);
        CAPTURE(text);
        CHECK_NOTHROW(json::check(text));
        CHECK(json::check(text).size() == cbor::check(bytes).size());
    }
}

TEST_CASE("cbor: keys inside keys do not make the JSON grow with every level", "[cbor]") {
    // {{{…{0: 0}…: 0}: 0}: 0}
    Buffer nested(59, Byte{0});
    std::fill_n(nested.begin(), 29, Byte{0xa1});
    const std::string text = as_json(cbor::check(nested).raw());
    CHECK(text.size() < 100);
    CHECK_NOTHROW(json::check(text));
    CHECK(as_json(unhex("a2c18100018200f500")) == R"({"gQA":1,"ggD1":0})");  // {1([0]): 1, [0, true]: 0}
}
