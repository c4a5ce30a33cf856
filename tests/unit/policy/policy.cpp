#include <catch2/catch.hpp>
#include <map>

#include "base/error.hpp"
#include "formats/value_sets.hpp"
#include "policy/decision.hpp"
#include "support/certlogic_suite.hpp"

using namespace vpass;
using test::each_line;
using test::have_suite;

namespace {

certlogic::Instant instant(std::string_view text) {
    const auto at = certlogic::parse_instant(text);
    REQUIRE(at);
    return *at;
}

}  // namespace

TEST_CASE("policy: every test of the national rules gets the wanted answer", "[policy]") {
    if (!have_suite()) return;
    std::map<std::string, std::string> sets;
    each_line("valuesets.ndjson",
              [&](json::Value set) { sets[set["ref"].string()] = std::string(set["valueSets"].raw()); });
    std::map<std::string, std::string> rules;
    each_line("rules.ndjson", [&](json::Value rule) { rules[rule["id"].string()] = rule["rule"].raw(); });
    std::map<std::string, Policy> policies;  // one a rule and value sets
    int ran = 0, wrong = 0;
    each_line("rule-tests.ndjson", [&](json::Value test) {
        const std::string id = test["ruleId"].string(), ref = test["valueSetsRef"].string();
        auto [policy, fresh] = policies.try_emplace(id + ref);
        if (fresh) {
            policy->second.add(rules.at(id));
            if (!ref.empty()) policy->second.add_value_sets(sets.at(ref));
        }
        const json::Value clock = test["external"]["validationClock"];
        const Policy& asked = policy->second;
        const auto outcome = asked.evaluate(asked.rules()[0], test["payload"], test["external"],
                                            instant(clock ? clock.string() : "2022-01-01"));
        CAPTURE(test["id"].string(), outcome.problem);
        ++ran;
        wrong += outcome.holds != *test["expected"].boolean();
        CHECK(outcome.holds == *test["expected"].boolean());
    });
    CHECK(ran >= 800);
    CHECK(wrong == 0);
}

namespace {

struct RuleText {
    std::string id = "GR-XX-0001", type = "Acceptance", country = "XX", version = "1.0.0", kind = "General";
    std::string from = "2021-06-01T00:00:00Z", to = "2030-06-01T00:00:00Z", logic = "true", more = {};

    operator std::string() const {
        return R"({"Identifier":")" + id + R"(","Type":")" + type + R"(","Country":")" + country +
               R"(","Version":")" + version +
               R"(","SchemaVersion":"1.0.0","Engine":"CERTLOGIC","CertificateType":")" + kind +
               R"(","Description":[{"lang":"en","desc":")" + id + ' ' + version +
               R"("},{"lang":"ko","desc":"규칙 )" + version + R"("}],"ValidFrom":")" + from +
               R"(","ValidTo":")" + to + R"(","AffectedFields":[],"Logic":)" + logic + more + "}";
    }
};

std::string lines(std::initializer_list<std::string> rules) {
    std::string text;
    for (const std::string& rule : rules) text += rule + "\n";
    return text;
}

Question ask(std::string_view at, std::string_view claims = R"({"v":[{"dn":2,"sd":2,"dt":"2021-07-10"}]})") {
    Question question;
    question.at = instant(at);
    question.claims = json::check(claims);
    return question;
}

Policy make(const std::string& text) { return Policy(text); }

Decision decision_of(const Policy& policy, const Question& question, const Place& place = {}) {
    return Decider(policy, place).decide(question);
}

std::string code_of(const std::string& text) {
    try {
        const Policy policy(text);
        if (!policy.malformed().empty()) return policy.malformed()[0].error.name();
    } catch (const Error& e) {
        return e.name();
    }
    return "ok";
}

std::string until(const Decision& decision) {
    return decision.until ? certlogic::format_instant(*decision.until) : "open";
}

}  // namespace

