#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "support/authority.hpp"

using namespace vpass;
using test::unhex;

namespace {

constexpr std::size_t kLimit = limits::kInflatedBytes;

// Returns the inflated text, or the code of the refusal.
std::string inflated(Bytes in, DeflateForm form = DeflateForm::zlib, std::size_t limit = kLimit) {
    try {
        Buffer out;
        const std::size_t taken = inflate(in, form, limit, out);
        if (taken != in.size()) return std::string(as_text(out)) + "+" + std::to_string(in.size() - taken);
        return std::string(as_text(out));
    } catch (const Error& e) {
        return e.name();
    }
}

}  // namespace

TEST_CASE("deflate: streams of other compressors", "[deflate]") {
    CHECK(inflated(unhex("789ccb48cdc9c90700062c0215")) == "hello");        // zlib, fixed codes
    CHECK(inflated(unhex("7801010500faff68656c6c6f062c0215")) == "hello");  // stored
    CHECK(inflated(unhex("cb48cdc9c90700"), DeflateForm::raw) == "hello");
    CHECK(inflated(unhex("789c030000000001")).empty());
    CHECK(inflated(unhex("789ccb48cdc9c90700062c0215ffff")) == "hello+2");  // what follows is the caller's
}

TEST_CASE("deflate: round trips in both forms", "[deflate]") {
    for (const DeflateForm form : {DeflateForm::zlib, DeflateForm::raw}) {
        for (const std::size_t size : {0U, 1U, 300U, 5000U, 65535U, 65536U}) {
            std::string text;
            for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(i * i / 7);
            Buffer packed;
            deflate(as_bytes(text), form, packed);
            CHECK(inflated(packed, form) == text);
        }
    }
}

TEST_CASE("deflate: the output is capped", "[deflate]") {
    for (const std::size_t limit : {0UL, 1UL, 4095UL, 4096UL, 4097UL, kLimit}) {
        CAPTURE(limit);
        const Buffer fits = test::compressed(Buffer(limit)), over = test::compressed(Buffer(limit + 1));
        CHECK(inflated(fits, DeflateForm::zlib, limit) == std::string(limit, '\0'));
        CHECK(inflated(over, DeflateForm::zlib, limit) == "too-large");
    }
    // This bomb inflates to a thousand times its size.
    const Buffer bomb = test::compressed(Buffer(100 << 20));
    CHECK(bomb.size() < 200'000);
    CHECK(inflated(bomb) == "too-large");
}

TEST_CASE("deflate: damaged streams", "[deflate]") {
    const Buffer good = test::compressed(as_bytes("a rather ordinary text, a rather ordinary text"));
    for (std::size_t n = 0; n < good.size(); ++n) {
        CAPTURE(n);
        CHECK(inflated(Bytes(good).first(n)) == "bad-deflate");
    }
    for (const std::size_t at : {good.size() - 1, good.size() - 4}) {  // the checksum
        Buffer bad = good;
        bad[at] ^= 1;
        CHECK(inflated(bad) == "bad-deflate");
    }
    for (const char* bad : {"", "00", "789c", "78bb00000000", "799c030000000001", "789c060000000001"}) {
        CAPTURE(bad);
        CHECK(inflated(unhex(bad)) == "bad-deflate");  // no zlib, a preset dictionary, a block of type 3
    }
}
