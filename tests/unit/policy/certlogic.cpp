#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "policy/certlogic/certlogic.hpp"
#include "support/certlogic_suite.hpp"

using namespace vpass;
using namespace vpass::certlogic;
using test::each_line;
using test::have_suite;

namespace {

// Returns the answer for `data` as JSON or as CBOR.
template <typename Data>
std::string answer(const Program& program, Data data, const Selection* selection) {
    try {
        Scratch scratch;
        const Value context = read(data, scratch, selection);
        std::string out;
        json::Writer writer(out);
        write(writer, program.evaluate(context, scratch).value);
        return out;
    } catch (const Error& e) {
        return e.name();
    }
}

Buffer as_cbor(json::Value data) {
    Buffer out;
    cbor::Writer(out).json(data);
    return out;
}

// Returns the answer as JSON, or the code of the Error. It must be the same whether all of the data is read
// or only the needed parts, and from CBOR, except for numbers with a fraction.
std::string answer(json::Value logic, json::Value data) {
    try {
        const Program program(logic);
        Selection selection;
        for (const std::string& path : program.accesses()) selection.add(path);
        const std::string whole = answer(program, data, nullptr);
        CHECK(answer(program, data, &selection) == whole);
        if (data.raw() == "1e999") return whole;  // which CBOR does not have
        const Buffer document = as_cbor(data);
        for (const Selection* part : {static_cast<Selection*>(nullptr), &selection})
            CHECK(answer(program, cbor::check(document, limits::kRuleDepth), part) == whole);
        return whole;
    } catch (const Error& e) {
        return e.name();
    }
}
std::string answer(std::string_view logic, std::string_view data = "null") {
    return answer(json::check(logic, limits::kRuleDepth), json::check(data));
}

std::string compact(json::Value value) {
    std::string out;
    json::append_compact(out, value.raw());
    return out;
}

}  // namespace

TEST_CASE("certlogic: the official evaluator suite", "[certlogic]") {
    if (!have_suite()) return;
    int ran = 0;
    each_line("evaluator.ndjson", [&](json::Value test) {
        if (test["directive"].string() == "skip") return;
        ++ran;
        CAPTURE(test["id"].string(), test["logic"].raw(), test["data"].raw());
        const std::string got = answer(test["logic"], test["data"]);
        if (*test["expectsError"].boolean())
            CHECK((got == "bad-logic" || got == "logic-failed"));
        else
            CHECK(got == compact(test["expected"]));
    });
    CHECK(ran > 100);
}

TEST_CASE("certlogic: the official validator suite", "[certlogic]") {
    if (!have_suite()) return;
    int ran = 0;
    each_line("validator.ndjson", [&](json::Value test) {
        ++ran;
        CAPTURE(test["id"].string(), test["logic"].raw());
        const std::vector<Issue> issues = validate(test["logic"]);
        REQUIRE(issues.size() == test["issues"].size());
        for (std::size_t i = 0; i < issues.size(); ++i) {
            CHECK(issues[i].expression == compact(test["issues"][i]["expr"]));
            CHECK(issues[i].message == test["issues"][i]["message"].string());
        }
        CHECK((answer(test["logic"], json::check("{}")) == "bad-logic") == !issues.empty());
    });
    CHECK(ran > 10);
}

TEST_CASE("certlogic: a malformed expression is refused and its place named", "[certlogic]") {
    const auto place = [](std::string_view logic) -> std::string {
        const auto issues = validate(json::check(logic));
        return issues.empty() ? "well-formed" : "\"" + issues[0].pointer + "\"";
    };
    CHECK(place(R"({"and":[true,{"if":[true,{"<":[1]},3]}]})") == R"("/and/1/if/1")");
    CHECK(place(R"([1,[2,{"a/b~":[]}]])") == R"("/1/1")");
    CHECK(place(R"({"===":[1,null]})") == R"("/===/1")");
    CHECK(place(R"({"===":[1,{"var":null}]})") == R"("/===/1/var")");
    CHECK(place(R"({"plusTime":["2021-01-01",1.5,"day"]})") == R"("/plusTime/1")");
    CHECK(place(R"({"plusTime":["2021-01-01",1,"week"]})") == R"("/plusTime/2")");
    CHECK(place(R"({"plusTime":["2021-01-01",1]})") == R"("")");
    CHECK(place(R"({"extractFromUVCI":["a","0"]})") == R"("/extractFromUVCI/1")");
    for (const char* path : {".", "x.", ".x", "x..y"})
        CHECK(place(std::string(R"({"var":")") + path + "\"}") != "well-formed");
    for (const char* good : {R"({"var":""})", R"([])", R"({"<":[1,2,3]})", R"({"dccDateOfBirth":["2000"]})"})
        CHECK(place(good) == "well-formed");
    CHECK_THROWS_WITH(Program(json::check(R"({"!":[{"or":[1,2]}]})")),
                      R"(bad CertLogic at "/!/0": unrecognised operator: "or")");
    CHECK_THROWS_AS(Program(json::Value()), Error);
}