TEST_CASE("policy: rule files in all their forms, and malformed ones", "[policy]") {
    CHECK(make(RuleText{}).rules().size() == 1);
    CHECK(
        Policy("[" + std::string(RuleText{}) + "," + std::string(RuleText{.id = "b"}) + "]").rules().size() ==
        2);
    CHECK(Policy(lines({RuleText{}, "", RuleText{.id = "b"}})).rules().size() == 2);
    CHECK(Policy("[]").rules().empty());
    for (
        const std::string& bad : {
            std::string(RuleText{.type = "Advice"}),
            std::string(RuleText{.kind = "Flu"}),
            std::string(RuleText{.version = "1.0"}),
            std::string(RuleText{.version = "1.0.x"}),
            std::string(RuleText{.version = "1.0.0.0"}),
            std::string(RuleText{.version = "1.0.99999999999"}),
            std::string(RuleText{.from = "yesterday"}),
            std::string(RuleText{.from = "2030-06-01T00:00:00Z"}),
            std::string("{}"),
            lines({RuleText{}, RuleText{}}),
            std::string("[1]"),
            std::string("true"),
            std::string(R"({"Name":"x","Rules":[],"Zone":"Seoul"})"),
            std::string(R"({"Name":"x","Rules":[],"Parameters":[]})"),
            std::string(R"({"Name":"x","Rules":[],"Parameters":{"validationDate":"forged"}})"),
            std::string(R"({"Name":"x","Rules":[],"Facts":{"venue":""}})"),
            std::string(R"({"Name":"x","Rules":[],"Venue":[]})"),
            std::string(
                R"({"Name":"x","Rules":[],"Venues":[{"Type":"a"},{"Type":"b","Aliases":["a"]},{"Type":"a"}]})"),
            std::string(
                R"({"Name":"x","Rules":[],"Venues":[{"Type":"a","Periods":[{"From":"2022","To":"2021"}]}]})"),
            std::string(R"({"Name":"x","Rules":[],"Fines":{"Currency":"KRW","User":[{"Amount":"1"}]}})"),
            R"({"Name":"x","Venues":[{"Type":"a"}],"Rules":[)" +
                std::string(RuleText{.more = R"(,"Venues":["b"])"}) + "]}",
            R"({"Name":"x","Rules":[)" + std::string(RuleText{.more = R"(,"Venue":["b"])"}) + "]}",
            std::string(R"({"Rules":[]})"),
        }) {
        CAPTURE(bad);
        CHECK(code_of(bad) == "bad-policy");
    }
    CHECK(code_of(RuleText{.logic = R"({"or":[1,2]})"}) == "bad-logic");
    CHECK_THAT(make(RuleText{.logic = R"({"!":[{"or":[1,2]}]})"}).malformed()[0].error.what(),
               Catch::Contains("rule GR-XX-0001") && Catch::Contains("/!/0"));
    CHECK(code_of(RuleText{.more = R"(,"Type":"Invalidation")"}) == "duplicate-key");
    CHECK(code_of("") == "bad-json");
    CHECK(code_of(lines({RuleText{}, "{"})) == "bad-json");
    CHECK(code_of(std::string(300, '[')) == "too-deep");
    CHECK_THROWS_AS(Policy().add_value_sets("[1"), Error);
}

TEST_CASE("policy: rules are chosen by country, kind and time, and the highest version wins", "[policy]") {
    const Policy policy(lines({
        RuleText{.id = "A", .version = "1.0.9", .logic = "false"},
        RuleText{
            .id = "A", .version = "1.0.10", .from = "2022-01-01T00:00:00Z", .to = "2022-02-01T00:00:00Z"},
        RuleText{.id = "T", .kind = "Test", .logic = "false"},
        RuleText{.id = "Y", .country = "YY", .kind = "Recovery"},
        RuleText{.id = "I", .type = "Invalidation", .country = "ZZ", .logic = "false"},
    }));
    Question question = ask("2022-01-15");
    Place place{"XX", {}, {}};
    question.issuer = "XX";
    const auto decide = [&](std::string_view at) {
        question.at = instant(at);
        return Decider(policy, place).decide(question);
    };
    CHECK(decide("2022-01-01").admit);
    CHECK(until(decide("2022-01-01")) == "2022-02-01T00:00:00.001Z");
    CHECK(decide("2022-02-01").admit);  // ValidTo itself still counts
    CHECK_FALSE(decide("2022-02-01T00:00:00.001Z").admit);
    CHECK(decide("2022-02-01T00:00:00.001Z").rule->version_text() == "1.0.9");
    CHECK_FALSE(decide("2021-12-31T23:59:59.999Z").admit);
    CHECK(decide("2021-12-31").text("en") == "A 1.0.9");
    CHECK(decide("2021-12-31").text("ko") == "규칙 1.0.9");
    CHECK(decide("2021-12-31").text("fr") == "A 1.0.9");
    CHECK_FALSE(decide("2021-05-31").admit);  // before any rule: nobody decided
    CHECK(decide("2021-05-31").rule == nullptr);
    CHECK(decide("2021-05-31").text("en") == "no rule in force covers this kind of pass");

    question.claims = json::check(R"({"t":[{}],"v":[]})");
    CHECK(decide("2022-01-15").rule->id == "T");
    CHECK(decide("2022-03-15").refusing.size() == 2);
    question.claims = json::check(R"({"v":[{}]})");
    question.issuer = "ZZ";
    CHECK(decide("2022-01-15").rule->id == "I");
    question.issuer = "XX";
    place.country = "YY";
    CHECK_FALSE(decide("2022-01-15").admit);
    question.claims = json::check(R"({"r":[{}]})");
    CHECK(decide("2022-01-15").admit);
    CHECK(until(decide("2022-01-15")) == "2030-06-01T00:00:00.001Z");
}

