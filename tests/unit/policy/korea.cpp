#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "formats/value_sets.hpp"
#include "policy/decision.hpp"

using namespace vpass;

namespace {

struct Visit {
    std::string at;  // Korea's time, without zone
    std::string claims = "{}";
    std::string venue = "karaoke";
    std::string facts = "{}";
    std::string region = {};
    const Policy* policy = nullptr;  // kr, unless with other parameters
};

Decision visit(const Visit& v) {
    Question question;
    question.at = *certlogic::parse_instant(v.at + "+09:00");
    question.claims = json::check(v.claims);
    question.facts = json::check(v.facts);
    return Decider(v.policy ? *v.policy : Policy::built_in("kr"), {"KR", v.venue, v.region}).decide(question);
}
bool admitted(const Visit& v) { return visit(v).admit; }

std::string until(const Visit& v) {
    const Decision decision = visit(v);
    return decision.until ? certlogic::format_instant(*decision.until) : "open";
}

std::string doses(int dn, int sd, const std::string& dt = "2021-07-10",
                  const std::string& mp = "EU/1/20/1528") {
    return R"({"dob":"1980-01-01","v":[{"mp":")" + mp + R"(","dn":)" + std::to_string(dn) + R"(,"sd":)" +
           std::to_string(sd) + R"(,"dt":")" + dt + "\"}]}";
}
const std::string kJanssen = "EU/1/20/1525";

Policy with(std::string_view parameter, std::string_view value) {
    Policy policy(Policy::built_in_text("kr"));
    policy.set_parameter(parameter, json::check(value));
    return policy;
}

}  // namespace

TEST_CASE("kr: the venue types as they came and went", "[policy][kr]") {
    const auto asks = [](const std::string& venue, const std::string& at, const std::string& region = {}) {
        return !admitted({.at = at, .venue = venue, .region = region});
    };
    const auto count = [&](const std::string& at) {
        int n = 0;
        for (const VenueType& type : Policy::built_in("kr").venues()) n += asks(type.name, at);
        return n;
    };
    CHECK(count("2021-12-05T23:59:59") == 5);
    CHECK(count("2021-12-06T00:00:00") == 16);
    CHECK(count("2022-01-09T23:59:59") == 16);
    CHECK(count("2022-01-10T00:00:00") == 17);
    CHECK(count("2022-01-17T23:59:59") == 17);
    CHECK(count("2022-01-18T00:00:00") == 11);
    CHECK(count("2022-02-28T23:59:59.999") == 11);
    CHECK(count("2022-03-01T00:00:00") == 0);
    for (const char* venue : {"nightlife", "karaoke", "indoor-sports", "bathhouse", "racing-casino"})
        CHECK(asks(venue, "2021-12-05T12:00:00"));
    for (const char* venue :
         {"study-room", "library", "museum", "large-store", "academy", "cinema-theatre"}) {
        CHECK(asks(venue, "2022-01-17T23:59:59"));
        CHECK_FALSE(asks(venue, "2022-01-18T00:00:00"));
    }
    for (const char* venue : {"restaurant", "cafe", "restaurant-cafe"})
        CHECK(asks(venue, "2021-12-14T12:10:00"));
    CHECK(asks("large-store", "2022-01-13T23:59:59", "seoul"));
    CHECK_FALSE(asks("large-store", "2022-01-14T00:00:00", "seoul"));
    CHECK(asks("large-store", "2022-01-14T00:00:00", "busan"));
    CHECK(asks("pc-room", "2022-01-14T00:00:00", "seoul"));
    CHECK_THROWS_AS(asks("school", "2022-01-14T00:00:00"), Error);
    CHECK_THROWS_AS(Policy::built_in("xx"), Error);
}

