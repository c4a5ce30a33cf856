#include <catch2/catch.hpp>

#include "audit/venue_failures.hpp"

using namespace vpass;

TEST_CASE("venue failures: by venue and minute, in parts") {
    VenueFailures a, b;
    a.add("north", 600);
    a.add("north", 659);
    b.add("north", 660);
    b.add("south", 1200);
    a.merge(b);
    CHECK(a.count("north", 600, 660) == 2);
    CHECK(a.count("north", 630, 661) == 3);
    CHECK(a.count("north", 660, 720) == 1);
    CHECK(a.count("east", 0, 10'000) == 0);
    CHECK(a.venues(0, 10'000) == std::map<std::string, std::uint64_t>{{"north", 3}, {"south", 1}});
    CHECK(a.venues(0, 700) == std::map<std::string, std::uint64_t>{{"north", 3}});
    CHECK(a.complete());
}