TEST_CASE("policy: only true admits", "[policy]") {
    for (const char* logic : {"false", "1", "\"true\"", "[]", R"({"var":"payload.x"})", R"({"+":["a",1]})",
                              R"({"plusTime":["2021-01-01",0,"day"]})"}) {
        CAPTURE(logic);
        const Policy policy = make(RuleText{.logic = logic});
        const Decision decision = decision_of(policy, ask("2022-01-01"));
        CHECK_FALSE(decision.admit);
        CHECK_FALSE(decision.until);
        CHECK(decision.rule->id == "GR-XX-0001");
    }
    const Policy policy = make(RuleText{.logic = R"({"+":["a",1]})"});
    CHECK(decision_of(policy, ask("2022-01-01")).problem.find("not an integer") != std::string::npos);

    // Claims of any shape get an answer, and those of no known kind do not meet a rule for a kind.
    const Policy test = make(RuleText{.kind = "Test"});
    for (const char* claims : {"{}", "[]", "[{}]", "1", "null", R"({"t":{}})", R"({"t":[]})", R"({"t":"x"})",
                               R"({"t":null})", R"({"T":[{}]})"}) {
        CAPTURE(claims);
        CHECK_FALSE(decision_of(test, ask("2022-01-01", claims)).admit);
    }
    CHECK(decision_of(test, ask("2022-01-01", R"({"\u0074":[null]})")).admit);
}

TEST_CASE("policy: until when an admission holds", "[policy]") {
    const auto admitted = [](std::string_view logic, std::string_view at, std::string_view claims) {
        const Policy policy = make(RuleText{.to = "2099-01-01T00:00:00Z", .logic = std::string(logic)});
        const Decision decision = decision_of(policy, ask(at, claims));
        CHECK(decision.admit);
        return until(decision);
    };
    const char* vaccinated = R"({"v":[{"dt":"2021-07-10"}],"dob":"2004-02-29"})";
    // The pass is valid for 180 days from the dose, the last one included.
    const char* days = R"({"before":[{"plusTime":[{"var":"external.validationClock"},0,"day"]},
                                     {"plusTime":[{"var":"payload.v.0.dt"},181,"day"]}]})";
    CHECK(admitted(days, "2021-12-01", vaccinated) == "2022-01-07T00:00:00.000Z");
    const char* inclusive = R"({"not-after":[{"plusTime":[{"var":"external.validationClock"},0,"day"]},
                                            {"plusTime":[{"var":"payload.v.0.dt"},180,"day"]}]})";
    CHECK(admitted(inclusive, "2021-12-01", vaccinated) == "2022-01-06T00:00:00.001Z");
    // For a person under 18 the clock moves by the calendar, and February 29 becomes March 1.
    const char* minor = R"({"after":[{"dccDateOfBirth":[{"var":"payload.dob"}]},
                                    {"plusTime":[{"var":"external.validationClock"},-18,"year"]}]})";
    CHECK(admitted(minor, "2021-12-01", vaccinated) == "2022-03-01T00:00:00.000Z");
    const char* month = R"({"before":[{"plusTime":[{"var":"external.validationClock"},-6,"month"]},
                                     {"plusTime":[{"var":"payload.v.0.dt"},0,"day"]}]})";
    CHECK(admitted(month, "2021-12-01", vaccinated) == "2022-01-10T00:00:00.000Z");
    // A branch that is taken only later ends the admission; one that holds again afterwards does not prolong
    // it.
    const std::string either = std::string(R"({"if":[)") + days + "," + inclusive + R"(,{"after":[
        {"plusTime":[{"var":"external.validationClock"},0,"day"]},{"plusTime":["2022-03-01",0,"day"]}]}]})";
    CHECK(admitted(either, "2021-12-01", vaccinated) == "2022-01-06T00:00:00.001Z");
    CHECK(admitted(either, "2022-03-02", vaccinated) == "2099-01-01T00:00:00.001Z");
    // A rule of dates alone, by the local date, holds exactly until midnight.
    const char* date = R"({"not-after":[{"plusTime":[{"var":"external.validationDate"},0,"day"]},
                                       {"plusTime":[{"var":"payload.v.0.dt"},180,"day"]}]})";
    CHECK(admitted(date, "2021-12-01T12:00:00Z", vaccinated) == "2022-01-07T00:00:00.000Z");
    // When a rule compares the clock's text, the search gives up early, and never too late.
    const char* text = R"({"!":[{"===":[{"var":"external.validationClock"},"2021-12-02T00:00:00.000Z"]}]})";
    CHECK(admitted(text, "2021-12-01", vaccinated) == "2021-12-01T00:00:01.000Z");

    Question question = ask("2021-12-01", vaccinated);
    question.want_until = false;
    CHECK_FALSE(decision_of(make(RuleText{.logic = days}), question).until);
}