TEST_CASE("kr: from day 14 to 24:00 of day 180 after the last dose", "[policy][kr]") {
    // Day 14 after 2021-12-20 is 2022-01-03.
    CHECK_FALSE(admitted({"2022-01-02T23:59:59.999", doses(2, 2, "2021-12-20")}));
    CHECK(admitted({"2022-01-03T00:00:00", doses(2, 2, "2021-12-20")}));
    const Policy late = with("firstDay", "15");
    const auto dosed = [&](const std::string& at) {
        return admitted({at, doses(2, 2, "2021-12-20"), "karaoke", "{}", "", &late});
    };
    CHECK_FALSE(dosed("2022-01-03T23:59:59.999"));
    CHECK(dosed("2022-01-04T00:00:00"));
    // The same days apply before validity had an end, from 2021-11-01 on.
    CHECK_FALSE(admitted({"2021-12-13T23:59:59.999", doses(2, 2, "2021-11-30")}));
    CHECK(admitted({"2021-12-14T00:00:00", doses(2, 2, "2021-11-30")}));
    // A dose of 2021-07-10 is valid to the end of 2022-01-06. Before 2022-01-03, no dose expired.
    CHECK(admitted({"2022-01-06T23:59:59.999", doses(2, 2)}));
    CHECK_FALSE(admitted({"2022-01-07T00:00:00", doses(2, 2)}));
    CHECK(visit({"2022-01-07T00:00:00", doses(2, 2)}).rule->id == "VR-KR-0001");
    CHECK(until({"2022-01-03T12:00:00", doses(2, 2)}) == "2022-01-06T15:00:00.000Z");
    CHECK(admitted({"2022-01-02T23:59:59", doses(2, 2, "2021-03-01")}));
    CHECK_FALSE(admitted({"2022-01-03T00:00:00", doses(2, 2, "2021-03-01")}));
    CHECK(until({"2021-12-14T12:10:00", doses(2, 2, "2021-03-01")}) == "2022-01-02T15:00:00.000Z");
    // Incomplete vaccinations, Janssen, and boosters.
    CHECK_FALSE(admitted({"2021-12-20T00:00:00", doses(1, 2)}));
    CHECK_FALSE(admitted({"2021-12-20T00:00:00", doses(1, 1)}));
    CHECK(admitted({"2021-12-20T00:00:00", doses(1, 1, "2021-07-10", kJanssen)}));
    CHECK_FALSE(admitted({"2022-01-07T00:00:00", doses(1, 1, "2021-07-10", kJanssen)}));
    CHECK_FALSE(admitted({"2022-01-09T23:59:59", doses(3, 3, "2022-01-10")}));
    CHECK(admitted({"2022-01-10T00:00:00", doses(3, 3, "2022-01-10")}));
    CHECK(admitted({"2022-01-10T00:00:00", doses(2, 1, "2022-01-10", kJanssen)}));
    CHECK_FALSE(admitted({"2022-01-10T00:00:00", doses(2, 2, "2022-01-10")}));
    CHECK(admitted({"2022-01-10T00:00:00", doses(2, 1, "2022-01-10")}));  // another vaccine after Janssen's
    CHECK_FALSE(admitted({"2022-01-10T00:00:00", R"({"v":[{"dn":3,"dt":"2022-01-09"}]})"}));  // no "sd"
    const std::string old = doses(3, 2, "2021-07-10");
    const Policy expires = with("boosterExpires", "true");
    CHECK(admitted({"2022-02-01T00:00:00", old}));
    for (const char* at : {"2022-01-07T00:00:00", "2022-02-20T00:00:00"})
        CHECK_FALSE(admitted({at, old, "karaoke", "{}", "", &expires}));
    CHECK(admitted({"2022-01-06T23:59:59", old, "karaoke", "{}", "", &expires}));
    // When no pass is asked for any more, the admission is open-ended.
    CHECK(until({"2022-02-01T00:00:00", old}) == "open");
}

