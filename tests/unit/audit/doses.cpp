#include <catch2/catch.hpp>

#include "audit/doses.hpp"

using namespace vpass;

namespace {

using Breaches = std::vector<std::pair<DoseBreach, std::uint64_t>>;  // with the line of the later dose

Breaches check(std::vector<Dose> doses) {
    Breaches out;
    check_doses(doses, 14, [&](DoseBreach breach, const Dose&, const Dose& dose) {
        out.emplace_back(breach, dose.line);
    });
    return out;
}

}  // namespace

TEST_CASE("doses: what goes together") {
    CHECK(check({}).empty());
    CHECK(check({{1, 5, 1, 100, 1}, {1, 5, 2, 114, 2}, {2, 5, 3, 100, 1}, {1, 9, 4, 300, 3}}).empty());
}

TEST_CASE("doses: what does not") {
    CHECK(check({{1, 5, 1, 100, 2}, {1, 5, 2, 130, 1}}) == Breaches{{DoseBreach::order, 2}});
    CHECK(check({{1, 5, 1, 130, 2}, {1, 5, 2, 100, 2}}) == Breaches{{DoseBreach::repeated, 1}});
    CHECK(check({{1, 5, 1, 100, 1}, {1, 5, 2, 113, 2}}) == Breaches{{DoseBreach::interval, 2}});
    CHECK(check({{1, 5, 1, 100, 1}, {1, 5, 2, 100, 1}}) == Breaches{{DoseBreach::same_lot_and_date, 2}});
    CHECK(check({{1, 5, 1, 100, 1}, {1, 6, 2, 100, 2}}) == Breaches{{DoseBreach::same_date, 2}});
    CHECK(check({{1, 0, 1, 100, 1}, {1, 0, 2, 100, 2}}) == Breaches{{DoseBreach::same_date, 2}});
}