TEST_CASE("policy: venues, regions, exemptions and external values", "[policy]") {
    const std::string set =
        R"({"Name":"test","Zone":"+09:00","Parameters":{"limit":1},"Venues":[
            {"Type":"cinema","Aliases":["theatre"],"Periods":[{"From":"2021-12-06T00:00:00+09:00","To":"2022-01-18T00:00:00+09:00"},
                {"From":"2021-12-06T00:00:00+09:00","To":"2022-01-14T00:00:00+09:00","Region":"seoul"}]},
            {"Type":"cafe","Periods":[{"From":"2021-12-06T00:00:00+09:00"}]}],"Rules":[)" +
        std::string(RuleText{.id = "V", .logic = R"({"===":[{"var":"payload.v.0.dn"},2]})"}) + "," +
        std::string(RuleText{.id = "X",
                             .type = "Exemption",
                             .logic = R"({"<=":[{"var":"external.party"},{"var":"external.limit"}]})",
                             .more = R"(,"Venues":["cafe"])"}) +
        "]}";
    const Policy policy(set);
    CHECK(policy.name() == "test");
    Question none = ask("2022-01-10", "{}");
    std::string region;
    const auto decide = [&](std::string_view venue, std::string_view at, std::string_view external = "{}") {
        none.at = instant(at);
        none.facts = json::check(external);
        return Decider(policy, {{}, std::string(venue), region}).decide(none);
    };
    CHECK_FALSE(decide("cinema", "2022-01-17T14:59:59Z").admit);
    CHECK(decide("cinema", "2022-01-17T15:00:00Z").admit);
    CHECK(until(decide("cinema", "2022-01-17T15:00:00Z")) == "open");
    CHECK(decide("theatre", "2021-12-05T14:59:59Z").admit);
    CHECK(until(decide("theatre", "2021-12-05T14:59:59Z")) == "2021-12-05T15:00:00.000Z");
    CHECK_FALSE(decide("cinema", "2022-01-14T00:00:00+09:00").admit);
    region = "Seoul";
    CHECK_FALSE(decide("cinema", "2022-01-13T23:59:59+09:00").admit);
    CHECK(decide("cinema", "2022-01-14T00:00:00+09:00").admit);
    CHECK_THROWS_WITH(decide("zoo", "2022-01-14"), Catch::Contains("does not know the venue type 'zoo'"));

    CHECK_FALSE(decide("cinema", "2022-01-10", R"({"party":1})").admit);
    CHECK(decide("cafe", "2022-01-10", R"({"party":1})").rule->id == "X");
    CHECK_FALSE(decide("cafe", "2022-01-10", R"({"party":2})").admit);
    CHECK(decide("cafe", "2022-01-10", R"({"party":2,"limit":2})").admit);
    CHECK_FALSE(decide("cafe", "2022-01-10").admit);  // an exemption that cannot be evaluated exempts nobody
    CHECK_THROWS_AS(decide("cafe", "2022-01-10", "[]"), Error);

    // Nobody outside can replace the values that the policy itself gives for time and place.
    const Policy date(
        R"({"Name":"d","Zone":"+09:00","Rules":[)" +
        std::string(RuleText{.logic = R"({"===":[{"var":"external.validationDate"},"2022-01-11"]})"}) + "]}");
    Question question = ask("2022-01-10T15:00:00Z");
    CHECK(decision_of(date, question).admit);
    CHECK(until(decision_of(date, question)) == "2022-01-11T15:00:00.000Z");
    question.at = instant("2022-01-10T14:59:59.999Z");
    CHECK_FALSE(decision_of(date, question).admit);
    for (const char* name : {"validationDate", "validationClock", "venue"}) {
        const std::string facts = R"({")" + std::string(name) + R"(":"2022-01-11"})";
        question.facts = json::check(facts);
        CHECK_THROWS_WITH(decision_of(date, question), Catch::Contains("is not a fact"));
    }
}