TEST_CASE("certlogic: values of the wrong type fail, they do not pass", "[certlogic]") {
    const char* data = R"({"f":1.5,"n":null,"o":{"a":1},"l":[1,"2",null],"s":"2021-01-01","e":"a\"b"})";
    for (const char* logic : {
             R"({"!":[{"var":"f"}]})",
             R"({"if":[{"plusTime":["2021-01-01",0,"day"]},1,2]})",
             R"({"and":[true,{"var":"f"}]})",
             R"({"<":[1,"2"]})",
             R"({"<":[1,{"var":"n"}]})",
             R"({">=":[2,1,{"var":"f"}]})",
             R"({"+":[1,{"var":"l.1"}]})",
             R"({"+":[9223372036854775807,1]})",
             R"({"in":["a",{"var":"s"}]})",
             R"({"in":["a",{"var":"n"}]})",
             R"({"after":["2021-01-01",{"plusTime":["2021-01-01",0,"day"]}]})",
             R"({"plusTime":[{"var":"n"},0,"day"]})",
             R"({"plusTime":[{"plusTime":["2021-01-01",0,"day"]},0,"day"]})",
             R"({"plusTime":["2021-01-01",9223372036854775807,"year"]})",
             R"({"plusTime":["2021-01-01",280000,"year"]})",
             R"({"plusTime":["0001-01-01",-280000,"year"]})",
             R"({"reduce":[{"var":"s"},1,0]})",
             R"({"extractFromUVCI":[{"var":"o"},0]})",
             R"({"dccDateOfBirth":["2021-01-01T00:00:00Z"]})",
             R"({"dccDateOfBirth":["2021-13"]})",
         }) {
        CAPTURE(logic);
        CHECK(answer(logic, data) == "logic-failed");
    }
    CHECK(answer(R"({"var":"l.1"})", data) == R"("2")");
    CHECK(answer(R"({"var":"l.3"})", data) == "null");
    CHECK(answer(R"({"var":"l.-1"})", data) == "null");
    CHECK(answer(R"({"var":"l.length"})", data) == "null");
    CHECK(answer(R"({"var":"s.0"})", data) == "null");
    CHECK(answer(R"({"===":[{"var":"e"},"a\u0022b"]})", data) == "true");
    CHECK(answer(R"({"===":[{"var":"l"},{"var":"l"}]})", data) == "true");
    CHECK(answer(R"({"===":[{"var":"l"},{"var":"o"}]})", data) == "false");
    CHECK(answer(R"({"===":[2.0,{"+":[1,1]}]})", data) == "true");
    CHECK(answer(R"({"if":[{"var":"x"},{"+":["boom",1]},3]})", data) == "3");  // branches are lazy
    CHECK(answer(R"({"and":[0,{"+":["boom",1]}]})", data) == "0");
    CHECK(answer(R"({"reduce":[[1,2],[{"var":"accumulator"},{"var":"current"},{"var":"s"}],{"var":"s"}]})",
                 data) == R"([["2021-01-01",1,null],2,null])");
}

using Paths = std::initializer_list<std::string_view>;

template <typename Data>
std::string selected(Data data, Paths paths) {
    Selection selection;
    for (const std::string_view path : paths) selection.add(path);
    Scratch scratch;
    std::string out;
    json::Writer writer(out);
    write(writer, read(data, scratch, &selection));
    return out;
}

