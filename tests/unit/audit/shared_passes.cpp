#include <catch2/catch.hpp>

#include <random>

#include "audit/shared_passes.hpp"

using namespace vpass;

namespace {

constexpr UnixTime kNoon = 1'639'364'400;

std::uint64_t tag(std::uint64_t n) {
    const std::string text = std::to_string(n);
    return keyed_tag(as_bytes("a key of at least 16 bytes"), text);
}

}  // namespace

TEST_CASE("shared passes: one pass at thirty venues among many honest ones") {
    SharedPasses passes(5, 1800);
    std::mt19937 random(1);
    std::uint64_t line = 0;
    for (int i = 0; i < 100'000; ++i) {
        const UnixTime time = kNoon + i / 20;
        passes.add(tag(random() % 50'000), tag(random() % 1000 + 1'000'000), time, ++line);
        if (i % 600 == 0 && i < 18'000) passes.add(tag(77'777), tag(2'000'000 + i), time, ++line);
    }
    // An honest person is at a door twice on average; only chance brings one to five doors in half an hour.
    const auto found = passes.finish();
    const auto shared =
        std::find_if(found.begin(), found.end(), [](const SharedPass& p) { return p.tag == tag(77'777); });
    REQUIRE(shared != found.end());
    CHECK(shared->venues == 30);
    CHECK(shared->checks == 30);
    CHECK(shared->from == kNoon);
    CHECK(shared->to == kNoon + 29 * 30);
    CHECK(shared->line == 2);
    CHECK(passes.late() == 0);
    CHECK(passes.dropped() == 0);
}

TEST_CASE("shared passes: the same venue again does not count, nor do venues far apart in time") {
    SharedPasses passes(3, 1800);
    std::uint64_t line = 0;
    for (int i = 0; i < 50; ++i) passes.add(tag(1), tag(100 + i % 2), kNoon + i, ++line);
    for (int i = 0; i < 10; ++i) passes.add(tag(2), tag(200 + i), kNoon + 50 + i * 1801, ++line);
    CHECK(passes.finish().empty());
}

TEST_CASE("shared passes: half a window apart is always seen together") {
    for (int offset = 0; offset < 1800; offset += 100) {
        SharedPasses passes(3, 1800);
        for (int i = 0; i < 3; ++i) passes.add(tag(1), tag(10 + i), kNoon + offset + i * 450, i + 1);
        REQUIRE(passes.finish().size() == 1);
        CHECK(passes.finish()[0].venues == 3);
    }
}

TEST_CASE("shared passes: a full window drops the passes that were at one venue only") {
    SharedPasses passes(4, 1800, 100);
    std::uint64_t line = 0;
    for (int i = 0; i < 1000; ++i) {
        passes.add(tag(10'000 + i), tag(1), kNoon, ++line);
        if (i % 10 == 0) passes.add(tag(7), tag(20 + i), kNoon, ++line);
    }
    const auto found = passes.finish();
    REQUIRE(found.size() == 1);
    CHECK(found[0].venues == 100);
    CHECK(passes.dropped() > 800);
}

TEST_CASE("shared passes: what comes too late is counted") {
    SharedPasses passes(2, 60);
    passes.add(1, 1, kNoon, 1);
    passes.add(2, 1, kNoon + 3600, 2);
    passes.add(2, 1, kNoon + 7200, 3);
    passes.add(1, 2, kNoon, 4);
    CHECK(passes.late() == 1);
    CHECK(passes.finish().empty());
}

TEST_CASE("shared passes: one pass at very many venues takes no longer than as many passes") {
    SharedPasses passes(5, 1800);
    for (std::uint64_t i = 0; i < 200'000; ++i) passes.add(7, i * 0x9e3779b97f4a7c15, kNoon, i + 1);
    const auto found = passes.finish();
    REQUIRE(found.size() == 1);
    CHECK(found[0].venues == 200'000);
}