TEST_CASE("policy: value sets in both forms", "[policy]") {
    Policy policy =
        make(RuleText{.logic = R"({"in":[{"var":"payload.v.0.mp"},{"var":"external.valueSets.vaccines"}]})"});
    const auto admit = [&] {
        return decision_of(policy, ask("2022-01-01", R"({"v":[{"mp":"EU/1"}]})")).admit;
    };
    CHECK_FALSE(admit());
    SECTION("plain") {
        policy.add_value_sets(R"({"other":["x"],"vaccines":["EU/0","EU\/1"]})");
        CHECK(admit());
    }
    SECTION("published") {
        policy.add_value_sets(
            R"({"valueSetId":"vaccines","valueSetDate":"2021-04-27","valueSetValues":{"EU/1":{"active":true}}})");
        CHECK(admit());
    }
    SECTION("after a move") {
        policy.add_value_sets(R"({"vaccines":["EU/1"]})");
        const Policy moved = std::move(policy);
        CHECK(decision_of(moved, ask("2022-01-01", R"({"v":[{"mp":"EU/1"}]})")).admit);
    }
}

TEST_CASE("policy: what is known of a pass beside its content, in rules of every type", "[policy]") {
    const char* const not_revoked = R"({"!":[{"in":[{"var":"external.kid"},["abcd+/12345="]]}]})";
    const char* const not_of_kr = R"({"!":[{"===":[{"var":"external.issuerCountryCode"},"KR"]}]})";
    const char* const issued_late = R"({"after":[{"plusTime":[{"var":"external.iat"},0,"day"]},
                                                {"plusTime":["2021-07-01",0,"day"]}]})";
    const char* const ends_late = R"({"after":[{"plusTime":[{"var":"external.exp"},0,"day"]},
                                              {"plusTime":[{"var":"external.validationClock"},3,"day"]}]})";
    const char* const at_home = R"({"===":[{"var":"external.countryCode"},"XX"]})";
    const char* const known_region = R"({"===":[{"var":"external.region"},""]})";
    Question good = ask("2022-01-15");
    good.issuer = "XX";
    good.kid = "kid=";
    good.issued = instant("2021-07-10T12:00:00Z");
    good.exp = good.expires = instant("2022-01-20");
    const auto admits = [](const std::string& logic, const std::string& type, const Question& question) {
        // An exemption admits where it holds; the others refuse where they do not.
        const Policy policy(
            "[" + std::string(RuleText{.id = "A", .logic = type == "Exemption" ? "false" : "true"}) + "," +
            std::string(RuleText{.id = "B", .type = type, .logic = logic}) + "]");
        return decision_of(policy, question).admit;
    };
    for (const std::string type : {"Acceptance", "Invalidation", "Exemption"}) {
        CAPTURE(type);
        for (const char* logic : {not_revoked, not_of_kr, issued_late, ends_late, at_home, known_region})
            CHECK(admits(logic, type, good));
        Question bad = good;
        bad.kid = "abcd+/12345=";
        CHECK_FALSE(admits(not_revoked, type, bad));
        bad.issued = instant("2021-06-30");
        CHECK_FALSE(admits(issued_late, type, bad));
        bad.exp = instant("2022-01-17");
        CHECK_FALSE(admits(ends_late, type, bad));
        bad.issuer = "KR";
        if (type != "Invalidation") CHECK_FALSE(admits(not_of_kr, type, bad));
    }
    // The next pass has other values, also for a rule that looks at nothing else of the pass.
    const Policy policy = make(RuleText{.logic = not_revoked});
    Decider decider(policy, {});
    Question revoked = good;
    revoked.kid = "abcd+/12345=";
    CHECK(decider.decide(good).admit);
    CHECK_FALSE(decider.decide(revoked).admit);
    CHECK(decider.decide(good).admit);
    // A pass that has expired says nothing any more; an admission ends with it.
    CHECK(until(decision_of(make(RuleText{.logic = ends_late}), good)) == "2022-01-17T00:00:00.000Z");
    // Facts cannot replace these values.
    good.facts = json::check(R"({"kid":"mine"})");
    CHECK_THROWS_WITH(decision_of(policy, good), Catch::Contains("'kid' is not a fact"));
    CHECK(code_of(R"({"Name":"x","Rules":[],"Parameters":{"issuerCountryCode":"KR"}})") == "bad-policy");
}

