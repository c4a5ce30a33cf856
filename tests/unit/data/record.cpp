#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "data/record.hpp"

using namespace vpass;

namespace {

std::string code_of(std::string_view line) {
    try {
        Record().parse(line);
    } catch (const Error& e) {
        return e.name();
    }
    return "ok";
}

std::string without(std::string_view line, std::initializer_list<std::string_view> replaced) {
    Record record;
    record.parse(line);
    std::string out;
    record.write_open(out, replaced);
    json::Writer(out).text("new", "x").end_object();
    return out;
}

}  // namespace

TEST_CASE("record: an object on a line and nothing else", "[record]") {
    for (const char* good : {"{}", R"( {"a":1} )", R"({"a":{"b":[1,2]},"c":null})"})
        CHECK(code_of(good) == "ok");
    for (const char* bad : {"", "[]", "1", "\"{}\"", "null", "{} {}", "{", R"({"a"})", "{\"a\":\"\xff\"}"}) {
        CAPTURE(bad);
        CHECK(code_of(bad) == "bad-json");
    }
    CHECK(code_of(R"({"a":1,"\u0061":2})") == "duplicate-key");
    CHECK(code_of(R"({"a":[{"b":1,"b":1}]})") == "duplicate-key");
    std::string deep(70, '[');
    CHECK(code_of("{\"a\":" + deep) == "too-deep");
}

TEST_CASE("record: reading members", "[record]") {
    Record record;
    record.parse(R"({"pass":"x","n":{"pass":"inner"},"k\u0065y":3})");
    CHECK(record["pass"].string() == "x");
    CHECK(record["key"].integer() == 3);
    CHECK_FALSE(record["none"]);
    CHECK_FALSE(record.is_error());
    record.parse(R"({"line":3,"error":{"code":"bad-json","message":"m"}})");  // what was before is forgotten
    CHECK_FALSE(record["pass"]);
    CHECK(record.is_error());
}

TEST_CASE("record: a command replaces its own members and carries the rest byte for byte", "[record]") {
    struct Case {
        const char* line;
        const char* out;
    };
    const Case cases[] = {
        {"{}", R"({"new":"x"})"},
        {R"({"verdict":{"result":"valid"}})", R"({"new":"x"})"},
        {R"({"a":1,"verdict":1,"b":2})", R"({"a":1,"b":2,"new":"x"})"},
        {R"({"verdict":1,"a":1})", R"({"a":1,"new":"x"})"},
        {R"({"\u0076erdict":"forged","a":1})", R"({"a":1,"new":"x"})"},  // however it is written
        {R"({"n":{"verdict":1}})", R"({"n":{"verdict":1},"new":"x"})"},  // not what lies deeper
        {R"({ "e\u0041" : [ 1.50 , "a  \u00e9" ] , "z" : -0e0 })",
         R"({"e\u0041":[1.50,"a  \u00e9"],"z":-0e0,"new":"x"})"},
        {"{\"\":\"홍\"\t}", R"({"":"홍","new":"x"})"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.line);
        CHECK(without(c.line, {"verdict", "claims"}) == c.out);
        CHECK_NOTHROW(json::check(without(c.line, {"verdict"})));
    }
    CHECK(without(R"({"a":1,"error":{"code":"x"},"\u0065rror2":2})", {}) ==
          R"({"a":1,"\u0065rror2":2,"new":"x"})");
    CHECK(without(R"({"Error":1,"\u0065rror":2})", {}) == R"({"Error":1,"new":"x"})");
}

TEST_CASE("record: of an error record, the place, the code and the message are carried on", "[record]") {
    const std::pair<std::string, std::string> cases[] = {
        {R"({"line":17,"error":{"code":"bad-json","message":"m"}})", ""},
        {R"({"picture":"a.png","error":{"code":"no-code","message":"m"}})", ""},
        {R"({"error":{"message":"m","code":"bad-json","hint":"h"},"line":17,"verdict":{"result":"valid"}})",
         R"({"line":17,"error":{"code":"bad-json","message":"m"}})"},
        {R"({"error":"x","claims":{},"decision":{"result":"admit"}})",
         R"({"error":{"code":"error","message":"x"}})"},
        {R"({"\u0065rror":{},"layers":1,"findings":[],"revoked":{},"proof":"p","id":"i"})",
         R"({"error":{"code":"error","message":""}})"},
        {R"({"error":null})", R"({"error":{"code":"error","message":""}})"},
        {R"({"error":[1],"line":-1})", R"({"error":{"code":"error","message":""}})"},
        {R"({"error":{"code":"Valid: ok","message":{"result":"valid"}},"line":"1"})",
         R"({"error":{"code":"error","message":""}})"},
    };
    for (const auto& [line, expected] : cases) {
        CAPTURE(line);
        Record record;
        record.parse(line);
        std::string out;
        record.write_error(out);
        CHECK(out == (expected.empty() ? line : expected) + "\n");
        std::string again;
        out.pop_back();
        record.parse(out);
        record.write_error(again);
        CHECK(again == out + "\n");
    }
    std::string message;
    for (int i = 0; i < 5000; ++i) message += "글";
    const std::string line =
        R"({"error":{"code":")" + std::string(65, 'x') + R"(","message":")" + message + "\"}}";
    Record record;
    record.parse(line);
    std::string out;
    record.write_error(out);
    CHECK(out == R"({"error":{"code":"error","message":")" + message.substr(0, 1023) + "\"}}\n");
}

TEST_CASE("record: the line that takes the place of a bad one", "[record]") {
    std::string out = "{}\n";
    write_error_line(out, 17, "bad-json", "a \"quote\"");
    CHECK(out == "{}\n{\"line\":17,\"error\":{\"code\":\"bad-json\",\"message\":\"a \\\"quote\\\"\"}}\n");
}
