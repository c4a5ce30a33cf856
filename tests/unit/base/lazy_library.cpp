#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "base/lazy_library.hpp"

using namespace vpass;

TEST_CASE("late: a library that is missing is named, with the package that has it") {
    constexpr LateLibrary kMissing{"libnone.so.7", "libnone7"};
    try {
        late_symbol(kMissing, "none");
        FAIL("loaded");
    } catch (const Error& error) {
        CHECK(std::string(error.what()).find("libnone.so.7") != std::string::npos);
        CHECK(error.hint().find("libnone7") != std::string::npos);
    }
}

TEST_CASE("late: a function that a library does not have is named") {
    constexpr LateLibrary kThere{"libc.so.6", "libc6"};
    CHECK(late_symbol(kThere, "strlen"));
    try {
        late_symbol(kThere, "no_such_function");
        FAIL("found");
    } catch (const Error& error) {
        CHECK(std::string(error.what()).find("no_such_function") != std::string::npos);
    }
}
