#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "base/lazy_library.hpp"

using namespace vpass;

TEST_CASE("lazy: a library that is missing is named, with the package that has it") {
    constexpr LazyLibrary kMissing{"libnone.so.7", "libnone7"};
    try {
        lazy_symbol(kMissing, "none");
        FAIL("loaded");
    } catch (const Error& error) {
        CHECK(error.is_environment());
        CHECK(std::string(error.what()).find("libnone.so.7") != std::string::npos);
        CHECK(error.hint().find("libnone7") != std::string::npos);
    }
}

TEST_CASE("lazy: a function that a library does not have is named") {
    constexpr LazyLibrary kThere{"libc.so.6", "libc6"};
    CHECK(lazy_symbol(kThere, "strlen"));
    try {
        lazy_symbol(kThere, "no_such_function");
        FAIL("found");
    } catch (const Error& error) {
        CHECK(std::string(error.what()).find("no_such_function") != std::string::npos);
    }
}

TEST_CASE("lazy: a pointer finds its function by the first call, and one that is missing says so each time") {
    static constexpr LazyLibrary kC{"libc.so.6", "libc6"};
    static constinit const LazyFunction<std::size_t (*)(const char*)> sym_strlen{kC, "strlen"};
    CHECK(sym_strlen("four") == 4);
    CHECK(sym_strlen("") == 0);
    static constinit const LazyFunction<int (*)()> sym_none{kC, "no_such_function"};
    CHECK_THROWS_AS(sym_none(), Error);
    CHECK_THROWS_AS(sym_none(), Error);
}