TEST_CASE("certlogic: only what is selected is read, and lists keep their length", "[certlogic]") {
    const auto part = [](std::string_view text, Paths paths) { return selected(json::check(text), paths); };
    const char* text = R"({"v":[{"dn":1,"ci":"x"},{"dn":2}],"n\u0061m":{"fn":"a\"b"},"dob":"2000"})";
    CHECK(part(text, {}) == "{}");
    CHECK(part(text, {""}) == R"({"v":[{"dn":1,"ci":"x"},{"dn":2}],"nam":{"fn":"a\"b"},"dob":"2000"})");
    CHECK(part(text, {"v.0.dn", "x.y"}) == R"({"v":[{"dn":1},null]})");
    CHECK(part(text, {"v.1", "v.1.dn"}) == R"({"v":[null,{"dn":2}]})");
    CHECK(part(text, {"v.0.dn", "v"}) == R"({"v":[{"dn":1,"ci":"x"},{"dn":2}]})");
    CHECK(part(text, {"nam.fn"}) == R"({"nam":{"fn":"a\"b"}})");
    CHECK(part("[1,2]", {"1"}) == "[null,2]");
    CHECK(part("1", {"a"}) == "1");
    Selection sizes;
    sizes.add_size("v");
    Scratch scratch;
    CHECK(read(json::check(text), scratch, &sizes).get<Record>()->fields[0].value.get<List>()->size == 2);
}

TEST_CASE("certlogic: CBOR is read as the JSON that is made of it", "[certlogic]") {
    const auto part = [](std::string_view hex, Paths paths) {
        Buffer bytes;
        hex_decode(hex, bytes);
        return selected(cbor::check(bytes), paths);
    };
    // {"v": [{"dn": 1, "ci": "x"}, {"dn": -2}], "nam": h'00', "t": 0("2021"), "a": [_ true, null, undefined]}
    const char* document =
        "a4617682a262646e016263696178a162646e21636e616d41006174c06432303231"
        "61619ff5f6f7ff";
    CHECK(part(document, {}) == "{}");
    CHECK(part(document, {"v.0.dn", "x.y"}) == R"({"v":[{"dn":1},null]})");
    CHECK(part(document, {"v.1", "v.1.dn"}) == R"({"v":[null,{"dn":-2}]})");
    CHECK(part(document, {"v", "t", "a"}) ==
          R"({"v":[{"dn":1,"ci":"x"},{"dn":-2}],"t":"2021","a":[true,null,null]})");
    CHECK(part("bf616101ff", {"a"}) == R"({"a":1})");  // {_ "a": 1}
    CHECK(part("a161611b7fffffffffffffff", {"a"}) == R"({"a":9223372036854775807})");
    // JSON has a form of its own for these: bytes, keys that are not texts, other numbers.
    CHECK(part(document, {"nam"}) == R"({"nam":"AA"})");
    CHECK(part("a201006161f5", {"1", "a"}) == R"({"1":0,"a":true})");
    CHECK(part("a2010061310a", {"1", "1'1"}) == R"({"1":0,"1'1":10})");
    CHECK(part("a16161f93e00", {"a"}) == R"({"a":1.5})");
    CHECK(part("a16161f93c00", {"a"}) == R"({"a":1})");
    CHECK(part("a161611bffffffffffffffff", {"a"}) == R"({"a":18446744073709551616})");
    Scratch scratch;
    CHECK(read(cbor::Value(), scratch).is_null());
}

TEST_CASE("certlogic: parts are what does not look at the clock or into a lambda", "[certlogic]") {
    const auto parts = [](std::string_view logic) { return Program(json::check(logic)).parts(); };
    using Parts = std::vector<std::string>;
    CHECK(parts(R"({">":[{"var":"payload.a"}, {"+":[{"var":"external.b"}, 1]}]})") ==
          Parts{R"({"+":[{"var":"external.b"},1]})",
                R"({">":[{"var":"payload.a"},{"+":[{"var":"external.b"},1]}]})"});
    for (const char* path :
         {"external.validationClock", "external.validationDate", "external", "payload", "", "a"})
        CHECK(parts(R"({"!":[{"var":")" + std::string(path) + R"("}]})").empty());
    CHECK(parts(R"({"reduce":[{"var":"payload.v"},{"!":[{"var":"payload.a"}]},0]})").empty());
    CHECK(parts(R"({"before":[{"plusTime":[{"var":"external.validationClock"},0,"day"]},
                              {"plusTime":[{"var":"payload.d"},1,"day"]}]})") ==
          Parts{R"({"plusTime":[{"var":"payload.d"},1,"day"]})"});
}