TEST_CASE("kr: tests and recoveries", "[policy][kr]") {
    const auto pcr = [](const std::string& notice, const std::string& type = "LP6464-4",
                        const std::string& result = "260415000") {
        return R"({"dob":"1980-01-01","t":[{"tt":")" + type + R"(","tr":")" + result + R"(","sc":")" +
               notice + "\"}]}";
    };
    // The notice is of the 12th at 09:00: 48 hours end on the 14th, so the test is valid to the end of the
    // 14th.
    const std::string pass = pcr("2021-12-12T09:00:00+09:00");
    CHECK_FALSE(admitted({"2021-12-12T08:59:59", pass}));
    CHECK(admitted({"2021-12-12T09:00:00", pass}));
    CHECK(admitted({"2021-12-14T23:59:59.999", pass}));
    CHECK_FALSE(admitted({"2021-12-15T00:00:00", pass}));
    CHECK(until({"2021-12-12T12:00:00", pass}) == "2021-12-14T15:00:00.000Z");
    CHECK(until({"2021-12-12T12:00:00", pcr("2021-12-12T00:00:00+09:00")}) == "2021-12-14T15:00:00.000Z");
    CHECK(until({"2021-12-12T12:00:00", pcr("2021-12-11T14:59:59Z")}) == "2021-12-13T15:00:00.000Z");
    CHECK_FALSE(admitted({"2021-12-12T12:00:00", pcr("2021-12-12T09:00:00+09:00", "LP217198-3")}));
    CHECK_FALSE(admitted({"2021-12-12T12:00:00", pcr("2021-12-12T09:00:00+09:00", "LP6464-4", "260373001")}));

    const std::string recovered = R"({"dob":"1980-01-01","r":[{"fr":"2021-08-15"}]})";
    CHECK(admitted({"2022-02-15T23:59:59", R"({"r":[{"fr":"2020-08-15"}]})"}));
    CHECK_FALSE(admitted({"2022-02-16T00:00:00", R"({"r":[{"fr":"2020-08-15"}]})"}));
    CHECK(admitted({"2022-02-16T00:00:00", R"({"r":[{"fr":"2020-08-15"}]})", "karaoke", R"({"doses":2})"}));
    CHECK_FALSE(
        admitted({"2022-02-16T00:00:00", R"({"r":[{"fr":"2020-08-15"}]})", "karaoke", R"({"doses":1})"}));
    // The infection was confirmed on 2021-08-15 and isolation ended on the 22nd: day 180 is 2022-02-18.
    CHECK(admitted({"2022-02-18T23:59:59.999", recovered}));
    CHECK_FALSE(admitted({"2022-02-19T00:00:00", recovered}));
    CHECK_FALSE(admitted({"2022-02-17T23:59:59", R"({"r":[{"fr":"2022-02-11"}]})"}));
    CHECK(admitted({"2022-02-18T00:00:00", R"({"r":[{"fr":"2022-02-11"}]})"}));
    // When the day of release is known, 180 days count from it.
    const std::string released = R"({"released":"2021-08-25"})";
    CHECK(admitted({"2022-02-21T23:59:59.999", recovered, "karaoke", released}));
    CHECK_FALSE(admitted({"2022-02-22T00:00:00", recovered, "karaoke", released}));
    // For a person who has recovered and had two doses, the vaccination no longer has an end.
    const std::string yes = R"({"recovered":true})";
    CHECK_FALSE(admitted({"2022-02-15T23:59:59.999", doses(2, 2), "karaoke", yes}));
    CHECK(admitted({"2022-02-16T00:00:00", doses(2, 2), "karaoke", yes}));
    CHECK_FALSE(admitted({"2022-02-16T00:00:00", doses(2, 2)}));
    CHECK_FALSE(admitted({"2022-02-16T00:00:00", doses(1, 2), "karaoke", yes}));
    const std::string both =
        R"({"v":[{"dn":2,"sd":2,"dt":"2021-03-01","mp":"EU/1/20/1528"}],"r":[{"fr":"2021-05-01"}]})";
    CHECK(admitted({"2022-02-16T00:00:00", both}));
}