TEST_CASE("policy: invalidations are chosen by the country that signed, in any spelling", "[policy]") {
    const auto admits = [](const std::string& country, std::string_view signer, std::string_view named) {
        const Policy policy(
            lines({RuleText{.id = "A", .country = "DE"},
                   RuleText{.id = "I", .type = "Invalidation", .country = country, .logic = "false"}}));
        Question question = ask("2022-01-15");
        question.issuer = signer;
        question.named_issuer = named;
        return decision_of(policy, question, {"DE", {}, {}}).admit;
    };
    for (const char* spelling : {"KR", "kr", "KOR", " kr "}) CHECK_FALSE(admits(spelling, "KR", ""));
    CHECK_FALSE(admits("EL", "GR", ""));
    CHECK_FALSE(admits("UK", "GB", ""));
    CHECK_FALSE(admits("GG", "GB", "GG"));  // Guernsey's own, and those of who signs for it
    CHECK_FALSE(admits("GB", "GB", "GG"));
    CHECK(admits("JP", "KR", ""));
    CHECK_FALSE(admits("JP", "", ""));  // nobody knows whose pass it is
    CHECK(country_code_of("CNAM").empty());
    CHECK(country_code_of("CH BAG").empty());
    CHECK(country_code_of("kor") == "KR");
}

TEST_CASE("policy: a malformed rule stops only who asks for it", "[policy]") {
    const std::string sound = RuleText{.country = "DE"};
    const auto ask_with = [&](const std::string& other, const std::string& country, std::string_view issuer) {
        const Policy policy(lines({sound, other}));
        CHECK(policy.malformed().size() == 1);
        try {
            Question question = ask("2022-01-15");
            question.issuer = issuer;
            const Decision decision = Decider(policy, {country, {}, {}}).decide(question);
            return std::string(decision.admit ? "admit" : "refuse");
        } catch (const Error& e) {
            return e.name();
        }
    };
    const std::string bad = R"({"or":[1,2]})";
    CHECK(ask_with(RuleText{.id = "B", .country = "FR", .logic = bad}, "DE", "KR") == "admit");
    CHECK(ask_with(RuleText{.id = "B", .country = "FR", .logic = bad}, "FR", "KR") == "bad-logic");
    CHECK(ask_with(RuleText{.id = "B", .country = "FR", .logic = bad}, "", "KR") == "bad-logic");
    CHECK(ask_with(RuleText{.id = "B", .country = "de", .version = "1"}, "DE", "KR") == "bad-policy");
    CHECK(ask_with(RuleText{.id = "B", .type = "acceptance", .country = "DE"}, "DE", "KR") == "bad-policy");
    CHECK(ask_with(RuleText{.id = "B", .country = ""}, "DE", "KR") == "bad-policy");
    CHECK(ask_with(RuleText{.country = "DE", .logic = "false"}, "DE", "KR") == "bad-policy");  // twice
    CHECK(ask_with("{}", "DE", "KR") == "bad-policy");
    // A type that other programs ask for, and an invalidation of other passes, do not matter.
    CHECK(ask_with(RuleText{.id = "B", .type = "BoosterNotification", .country = "DE"}, "DE", "KR") ==
          "admit");
    const RuleText invalidation{.id = "B", .type = "Invalidation", .country = "KR", .logic = bad};
    CHECK(ask_with(invalidation, "DE", "JP") == "admit");
    CHECK(ask_with(invalidation, "DE", "KR") == "refuse");
    CHECK(ask_with(invalidation, "DE", "") == "refuse");
    const Policy policy(lines({sound, invalidation}));
    Question question = ask("2022-01-15");
    question.issuer = "KR";
    CHECK(decision_of(policy, question).ground == Ground::unreadable);
    CHECK(decision_of(policy, question).problem.find("rule B") != std::string::npos);
}

