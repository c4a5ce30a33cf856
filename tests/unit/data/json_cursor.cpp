// The cursor must see what the lazy values see.
#include <catch2/catch.hpp>

#include "data/json_cursor.hpp"

using namespace vpass;
using json::Cursor;

namespace {

// Writes the document again as the cursor walks it.
void copy(Cursor& in, json::Writer& out) {
    std::string_view key;
    if (in.enter_object()) {
        out.begin_object();
        while (in.next_member(key)) {
            out.any_key(key);
            copy(in, out);
        }
        out.end_object();
    } else if (in.enter_array()) {
        out.begin_array();
        while (in.next_element()) copy(in, out);
        out.end_array();
    } else {
        out.raw(in.take().raw());
    }
}

std::string copied(std::string_view text, bool* compact = nullptr) {
    Cursor in(json::check(text));
    std::string out;
    json::Writer writer(out);
    copy(in, writer);
    if (compact) *compact = in.compact();
    return out;
}

}  // namespace

TEST_CASE("a walk visits everything once", "[json]") {
    for (const char* text : {"{}", "[]", "1", "\"x\"", R"({"a":1,"b":[1,2,{"c":null}],"d":{"e":{"f":[]}}})",
                             R"([[[]],{},"]}",{"}":"{"}])", R"({"a\"b":"\\","\\":[true,false,-1.5e3]})"})
        CHECK(copied(text) == text);
    CHECK(copied(R"({"\u0061":1})") == R"({"a":1})");
}

TEST_CASE("white space is stepped over and noted", "[json]") {
    bool compact = false;
    CHECK(copied("[1,{\"a\":2}]", &compact) == "[1,{\"a\":2}]");
    CHECK(compact);
    for (const char* text : {"[ 1,{\"a\":2}]", "[1 ,{\"a\":2}]", "[1, {\"a\":2}]", "[1,{ \"a\":2}]",
                             "[1,{\"a\" :2}]", "[1,{\"a\": 2}]", "[1,{\"a\":2 }]", "[1,{\"a\":2}\n]"}) {
        CHECK(copied(text, &compact) == "[1,{\"a\":2}]");
        CHECK_FALSE(compact);
    }
}

TEST_CASE("a value can be skipped, taken, or looked at after it was read", "[json]") {
    const std::string text = R"({"a":{"b":[1]},"c":2})";
    Cursor in(json::check(text));
    std::string_view key;
    REQUIRE(in.enter_object());
    REQUIRE(in.next_member(key));
    const char* const start = in.position();
    std::string out;
    json::Writer writer(out);
    copy(in, writer);
    CHECK(in.since(start).raw() == R"({"b":[1]})");
    REQUIRE(in.next_member(key));
    CHECK(key == "c");
    CHECK_FALSE(in.enter_object());
    CHECK_FALSE(in.enter_array());
    CHECK(in.take().integer() == 2);
    CHECK_FALSE(in.next_member(key));
}