TEST_CASE("kr: who needs no pass", "[policy][kr]") {
    // Persons of 18 and under are exempt until their 19th birthday begins in Korea.
    const std::string young = R"({"dob":"2003-01-15"})";
    CHECK(admitted({"2022-01-14T23:59:59.999", young}));
    CHECK(visit({"2022-01-14T12:00:00", young}).rule->id == "EX-KR-0001");
    CHECK(until({"2022-01-14T12:00:00", young}) == "2022-01-14T15:00:00.000Z");
    CHECK_FALSE(admitted({"2022-01-15T00:00:00", young}));
    CHECK(admitted(
        {"2022-01-31T00:00:00", R"({"dob":"2003"})"}));  // a partial date of birth: in favour of the holder
    CHECK_FALSE(admitted({"2022-01-31T00:00:00", R"({"dob":""})"}));
    CHECK_FALSE(admitted({"2022-01-31T00:00:00", R"({"dob":"young"})"}));

    // A person has no pass, and the age was seen on an identity card.
    CHECK(admitted({"2022-01-14T00:00:00", "{}", "karaoke", R"({"age":18})"}));
    CHECK(admitted({"2022-01-14T00:00:00", "{}", "karaoke", R"({"age":0})"}));
    CHECK_FALSE(admitted({"2022-01-14T00:00:00", "{}", "karaoke", R"({"age":19})"}));
    CHECK_FALSE(admitted({"2022-01-14T00:00:00", "{}", "karaoke", R"({"age":"18"})"}));
    CHECK_THROWS_WITH(admitted({"2022-01-14T00:00:00", "{}", "karaoke", R"({"Age":18})"}),
                      "the policy does not know the fact 'Age'");
    CHECK_THROWS_AS(admitted({"2022-01-14T00:00:00", "{}", "karaoke", R"({"firstDay":1})"}), Error);
    CHECK_THROWS_AS(with("age", "1"), Error);

    const auto exempt = [](const std::string& reason, const std::string& at) {
        return admitted({at, "{}", "karaoke", R"({"exemption":")" + reason + "\"}"});
    };
    for (const char* reason : {"severe-reaction", "immune-deficiency"})
        CHECK(exempt(reason, "2021-12-14T12:00:00"));
    for (const char* reason : {"insufficient-causality", "hospital-6-weeks"}) {
        CHECK_FALSE(exempt(reason, "2022-01-23T23:59:59.999"));
        CHECK(exempt(reason, "2022-01-24T00:00:00"));
    }
    for (const char* at : {"2021-12-14T12:00:00", "2022-01-24T00:00:00", "2022-02-28T23:59:59"})
        CHECK_FALSE(exempt("pregnancy", at));

    // Restaurants and cafes only: first one person of a party is exempt, later only a person who comes alone.
    const std::string one = R"({"party":4,"withoutPass":1})", two = R"({"party":4,"withoutPass":2})",
                      alone = R"({"party":1,"withoutPass":1})";
    CHECK_FALSE(admitted({"2021-12-14T12:10:00", "{}", "cafe", R"({"party":4})"}));
    CHECK(admitted({"2021-12-14T12:10:00", "{}", "cafe", R"({"party":1})"}));
    CHECK_FALSE(admitted({"2021-12-18T00:00:00", "{}", "cafe", R"({"party":2,"withoutPass":1})"}));
    CHECK(until({"2021-12-14T12:10:00", "{}", "cafe", one}) == "2021-12-17T15:00:00.000Z");
    CHECK(admitted({"2021-12-17T23:59:59.999", "{}", "cafe", one}));
    CHECK_FALSE(admitted({"2021-12-17T23:59:59.999", "{}", "cafe", two}));
    CHECK_FALSE(admitted({"2021-12-18T00:00:00", "{}", "cafe", one}));
    CHECK(admitted({"2021-12-18T00:00:00", "{}", "restaurant", alone}));
    CHECK_FALSE(admitted({"2021-12-18T00:00:00", "{}", "karaoke", alone}));
    CHECK_FALSE(admitted({"2021-12-18T00:00:00", "{}", "cafe"}));

    const Decision refused = visit({"2021-12-14T12:10:00", "{}", "restaurant"});
    CHECK(refused.rule->id == "GR-KR-0001");
    CHECK(refused.text("en") == "A pass must show a vaccination, a negative test or a recovery.");
}