TEST_CASE("policy: countries and regions that the policy does not know get no answer", "[policy]") {
    const Policy policy(lines({RuleText{.id = "A", .country = "DE", .logic = "false"},
                               RuleText{.id = "B", .country = "DE", .more = R"(,"Region":"BY")"},
                               RuleText{.id = "C", .country = "AT", .more = R"(,"Region":"Tirol")"}}));
    const auto problem = [&](const Place& place) -> std::string {
        try {
            return Decider(policy, place).knows_region() ? "" : "unknown region";
        } catch (const Error& e) {
            return std::string(e.what()) + "; " + e.hint();
        }
    };
    CHECK(problem({"de", {}, "by"}).empty());
    CHECK(problem({"DEU", {}, {}}).empty());
    CHECK(problem({"FR", {}, {}}) == "the policy has no rules of the country 'FR'; one of: AT, DE");
    CHECK(problem({"DE", {}, "tirol"}) == "unknown region");
    CHECK(policy.regions("DE") == std::vector<std::string>{"BY"});
    CHECK(problem({{}, {}, "tirol"}).empty());
    CHECK(Decider(policy, {"de", {}, "by"}).place().region == "BY");
    const Policy reading = make(RuleText{.logic = R"({"===":[{"var":"external.region"},"Nord"]})"});
    CHECK(decision_of(reading, ask("2022-01-15"), {{}, {}, "Nord"}).admit);
    CHECK_FALSE(decision_of(reading, ask("2022-01-15"), {{}, {}, "Ost"}).admit);
}

namespace {

std::string set_of(const std::string& more, const std::string& rules = "") {
    return R"({"Name":"x")" + more + R"(,"Rules":[)" + rules + "]}";
}

std::string repeated(std::size_t n, const std::function<std::string(std::size_t)>& item) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += (i ? "," : "") + item(i);
    return text;
}

}  // namespace