TEST_CASE("certlogic: what is kept is taken, of accesses and of parts", "[certlogic]") {
    const Program program(
        json::check(R"({"if":[{">":[{"var":"payload.a"},1]},{"var":"payload.b"},"less"]})"));
    Scratch scratch;
    std::uint64_t epoch = 1;
    std::vector<CachedValue> places(program.accesses().size() + program.parts().size(),
                                    CachedValue{&epoch, 0, Value()});
    std::vector<CachedValue*> kept;
    for (auto& place : places) kept.push_back(&place);
    const auto run = [&](std::string_view data) {
        std::size_t steps = limits::kLogicSteps;
        return program.run(read(json::check(data), scratch), scratch, steps, kept);
    };
    constexpr std::string_view kData = R"({"payload":{"a":2,"b":7}})", kOther = R"({"payload":{"a":0}})";
    CHECK(*run(kData).value.get<std::int64_t>() == 7);
    CHECK(std::ranges::all_of(places, [](const CachedValue& place) { return place.counts(); }));
    CHECK(*run(kOther).value.get<std::int64_t>() == 7);  // the epoch is the same
    ++epoch;
    CHECK(*run(kOther).value.get<std::string_view>() == "less");
}

TEST_CASE("certlogic: an expression as a formula", "[certlogic]") {
    const auto words = [](std::string_view logic) { return formula(json::check(logic)); };
    CHECK(words(R"({"and":[{"var":"payload.a"},{"!":[{"var":"external.b"}]}]})") == "a and (not b)");
    CHECK(words(R"({"if":[true,{"<":[1,{"var":"x"},3]},"no"]})") == R"(if true then (1 < x < 3) else "no")");
    CHECK(words(R"({"not-before":[{"plusTime":[{"var":"c"},0,"day"]},{"plusTime":["2021",-1,"month"]}]})") ==
          R"(c not before ("2021" - 1 month))");
    CHECK(words(R"({"in":[{"extractFromUVCI":[{"var":""},2]},["a",{"dccDateOfBirth":[{"var":"d"}]}]]})") ==
          R"(part 2 of data in ["a", birth d])");
    CHECK(words(R"({"reduce":[{"var":"l"},{"+":[{"var":"current"},{"var":"accumulator"}]},0]})") ==
          "reduce(l; (current + accumulator); 0)");
}

