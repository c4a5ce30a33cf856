#include <catch2/catch.hpp>

#include "audit/fines.hpp"
#include "base/error.hpp"

using namespace vpass;

namespace {

// The two lunches on which checks failed.
std::vector<Outage> lunches() {
    std::vector<Outage> out(2);
    for (std::size_t i = 0; i < 2; ++i) {
        out[i].from = *parse_rfc3339(i == 0 ? "2021-12-13T11:40:00+09:00" : "2021-12-14T11:40:00+09:00");
        out[i].to = out[i].from + 80 * 60;
    }
    return out;
}

Violation read(const std::string& line) {
    Record record;
    record.parse(line);
    return read_violation(record);
}

struct Case {
    std::string at;  // Korea's time, without zone
    std::string venue = "restaurant";
    std::string more = {};
    std::string by = "user";
};

Penalty penalty(const Case& c) {
    static const std::vector<Outage> outages = lunches();
    const std::string record =
        R"({"time":")" + c.at + R"(+09:00","venue":")" + c.venue + R"(","by":")" + c.by + "\"" + c.more + "}";
    return penalty_for(read(record), Policy::built_in("kr"), outages);
}
std::string outcome(const Case& c) { return std::string(penalty_name(penalty(c).outcome)); }

std::string code_of(const std::string& record) {
    try {
        penalty_for(read(record), Policy::built_in("kr"), {});
    } catch (const Error& e) {
        return e.name();
    }
    return "ok";
}

}  // namespace

TEST_CASE("violation: the type of a venue is not its door", "[policy]") {
    const std::string head = R"({"time":"2021-12-20T12:00:00Z","by":"user",)";
    CHECK(read(head + R"("venue":"door-1","venue_type":"cafe"})").venue_type == "cafe");
    CHECK(read(head + R"("venue":"cafe","venue_type":""})").venue_type == "cafe");
    CHECK(code_of(head + R"("venue":"door-1"})") == "unknown-venue");
    CHECK(code_of(head + R"("venue":"cafe","venue_type":3})") == "bad-violation");
}

TEST_CASE("penalty: weeks of grace, and the days from which fines are due", "[policy]") {
    CHECK(outcome({"2021-12-05T23:59:59"}) == "none");
    CHECK(outcome({"2021-12-06T00:00:00"}) == "grace");
    CHECK(outcome({"2021-12-12T23:59:59"}) == "grace");
    CHECK(outcome({"2021-12-13T00:00:00"}) == "due");
    CHECK(outcome({"2021-11-07T23:59:59", "karaoke"}) == "grace");
    CHECK(outcome({"2021-11-08T00:00:00", "karaoke"}) == "due");
    CHECK(outcome({"2021-11-14T23:59:59", "indoor-sports"}) == "grace");
    CHECK(outcome({"2021-11-15T00:00:00", "indoor-sports"}) == "due");
    // A dose that has expired, before and after its own week. A visitor without a pass is fined all the time.
    const std::string expired = R"(,"rule":"VR-KR-0001")";
    CHECK(outcome({"2022-01-03T00:00:00", "cafe", expired}) == "grace");
    CHECK(outcome({"2022-01-09T23:59:59", "cafe", expired}) == "grace");
    CHECK(outcome({"2022-01-10T00:00:00", "cafe", expired}) == "due");
    CHECK(outcome({"2022-02-16T00:00:00", "cafe", expired}) == "due");
    CHECK(outcome({"2022-01-05T00:00:00", "cafe"}) == "due");
    CHECK(outcome({"2022-01-09T23:59:59", "large-store"}) == "none");
    CHECK(outcome({"2022-01-16T23:59:59", "large-store"}) == "grace");
    CHECK(outcome({"2022-01-17T00:00:00", "large-store"}) == "due");
    CHECK(outcome({"2022-01-17T12:00:00", "large-store", R"(,"region":"Seoul")"}) == "none");
    CHECK(outcome({"2022-01-18T00:00:00", "large-store"}) == "none");
    CHECK(outcome({"2022-02-28T23:59:59"}) == "due");
    CHECK(outcome({"2022-03-01T00:00:00"}) == "none");
    CHECK(penalty({"2021-12-06T00:00:00"}).fines_from == parse_rfc3339("2021-12-13T00:00:00+09:00"));
}

TEST_CASE("penalty: waived while checks failed", "[policy]") {
    CHECK(outcome({"2021-12-13T11:39:59"}) == "due");
    CHECK(outcome({"2021-12-13T11:40:00"}) == "outage");
    CHECK(outcome({"2021-12-14T12:59:59"}) == "outage");
    CHECK(outcome({"2021-12-14T13:00:00"}) == "due");
    CHECK(penalty({"2021-12-14T12:10:00"}).outage != nullptr);
    CHECK(penalty({"2021-12-14T12:10:00"}).fine.amount == 100000);
}

TEST_CASE("penalty: users and operators, offence by offence", "[policy]") {
    const auto fine = [](const std::string& by, int offence) {
        return penalty({"2021-12-20T12:00:00", "cafe", ",\"offence\":" + std::to_string(offence), by}).fine;
    };
    for (int n = 1; n <= 5; ++n) CHECK(fine("user", n).amount == 100'000);
    CHECK(fine("operator", 1).amount == 1'500'000);
    CHECK(fine("operator", 1).suspension == "10 days");
    CHECK(fine("operator", 2).amount == 3'000'000);
    CHECK(fine("operator", 2).suspension == "20 days");
    CHECK(fine("operator", 3).suspension == "3 months");
    CHECK_FALSE(fine("operator", 3).closure);
    for (int n : {4, 5, 100}) CHECK(fine("operator", n).closure);
}

TEST_CASE("penalty: records that say too little", "[policy]") {
    CHECK(code_of(R"({"time":"2021-12-20T12:00:00+09:00","venue":"cafe","by":"user"})") == "ok");
    CHECK(code_of(R"({"time":"2021-12-20","venue":"cafe","by":"user"})") == "bad-time");
    CHECK(code_of(R"({"at":"2021-12-20T12:00:00+09:00","venue":"cafe","by":"user"})") == "ok");
    CHECK(code_of(R"({"time":"2021-12-20T12:00:00+09:00","by":"user"})") == "bad-violation");
    CHECK(code_of(R"({"time":"2021-12-20T12:00:00+09:00","venue":"cafe"})") == "bad-violation");
    CHECK(code_of(R"({"time":"2021-12-20T12:00:00+09:00","venue":"cafe","by":"user","offence":0})") ==
          "bad-violation");
    CHECK(code_of(R"({"time":"2021-12-20T12:00:00+09:00","venue":"zoo","by":"user"})") == "unknown-venue");
    CHECK(code_of(R"({"time":"2021-12-20T12:00:00+09:00","venue":"cafe","by":"user","rule":"X"})") ==
          "unknown-rule");
    const Policy none(R"({"Name":"x","Venues":[{"Type":"cafe"}],"Rules":[]})");
    const Violation violation{0, "cafe", {}, {}, false, 1};
    CHECK_THROWS_AS(penalty_for(violation, none, {}), Error);
}