TEST_CASE("kr: suspended everywhere from 2022-03-01", "[policy][kr]") {
    for (const VenueType& type : Policy::built_in("kr").venues()) {
        CAPTURE(type.name);
        const Decision last = visit({"2022-02-28T23:59:59.999", "{}", type.name});
        const Decision first = visit({"2022-03-01T00:00:00", "{}", type.name});
        CHECK(first.admit);
        CHECK(first.ground == Ground::no_pass_asked);
        CHECK_FALSE(first.until);
        CHECK(last.admit ==
              (visit({"2022-01-18T00:00:00", "{}", type.name}).ground == Ground::no_pass_asked));
    }
}

TEST_CASE("kr: what ends with the pass itself", "[policy][kr]") {
    Decider decider(Policy::built_in("kr"), {"KR", "cafe", {}});
    const std::string claims = doses(3, 3, "2021-12-01");
    Question question{json::check(claims), *certlogic::parse_instant("2021-12-14"), {}, {}, {}, true};
    CHECK_FALSE(decider.decide(question).until);
    question.expires = certlogic::parse_instant("2022-02-01");
    CHECK(decider.decide(question).until == question.expires);
    question.expires = certlogic::parse_instant("2022-04-01");  // when nobody asks for it any more
    CHECK_FALSE(decider.decide(question).until);
    question.at = *certlogic::parse_instant("2022-02-28");
    question.expires = question.at;
    CHECK_FALSE(decider.decide(question).admit);
}

TEST_CASE("kr: each rule and each period names its source, in two languages", "[policy][kr]") {
    const Policy& policy = Policy::built_in("kr");
    for (const Rule& rule : policy.rules()) {
        CAPTURE(rule.id, rule.version_text());
        CHECK_FALSE(rule.sources.empty());
        for (const char* language : {"en", "ko"}) CHECK(rule.description.contains(language));
    }
    for (const VenueType& type : policy.venues()) {
        for (const auto& period : type.periods) CHECK_FALSE(period.sources.empty());
        CHECK(type.description.contains("ko"));
    }
    CHECK(policy.venues().size() == 17);
    CHECK_FALSE(policy.fines().sources.empty());
    CHECK(check_policy(Policy::built_in_text("kr"), built_in_value_sets()).empty());
}

TEST_CASE("kr: a decider that is asked again and again answers like a fresh one", "[policy][kr]") {
    Decider decider(Policy::built_in("kr"), {"KR", "cafe", "seoul"});
    const std::string facts[] = {R"({"party":1})", R"({"exemption":"immune-deficiency"})", "{}",
                                 R"({"party":2})"};
    const std::string passes[] = {doses(2, 2), "{}", doses(3, 3, "2022-01-10"), R"({"dob":"2003-01-15"})",
                                  R"({"r":[{"fr":"2021-08-15"}]})"};
    const auto start = *certlogic::parse_instant("2021-10-30T15:00:00Z");
    for (int i = 0; i < 600; ++i) {
        const std::string& pass = passes[i % 5];
        const std::string& fact = facts[i / 3 % 4];
        const auto at = start + std::chrono::hours{(i * 37) % 3100};
        const Question question{json::check(pass), at, {}, {}, json::check(fact), true};
        const Decision a = decider.decide(question);
        const Decision b = Decider(Policy::built_in("kr"), {"KR", "cafe", "seoul"}).decide(question);
        CAPTURE(certlogic::format_instant(at), pass, fact);
        REQUIRE(a.admit == b.admit);
        REQUIRE(a.rule == b.rule);
        REQUIRE(a.until == b.until);
        REQUIRE(a.steady_until == b.steady_until);
    }
}