// Units measure memory and time, and do not depend on the machine.
TEST_CASE("policy: all that a rule set holds counts against one budget", "[policy]") {
    constexpr std::size_t many = 300'000;
    const auto number = [](std::size_t i) { return std::to_string(i); };
    const auto text = [](std::size_t i) { return "\"" + std::to_string(i) + "\""; };
    std::string deep = "[" + repeated(30'000, number) + "]";
    for (int i = 0; i < 100; ++i) deep = R"({"and":[1,)" + deep + "]}";
    std::string path = "payload";
    for (int i = 0; i < 1000; ++i) path += ".a";
    const std::string one_logic[] = {
        R"({"in":[1,[)" + repeated(many, number) + "]]}",
        R"({"and":[)" +
            repeated(many, [](std::size_t i) { return R"({"var":"a)" + std::to_string(i) + "\"}"; }) + "]}",
        R"({"and":[)" + repeated(many, [](std::size_t i) { return R"({"!":[)" + std::to_string(i) + "]}"; }) +
            "]}",
        deep,
    };
    for (const std::string& logic : one_logic) {
        CAPTURE(logic.substr(0, 40));
        CHECK(code_of(RuleText{.logic = logic}) == "bad-policy");
        CHECK_FALSE(check_policy(std::string(RuleText{.logic = logic}), built_in_value_sets()).empty());
    }
    CHECK(code_of(RuleText{.logic = R"({"var":")" + path + "\"}"}) == "bad-logic");
    CHECK(code_of("[" +
                  repeated(many / 16,
                           [](std::size_t i) { return std::string(RuleText{.id = std::to_string(i)}); }) +
                  "]") == "bad-policy");
    CHECK(code_of(RuleText{.more = R"(,"Venues":[)" + repeated(many, text) + "]"}) == "bad-policy");
    CHECK(code_of(RuleText{.more = R"(,"Source":[)" + repeated(many, text) + "]"}) == "bad-policy");
    CHECK(code_of(set_of(
              R"(,"Venues":[)" +
              repeated(many / 16, [](std::size_t i) { return R"({"Type":")" + std::to_string(i) + "\"}"; }) +
              "]")) == "bad-policy");
    CHECK(code_of(set_of(R"(,"Parameters":{)" +
                         repeated(many / 16, [&](std::size_t i) { return text(i) + ":1"; }) + "}")) ==
          "bad-policy");
    CHECK_THROWS_AS(Policy().add_value_sets(R"({"set":[)" + repeated(many, text) + "]}"), Error);
    CHECK_THROWS_AS(
        Policy().add_value_sets("{" + repeated(many, [&](std::size_t i) { return text(i) + ":[]"; }) + "}"),
        Error);
    CHECK(code_of(RuleText{.logic = R"({"in":[1,[)" + repeated(100'000, number) + "]]}"}) == "ok");

    // At one place, rules begin and end all the time.
    const Policy changing("[" +
                          repeated(3'000,
                                   [](std::size_t i) {
                                       const std::string day = std::to_string(1900 + i % 1000);
                                       return std::string(RuleText{.id = std::to_string(i),
                                                                   .from = day + "-01-01",
                                                                   .to = day + "-12-31"});
                                   }) +
                          "]");
    CHECK(decision_of(changing, ask("1950-06-01")).admit);
    const Policy together("[" +
                          repeated(3'000,
                                   [](std::size_t i) {
                                       return std::string(
                                           RuleText{.id = std::to_string(i),
                                                    .from = std::to_string(1000 + i) + "-01-01",
                                                    .to = std::to_string(5000 + i) + "-01-01"});
                                   }) +
                          "]");
    CHECK_THROWS_WITH(decision_of(together, ask("2022-01-15")),
                      Catch::Contains("too many rules and periods"));
}

TEST_CASE("policy: all rules together have so many steps a pass", "[policy]") {
    // Each rule walks over 2,000 codes: 49 rules are within the steps, 51 are not. The next pass has its own
    // steps.
    const auto codes = repeated(2'000, [](std::size_t i) { return "\"" + std::to_string(i) + "\""; });
    const auto decide = [&](std::size_t rules, std::string_view claims) {
        Policy policy("[" +
                      repeated(rules,
                               [&](std::size_t i) {
                                   return std::string(RuleText{
                                       .id = std::to_string(1000 + i),
                                       .logic = R"({"!":[{"in":[{"var":"payload.d)" + std::to_string(i) +
                                                R"("},{"var":"external.valueSets.codes"}]}]})"});
                               }) +
                      "]");
        policy.add_value_sets(R"({"codes":[)" + codes + "]}");
        Decider decider(policy, {});
        decider.decide(ask("2022-01-15", claims));
        return decider.decide(ask("2022-01-15", claims));
    };
    CHECK(decide(48, "{}").admit);
    const Decision decision = decide(60, "{}");
    CHECK_FALSE(decision.admit);
    CHECK(decision.refusing.size() == 1);  // nothing more is asked
    CHECK(decision.problem.find("too many steps") != std::string::npos);
    // The search for the end of an admission does not get more steps.
    const Policy text =
        make(RuleText{.logic = R"({"!":[{"in":[{"var":"external.validationClock"},[)" + codes + "]]}]}"});
    const Decision admitted = decision_of(text, ask("2022-01-15"));
    CHECK(admitted.admit);
    CHECK(*admitted.until - instant("2022-01-15") < std::chrono::milliseconds{60});
}

TEST_CASE("policy: the dates in which it says something", "[policy]") {
    const Policy::Dates korea = Policy::built_in("kr").dates();
    CHECK(certlogic::format_instant(korea.from).substr(0, 19) == "2021-10-31T15:00:00");
    CHECK(certlogic::format_instant(korea.to).substr(0, 19) == "2022-02-28T15:00:00");
    CHECK(korea.cover(korea.from));
    CHECK(!korea.cover(korea.to));
    const Policy none;
    CHECK(none.dates().from >= none.dates().to);
}
