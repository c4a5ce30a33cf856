#include <catch2/catch.hpp>

#include "audit/operators.hpp"

using namespace vpass;

namespace {

constexpr UnixTime kHour = 3600, kDay = 24 * kHour;
constexpr UnixTime kMonday = 1638748800;  // 2021-12-06T00:00:00Z

// Returns twenty days at work from nine to five, with `an_hour` passes in each hour.
Activity usual(std::uint64_t an_hour) {
    Activity out;
    for (int day = 0; day < 20; ++day) {
        for (int hour = 9; hour < 17; ++hour) out.add(kMonday + day * kDay + hour * kHour + 17, an_hour);
    }
    return out;
}

// Returns texts such as "dormant 150", in the order of oddities().
std::vector<std::string> found(const Activity& activity, const ActivityLimits& limits = {}) {
    static const char* const names[] = {"dormant", "rate", "hour", "shared"};
    std::vector<std::string> out;
    for (const auto& oddity : activity.oddities(limits))
        out.push_back(std::string(names[static_cast<int>(oddity.kind)]) + ' ' +
                      std::to_string(oddity.passes));
    return out;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("activity: work as usual is not odd", "[activity]") {
    CHECK(found({}).empty());
    CHECK(found(usual(3)).empty());
    CHECK(found(usual(3000)).empty());
    Activity one;
    one.add(kMonday, 100000);  // the first day at work: nothing is usual yet
    CHECK(found(one).empty());
}

TEST_CASE("activity: a dormant account's burst", "[activity]") {
    Activity activity;
    activity.add(kMonday);
    activity.add(kMonday + 30 * kDay, 60);
    activity.add(kMonday + 30 * kDay + 5 * kHour, 39);
    CHECK(found(activity).empty());  // one short of a burst
    activity.add(kMonday + 30 * kDay + 23 * kHour);
    CHECK(found(activity) == Found{"dormant 100"});
    CHECK(found(activity, {.dormant = 31}).empty());
    activity.add(kMonday + 15 * kDay);  // awake half way
    CHECK(found(activity).empty());
}

TEST_CASE("activity: an hour far above the usual", "[activity]") {
    Activity activity = usual(20);
    activity.add(kMonday + 3 * kDay + 10 * kHour, 180);
    CHECK(found(activity).empty());  // ten times
    activity.add(kMonday + 3 * kDay + 10 * kHour);
    CHECK(found(activity) == Found{"rate 201"});
    CHECK(found(activity, {.times = 11}).empty());
    CHECK(found(activity, {.burst = 202}).empty());
}

TEST_CASE("activity: an hour of the day that was never used", "[activity]") {
    Activity activity = usual(20);
    activity.add(kMonday + 19 * kDay + 2 * kHour, 100);
    CHECK(found(activity) == Found{"hour 100"});
    CHECK(found(activity, {.burst = 101}).empty());
    Activity overtime = usual(20);
    overtime.add(kMonday + 19 * kDay + 17 * kHour, 100);
    CHECK(found(overtime).empty());
    Activity first_days;
    for (int day = 0; day < 13; ++day) first_days.add(kMonday + day * kDay + 9 * kHour, 100);
    first_days.add(kMonday + 13 * kDay, 100);
    CHECK(found(first_days).empty());
}

TEST_CASE("activity: one account, several people", "[activity]") {
    Activity activity;
    for (int hour = 0; hour < 16; ++hour) activity.add(kMonday + hour * kHour);
    CHECK(found(activity).empty());
    activity.add(kMonday + 16 * kHour);
    CHECK(found(activity) == Found{"shared 17"});
    // In Seoul these checks fall on two days.
    CHECK(found(activity, {.offset = 9 * 3600}).empty());
    CHECK(activity.oddities({}).front().from == kMonday);
}
