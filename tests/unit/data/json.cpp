#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "data/json.hpp"

using namespace vpass;

namespace {

std::string code_of(std::string_view text) {
    try {
        json::check(text);
    } catch (const Error& e) {
        return e.name();
    }
    return "ok";
}

std::string compact(std::string_view text) {
    std::string out;
    json::append_compact(out, json::check(text).raw());
    return out;
}

}  // namespace

TEST_CASE("json: what is JSON and what is not") {
    for (const char* good : {"{}", "[]", "0", "-1.5e+3", "\"\"", " [1 , 2]\n", R"({"a":{"a":1}})",
                             R"("\ud83d\ude00")", R"("é")", "null", "true"}) {
        CAPTURE(good);
        CHECK(code_of(good) == "ok");
    }
    for (const char* bad : {"",
                            " ",
                            "{",
                            "[1,]",
                            "{\"a\"}",
                            "{a:1}",
                            "01",
                            "1.",
                            "+1",
                            ".5",
                            "1e",
                            "nul",
                            "\"",
                            "\"\n\"",
                            R"("\x")",
                            R"("\u12")",
                            R"("\ud800")",
                            R"("\ude00")",
                            R"("\ud83dx")",
                            "[] []",
                            "\xEF\xBB\xBF{}",
                            "\"\xff\"",
                            "\"\xed\xa0\x80\"",
                            "\"\xc0\xaf\"",
                            "{\"a\":1,}",
                            "'a'",
                            "NaN"}) {
        CAPTURE(bad);
        CHECK(code_of(bad) == "bad-json");
    }
}

TEST_CASE("json: duplicate keys are refused at every level, also when escaped") {
    CHECK(code_of(R"({"a":1,"b":2,"a":3})") == "duplicate-key");
    CHECK(code_of(R"([{"x":{"k":1,"\u006b":2}}])") == "duplicate-key");
    std::string many = "{";
    for (int i = 0; i < 1000; ++i) many += "\"k" + std::to_string(i) + "\":0,";
    CHECK(code_of(many + "\"z\":0}") == "ok");
    CHECK(code_of(many + "\"k500\":0}") == "duplicate-key");
    // These long keys begin alike and have the same length.
    CHECK(code_of(R"({"forename1":{},"forename2":{"forename1":0},"forename3":[]})") == "ok");
    CHECK(code_of(R"({"forename1":{},"forename2":{"forename1":0},"forename1":[]})") == "duplicate-key");
}

TEST_CASE("json: depth is limited") {
    CHECK(code_of(std::string(64, '[') + std::string(64, ']')) == "ok");
    CHECK(code_of(std::string(65, '[') + std::string(65, ']')) == "too-deep");
    CHECK(code_of(std::string(1 << 20, '[')) == "too-deep");
}

TEST_CASE("json: lazy reading") {
    const std::string text =
        R"( { "a" : [1, {"b": "x\ny"}, null] , "c\u0064": 2.0, "big": 12345678901234567890 } )";
    const json::Value v = json::check(text);
    CHECK(v.size() == 3);
    CHECK(v["a"].size() == 3);
    CHECK(v["a"][1]["b"].string() == "x\ny");
    CHECK(v["a"][2].is(json::Type::null));
    CHECK(v["cd"].integer() == 2);
    CHECK_FALSE(v["big"].integer());
    CHECK(v["big"].number() == 12345678901234567890.0);
    CHECK_FALSE(v["none"]);
    CHECK_FALSE(v["none"]["deeper"][3]);
    CHECK(v["cd"].string().empty());
    std::string keys;
    for (const auto& [raw, value] : v.members()) keys += std::string(raw) + ";";
    CHECK(keys == "a;c\\u0064;big;");
}

TEST_CASE("json: compaction keeps every byte inside strings") {
    CHECK(compact(" { \"a b\" : [ 1 , \" x \\\" y \" ] , \"n\" : 1.50 } ") ==
          R"({"a b":[1," x \" y "],"n":1.50})");
    CHECK(compact("[ ]") == "[]");
}

TEST_CASE("json: writing") {
    std::string out;
    json::Writer w(out);
    w.begin_object()
        .text("a", "q\"\\\n\x01é")
        .key("n")
        .integer(-5)
        .key("l")
        .begin_array()
        .number(2.5)
        .number(3.0);
    w.number(1e300).boolean(false).null().begin_object().end_object().end_array().end_object();
    CHECK(out == R"({"a":"q\"\\\n\u0001é","n":-5,"l":[2.5,3,1e+300,false,null,{}]})");
    CHECK(code_of(out) == "ok");
}
