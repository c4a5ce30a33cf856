#include <catch2/catch.hpp>

#include "base/time.hpp"

using namespace vpass;

TEST_CASE("time: RFC 3339 section 5.8", "[time]") {
    const std::pair<const char*, UnixTime> examples[] = {
        {"1985-04-12T23:20:50.52Z", 482196050},   {"1996-12-19T16:39:57-08:00", 851042397},
        {"1990-12-31T23:59:60Z", 662687999},  // a leap second counts as the second before it
        {"1990-12-31T15:59:60-08:00", 662687999}, {"1937-01-01T12:00:27.87+00:20", -1041337173},
    };
    for (const auto& [text, time] : examples) {
        CAPTURE(text);
        CHECK(parse_rfc3339(text) == time);
    }
}

TEST_CASE("time: what is RFC 3339, and what a lenient reader makes of the rest", "[time]") {
    struct Case {
        const char* text;
        TimeSlip slip;
        UnixTime time;
    };
    constexpr UnixTime noon = 1639483200;  // 2021-12-14T12:00:00Z
    const Case cases[] = {
        {"2021-12-14T12:00:00Z", TimeSlip::none, noon},
        {"2021-12-14t12:00:00z", TimeSlip::none, noon},
        {"2021-12-14T12:00:00.000000000001Z", TimeSlip::none, noon},
        {"2021-12-14T21:00:00+09:00", TimeSlip::none, noon},
        {"2021-12-14T12:00:00-00:00", TimeSlip::none, noon},
        {"2021-12-15T11:59:00+23:59", TimeSlip::none, noon},
        {"2021-12-14 12:00:00Z", TimeSlip::blank_for_t, noon},
        {"2021-12-14 21:00:00+09:00", TimeSlip::blank_for_t, noon},
        {"2021-12-14 21:00:00+0900", TimeSlip::offset_without_colon, noon},
        {"2021-12-14T21:00:00+0900", TimeSlip::offset_without_colon, noon},
        {"2021-12-14T21:00:00+09", TimeSlip::offset_without_colon, noon},
        {"2021-12-14T12:00:00", TimeSlip::no_offset, noon},
        {"2021-12-14T12:00:00.5", TimeSlip::no_offset, noon},
        {"2021-12-14", TimeSlip::date_only, noon - 43200},
    };
    for (const Case& c : cases) {
        CAPTURE(c.text);
        CHECK(parse_time_leniently(c.text).slip == c.slip);
        CHECK(parse_time_leniently(c.text).time == c.time);
        CHECK(parse_rfc3339(c.text).has_value() == (c.slip == TimeSlip::none));
    }
    // A space instead of the T is read leniently (RFC 3339 §5.6 lets applications write it), but it is not
    // RFC 3339.
    CHECK(parse_time_leniently("2021-12-14 12:00:00Z").time == noon);
    CHECK_FALSE(parse_rfc3339("2021-12-14 12:00:00Z"));
}

TEST_CASE("time: what is none", "[time]") {
    for (const char* bad : {"",
                            "2021",
                            "2021-12",
                            "2021-12-1",
                            "2021-13-01",
                            "2021-00-01",
                            "2021-02-29",
                            "1900-02-29",
                            "2021-04-31",
                            "2021-12-00",
                            "21-12-14",
                            "+2021-12-14",
                            "2021-12-14T",
                            "2021-12-14T24:00:00Z",
                            "2021-12-14T12:60:00Z",
                            "2021-12-14T12:00:61Z",
                            "2021-12-14T12:00Z",
                            "2021-12-14T12:00:00.Z",
                            "2021-12-14T12:00:00Zx",
                            "2021-12-14T12:00:00ZZ",
                            "2021-12-14T12:00:00+",
                            "2021-12-14T12:00:00+9:00",
                            "2021-12-14T12:00:00+24:00",
                            "2021-12-14T12:00:00+09:60",
                            "2021-12-14T12:00:00+09:0",
                            "2021-12-14T12:00:00+09:000",
                            "2021-12-14X12:00:00Z",
                            " 2021-12-14",
                            "2021-12-14\n",
                            "２０２１-12-14"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_rfc3339(bad));
        CHECK(parse_time_leniently(bad).slip == TimeSlip::not_a_time);
        CHECK_FALSE(parse_date(bad));
    }
    CHECK(parse_date("2020-02-29"));
    CHECK(parse_date("2000-02-29"));
    CHECK_FALSE(parse_date("2021-12-14T00:00:00Z"));
}

TEST_CASE("time: every text that is written reads back", "[time]") {
    // The times run from the year 0 to 9999, at steps that fall on every hour and many leap days.
    constexpr UnixTime first = -62167219200, last = 253402300799;
    CHECK(format_rfc3339(first) == "0000-01-01T00:00:00Z");
    CHECK(format_rfc3339(last) == "9999-12-31T23:59:59Z");
    CHECK(format_rfc3339(-1) == "1969-12-31T23:59:59Z");
    for (UnixTime t = first; t <= last; t += 31556951) {
        if (parse_rfc3339(format_rfc3339(t)) != t || parse_date(format_date(date_of(t))) != date_of(t))
            FAIL(t);
    }
    CHECK(format_date(date_of(-1)) == "1969-12-31");
}

TEST_CASE("time: durations", "[time]") {
    const std::pair<const char*, std::int64_t> good[] = {
        {"90s", 90}, {"15m", 900}, {"48h", 172800}, {"180d", 15552000}, {"2y", 63072000}, {"0s", 0}};
    for (const auto& [text, seconds] : good) CHECK(parse_duration(text) == seconds);
    for (const char* bad : {"", "s", "5", "5 s", "-5s", "+5s", "5S", "5w", "5ss", "1.5h", "1000000001s",
                            "99999999999999999999s", " 5s"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_duration(bad));
    }
}