TEST_CASE("certlogic: dates, time zones and the calendar", "[certlogic]") {
    const auto plus = [](std::string_view text, int amount, std::string_view unit) {
        return answer(
            R"({"plusTime":[{"var":""},)" + std::to_string(amount) + ",\"" + std::string(unit) + "\"]}",
            "\"" + std::string(text) + "\"");
    };
    const auto instant = [&](std::string_view text) { return plus(text, 0, "day"); };
    CHECK(instant("2021") == R"("2021-12-31T00:00:00.000Z")");
    CHECK(instant("2020-02") == R"("2020-02-29T00:00:00.000Z")");
    CHECK(instant("2021-12") == R"("2021-12-31T00:00:00.000Z")");
    CHECK(instant("2021-06-01") == R"("2021-06-01T00:00:00.000Z")");
    for (const char* zone : {"+9", "+09", "+900", "+0900", "+9:00", "+09:00"})
        CHECK(instant("2021-06-01T00:30:00" + std::string(zone)) == R"("2021-05-31T15:30:00.000Z")");
    CHECK(instant("2021-06-01T23:30:00.5-0130") == R"("2021-06-02T01:00:00.500Z")");
    CHECK(instant("2021-06-01T23:30:00.1239999") == R"("2021-06-01T23:30:00.123Z")");
    CHECK(instant("1960-06-01T23:30:00.0019Z") == R"("1960-06-01T23:30:00.001Z")");
    for (const char* bad : {"",
                            "20",
                            "2021-",
                            "2021-1",
                            "2021-13",
                            "2021-00",
                            "2021-02-29",
                            "2021-06-31",
                            "2021-06-00",
                            "2021-06-01T",
                            "2021-06-01T10:00",
                            "2021-06-01T24:00:00Z",
                            "2021-06-01T10:60:00Z",
                            "2021-06-01T10:00:60Z",
                            "2021-06-01 10:00:00Z",
                            "2021-06-01t10:00:00Z",
                            "2021-06-01T10:00:00z",
                            "2021-06-01T10:00:00.Z",
                            "2021-06-01T10:00:00+",
                            "2021-06-01T10:00:00+24:00",
                            "2021-06-01T10:00:00+01:60",
                            "2021-06-01T10:00:00+1:0",
                            "2021-06-01T10:00:00+010000",
                            "2021-06-01T10:00:00Z ",
                            "2021-06-01T10:00:00ZZ",
                            "-021-06-01",
                            "２０２１"}) {
        CAPTURE(bad);
        CHECK(instant(bad) == "logic-failed");
    }
    // These are the specification's own leap day table, and further dates that run over the end of a month.
    CHECK(plus("2020-02-29", 1, "day") == R"("2020-03-01T00:00:00.000Z")");
    CHECK(plus("2020-02-29", 1, "month") == R"("2020-03-29T00:00:00.000Z")");
    CHECK(plus("2020-02-29", 1, "year") == R"("2021-03-01T00:00:00.000Z")");
    CHECK(plus("2021-01-31T10:00:00Z", 1, "month") == R"("2021-03-03T10:00:00.000Z")");
    CHECK(plus("2021-03-31", -1, "month") == R"("2021-03-03T00:00:00.000Z")");
    CHECK(plus("2021-01-15", -1, "month") == R"("2020-12-15T00:00:00.000Z")");
    CHECK(plus("2021-12-31T23:00:00Z", 2, "hour") == R"("2022-01-01T01:00:00.000Z")");
    CHECK(plus("2021-12-14", -14, "day") == R"("2021-11-30T00:00:00.000Z")");
    CHECK(plus("9999-12-31T23:59:59.999Z", 0, "year") == R"("9999-12-31T23:59:59.999Z")");
    // Texts have years of four digits; results reach as far as ECMA-262's time values.
    CHECK(instant("0000-01-01") == R"("0000-01-01T00:00:00.000Z")");
    CHECK(plus("9999-12-31T23:59:59Z", 1, "hour") == R"("+010000-01-01T00:59:59.000Z")");
    CHECK(plus("0000-01-01", -1, "day") == R"("-000001-12-31T00:00:00.000Z")");
    CHECK(plus("2000-02-29", 273'600, "year") == R"("+275600-02-29T00:00:00.000Z")");
    CHECK(plus("1970-01-01", 100'000'000, "day") == R"("+275760-09-13T00:00:00.000Z")");
    CHECK(plus("1970-01-01", -100'000'000, "day") == R"("-271821-04-20T00:00:00.000Z")");
    CHECK(plus("1970-01-01T00:00:00.001Z", 100'000'000, "day") == "logic-failed");
    CHECK(plus("1969-12-31", -100'000'000, "day") == "logic-failed");
    CHECK(plus("2021-09-13", 273'739, "year") == R"("+275760-09-13T00:00:00.000Z")");
    CHECK(plus("2021-09-14", 273'739, "year") == "logic-failed");
    CHECK(plus("2021-10-01", 273'739, "year") == "logic-failed");
    CHECK(plus("2021-05-20", -3'285'109, "month") == R"("-271738-04-20T00:00:00.000Z")");
    CHECK(plus("2021-01-01", 2'000'000'000, "month") == "logic-failed");
    CHECK(answer(R"({"plusTime":["2021-01-01",9223372036854775807,"year"]})", "0") == "logic-failed");
    CHECK(answer(R"({"plusTime":["2021-01-01",-9223372036854775808,"hour"]})", "0") == "logic-failed");
}

TEST_CASE("certlogic: hostile expressions and data stay within limits", "[certlogic]") {
    // An expression of 120 nested operators is fine; JSON that is deeper than a rule file is refused.
    const auto nested = [](std::size_t depth) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i) text += R"({"!":[)";
        text += "1";
        for (std::size_t i = 0; i < depth; ++i) text += "]}";
        return text;
    };
    CHECK(answer(nested(120)) == "true");
    CHECK_THROWS_AS(answer(nested(200)), Error);

    // These lambdas multiply work, or nest the accumulator as deep as the data is long.
    std::string logic = "1";
    for (int i = 0; i < 20; ++i) logic = R"({"reduce":[[0,0,0,0,0,0,0,0,0,0],)" + logic + ",0]}";
    CHECK(answer(logic) == "logic-failed");
    std::string zeros = "[0";
    for (int i = 0; i < 40'000; ++i) zeros += ",0";
    zeros += "]";
    CHECK(answer(R"({"reduce":[{"var":""},{"+":[{"var":"accumulator"},1]},0]})", zeros) == "logic-failed");
    CHECK(answer(R"({"reduce":[{"var":""},{"+":[{"var":"accumulator"},1]},0]})",
                 zeros.substr(0, 2002) + "]") == "1001");
    CHECK(answer(R"({"reduce":[{"var":""},[{"var":"accumulator"}],0]})", zeros) == "logic-failed");
    CHECK(answer(R"({"reduce":[{"var":""},{"var":""},0]})", zeros) == "logic-failed");
    CHECK(answer(R"({"in":[1,{"var":""}]})", zeros) == "false");
    const std::string ins = R"({"in":[1,{"var":""}]})";
    CHECK(answer(R"({"and":[{"!":[)" + ins + R"(]},{"!":[)" + ins + "]}]}", zeros) == "true");
    CHECK(answer(R"({"and":[{"!":[)" + ins + R"(]},{"!":[)" + ins + R"(]},{"!":[)" + ins + "]}]}", zeros) ==
          "logic-failed");  // 120,000 elements
    // Comparing long texts costs steps for their bytes.
    const std::string pair = R"({"===":[{"var":"a"},{"var":"b"}]})", a(1 << 20, 'a');
    std::string all = pair;
    for (int i = 0; i < 4; ++i) all += "," + pair;
    CHECK(answer(pair, R"({"a":")" + a + R"(","b":")" + a + R"("})") == "true");
    CHECK(answer(R"({"and":[)" + all + "]}", R"({"a":")" + a + R"(","b":")" + a + R"("})") == "logic-failed");
    CHECK(answer(R"({"var":"99999999999999999999"})", zeros) == "null");
    CHECK(answer(R"({"if":[{"var":""},1,2]})", "1e999") == "logic-failed");
    CHECK(answer(R"({"<":[{"var":""},1]})", "123456789012345678901234567890") == "bad-number");
}

TEST_CASE("certlogic: the clock tells how long a value is steady", "[certlogic]") {
    const auto day = [](std::string_view text) { return *parse_instant(text); };
    const auto at = [](const Program& program, Instant clock) {
        Scratch scratch;
        const Field context[] = {{"clock", Value(Clock{clock})}};
        const auto result = program.evaluate(Value(Record{context, 1}), scratch);
        return std::pair(*truth(result.value), result.steady_until);
    };
    const auto steady = [&](std::string_view logic, std::string_view clock) {
        const Instant until = at(Program(json::check(logic)), day(clock)).second;
        return until == kNever ? "never" : format_instant(until);
    };
    const char* before =
        R"({"before":[{"plusTime":[{"var":"clock"},9,"hour"]},{"plusTime":["2022-01-07",0,"day"]}]})";
    CHECK(steady(before, "2021-12-01") == "2022-01-06T15:00:00.000Z");
    CHECK(steady(before, "2022-01-06T15:00:00Z") == "2022-01-06T15:00:00.001Z");
    CHECK(steady(before, "2022-01-08") == "never");
    CHECK(steady(R"({"===":[{"var":"clock"},"2022"]})", "2022-01-08") == "2022-01-08T00:00:00.001Z");
    CHECK(steady(R"({"!":[{"var":"clock"}]})", "2022-01-08") == "never");

    // Whatever the calendar does with months, no change may be missed between an answer and the end of its
    // steady span. The lengths of months make the order of two dates change more than once.
    for (
        const char* logic :
        {R"({"after":[{"plusTime":[{"var":"clock"},1,"month"]},{"plusTime":["2021-03-02",0,"day"]}]})",
         R"({"before":[{"plusTime":[{"var":"clock"},-18,"year"]},{"plusTime":["2003-03-01",0,"day"]}]})",
         R"({"not-after":[{"plusTime":["2021-05-31",0,"day"]},{"plusTime":[{"var":"clock"},13,"month"]}]})",
         R"({"===":[{"plusTime":[{"var":"clock"},-1,"month"]},{"plusTime":["2021-02-01T12:00:00Z",0,"day"]}]})",
         R"({"after":[{"plusTime":[{"var":"clock"},1,"month"]},{"plusTime":[{"var":"clock"},30,"day"]}]})"}) {
        CAPTURE(logic);
        const Program program(json::check(logic));
        const Instant end = day("2021-07-01");
        for (Instant start = day("2020-01-01"); start < end;) {
            const auto [value, until] = at(program, start);
            REQUIRE(until > start);
            for (Instant t = start; t < std::min(until, end); t += std::chrono::hours{3}) {
                if (at(program, t).first == value) continue;
                FAIL("changes at " << format_instant(t) << " inside a span from " << format_instant(start));
            }
            if (until == kNever) break;
            start = until;
        }
    }
}
