#include <catch2/catch.hpp>

#include "audit/outages.hpp"
#include "base/error.hpp"

using namespace vpass;

namespace {

UnixTime at(const char* text) { return *parse_rfc3339(std::string("2021-12-13T") + text + ":00+09:00"); }

void fill(CheckSeries& series, UnixTime from, UnixTime to, int checks, int failed) {
    for (UnixTime minute = from; minute < to; minute += 60)
        for (int i = 0; i < checks; ++i) series.add(minute + i % 60, i < failed);
}

}  // namespace

TEST_CASE("outages: the minutes when checks failed") {
    CheckSeries series;
    fill(series, at("11:00"), at("11:40"), 20, 1);
    fill(series, at("11:40"), at("13:00"), 20, 15);
    fill(series, at("13:00"), at("17:58"), 20, 0);
    fill(series, at("17:58"), at("18:10"), 20, 20);
    fill(series, at("18:10"), at("19:00"), 20, 0);
    const auto found = series.find({});
    REQUIRE(found.size() == 2);
    CHECK(found[0] == Outage{Outage::Kind::checks_failed, at("11:40"), at("13:00"), 1600, 1200});
    CHECK(found[1] == Outage{Outage::Kind::checks_failed, at("17:58"), at("18:10"), 240, 240});
    CHECK(find_outage(found, at("11:39") + 59) == nullptr);
    CHECK(find_outage(found, at("11:40")) == &found[0]);
    CHECK(find_outage(found, at("13:00") - 1) == &found[0]);
    CHECK(find_outage(found, at("13:00")) == nullptr);
}

TEST_CASE("outages: gaps close, and small or short ones are none") {
    CheckSeries series;
    fill(series, at("10:00"), at("10:02"), 5, 5);  // two minutes
    fill(series, at("11:00"), at("11:03"), 5, 5);
    fill(series, at("11:03"), at("11:08"), 5, 1);  // five minutes that work
    fill(series, at("11:08"), at("11:10"), 5, 5);
    fill(series, at("11:16"), at("11:20"), 2, 1);  // four failures in a later window
    const auto found = series.find({});
    REQUIRE(found.size() == 1);
    CHECK(found[0] == Outage{Outage::Kind::checks_failed, at("11:00"), at("11:10"), 50, 30});
    OutageRule strict;
    strict.gap = 0;
    CHECK(series.find(strict).size() == 1);
    strict.failed = 1;
    CHECK(series.find(strict).size() == 2);
    strict.duration = 0;
    CHECK(series.find(strict).size() == 4);
}

TEST_CASE("outages: parts add up") {
    CheckSeries whole, a, b;
    for (int i = 0; i < 3000; ++i) {
        const UnixTime time = at("11:00") + i * 7 % 7200;
        const bool failed = i % 3 != 0 && time >= at("12:00");
        whole.add(time, failed);
        (i % 2 ? a : b).add(time, failed);
    }
    a.merge(b);
    CHECK(a.find({}) == whole.find({}));
    CHECK(a.find({}).size() == 1);
}

TEST_CASE("outages: when lists were stale") {
    const std::int64_t hour = 3600;
    const auto windows =
        stale_windows({at("12:00"), at("09:00"), at("09:30")}, hour, at("09:15"), at("14:00"));
    REQUIRE(windows.size() == 2);
    CHECK(windows[0] == Outage{Outage::Kind::stale_lists, at("10:30"), at("12:00"), 0, 0});
    CHECK(windows[1] == Outage{Outage::Kind::stale_lists, at("13:00"), at("14:00"), 0, 0});
    CHECK(stale_windows({}, hour, at("09:00"), at("10:00")).size() == 1);
}

TEST_CASE("outages: written and read again") {
    const Outage outage{Outage::Kind::stale_lists, at("11:40"), at("13:00"), 5, 3};
    std::string text;
    json::Writer w(text);
    w.begin_object();
    write_outage(outage, w);
    w.end_object();
    CHECK(read_outage(json::check(text)) == outage);
    for (const char* bad : {"{}", R"({"from":"2021-12-13T00:00:00Z","to":"2021-12-13T00:00:00Z"})",
                            R"({"from":"2021-12-13T00:00:00Z","to":"2021-12-14T00:00:00Z","failed":-1})",
                            R"({"from":"2021-12-13T00:00:00Z","to":"2021-12-14T00:00:00Z","kind":"x"})"})
        CHECK_THROWS_AS(read_outage(json::check(bad)), Error);
}
