#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "passes/pass_line.hpp"
#include "support/scratch.hpp"

using namespace vpass;

namespace {

// Returns the parts of the pass joined by '|', or the code of the refusal.
std::string read(PassLine& line, std::string_view text, bool too_long = false) {
    try {
        line.read({1, text, too_long});
    } catch (const Error& e) {
        return e.name();
    }
    if (line.is_carried()) return "carried";
    std::string out;
    for (const std::string_view part : line.text()) out += (out.empty() ? "" : "|") + std::string(part);
    return out;
}

std::string written(const PassLine& line) {
    std::string out;
    line.write_open(out, {"verdict"});
    return out + "}";
}

}  // namespace

TEST_CASE("pass line: bare text and records", "[pass_line]") {
    struct Case {
        const char* line;
        const char* parts;
        const char* out;  // as it is carried on
    };
    const Case cases[] = {
        {"HC1:NCF", "HC1:NCF", R"({"pass":"HC1:NCF"})"},
        {" HC1:NCF ", " HC1:NCF ", R"({"pass":" HC1:NCF "})"},  // a space is a symbol of base45
        {"shc:/\"\\", "shc:/\"\\", R"({"pass":"shc:/\"\\"})"},
        {"홍길동", "홍길동", R"({"pass":"홍길동"})"},
        {"[1]", "[1]", R"({"pass":"[1]"})"},
        {R"({"pass":"HC1:NCF"})", "HC1:NCF", R"({"pass":"HC1:NCF"})"},
        {R"( {"case":1, "pass":"a\/b", "verdict":"forged"})", "a/b", R"({"case":1,"pass":"a\/b"})"},
        {R"({"pass":["a","b\u0041","c"]})", "a|bA|c", R"({"pass":["a","b\u0041","c"]})"},
        {R"({"pass":"x","error":{}})", "x", R"({"pass":"x"})"},
    };
    PassLine line;  // one for all: nothing may be left over
    for (const Case& c : cases) {
        CAPTURE(c.line);
        CHECK(read(line, c.line) == c.parts);
        CHECK(written(line) == c.out);
        PassLine fresh;
        CHECK(read(fresh, c.line) == c.parts);
    }
}

TEST_CASE("pass line: another member", "[pass_line]") {
    PassLine line;
    const auto read_link = [&](std::string_view text) {
        return code_of([&] { line.read({1, text, false}, "link"); });
    };
    CHECK(read_link(R"({"pass":"HC1:NCF","link":"shlink:/x"})").empty());
    CHECK(line.text()[0] == "shlink:/x");
    CHECK(written(line) == R"({"pass":"HC1:NCF","link":"shlink:/x"})");
    CHECK(read_link("shlink:/y").empty());
    CHECK(written(line) == R"({"link":"shlink:/y"})");
    CHECK(read_link(R"({"pass":"HC1:NCF"})") == "no-pass");
    CHECK(read(line, R"({"pass":"HC1:NCF","link":"shlink:/x"})") == "HC1:NCF");  // nothing is left over
}

TEST_CASE("pass line: lines that hold no pass", "[pass_line]") {
    const std::pair<const char*, const char*> cases[] = {
        {"", "empty-line"},
        {" \t ", "empty-line"},
        {"HC1:\xff", "bad-text"},
        {"HC1:\xed\xa0\x80", "bad-text"},
        {"{}", "no-pass"},
        {R"({"pass":null})", "no-pass"},
        {R"({"pass":7})", "no-pass"},
        {R"({"pass":{}})", "no-pass"},
        {R"({"pass":[]})", "no-pass"},
        {R"({"pass":["a",1]})", "no-pass"},
        {R"({"pass":[["a"]]})", "no-pass"},
        {R"({"Pass":"a"})", "no-pass"},
        {"{", "bad-json"},
        {R"({"pass":"a"} x)", "bad-json"},
        {R"({"pass":"a","pass":"b"})", "duplicate-key"},
        {R"({"line":3,"error":{"code":"x","message":"m"}})", "carried"},
    };
    PassLine line;
    for (const auto& [text, code] : cases) {
        CAPTURE(text);
        CHECK(read(line, text) == code);
        CHECK(read(line, "HC1:A") == "HC1:A");
    }
    CHECK(read(line, "", true) == "line-too-long");
}

TEST_CASE("pass line: many chunks, all escaped", "[pass_line]") {
    std::string text = R"({"pass":[)", joined;
    for (int i = 0; i < 5000; ++i) {
        text += (i ? "," : "") + std::string(R"("\u0041)") + std::to_string(i) + '"';
        joined += (i ? "|A" : "A") + std::to_string(i);
    }
    PassLine line;
    CHECK(read(line, text + "]}") == joined);
}
