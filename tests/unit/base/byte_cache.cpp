#include <catch2/catch.hpp>

#include "base/byte_cache.hpp"

using namespace vpass;

TEST_CASE("byte cache: it holds as many texts as their bytes allow") {
    ByteCache<int> cache(1 << 16);
    CHECK(cache.put("a", 1) == 1);
    REQUIRE(cache.find("a"));
    CHECK(*cache.find("a") == 1);
    CHECK_FALSE(cache.find("b"));
    std::size_t most = 0;
    for (int i = 0; i < 100; ++i) {
        cache.put(std::to_string(i) + std::string(10'000, 'x'), i);
        most = std::max(most, cache.size());
    }
    CHECK(most <= 7);
    CHECK(most > 2);
    cache.put(std::string(1 << 20, 'x'), 5);  // alone past the limit: remembered until the next one
    CHECK(cache.size() == 1);
    cache.put("b", 2);
    CHECK(cache.size() == 1);
    for (int i = 0; i < 1'000'000; ++i) cache.put("same", i, 1000);
    CHECK(cache.size() == 2);
}
