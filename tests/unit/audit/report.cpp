#include <catch2/catch.hpp>

#include "audit/report/report.hpp"
#include "base/error.hpp"
#include "base/zone.hpp"
#include "policy/policy.hpp"

using namespace vpass;

namespace {

void add(Report& report, const std::string& line) {
    Record record;
    record.parse(line);
    CheckEvent event;
    event.read(record);
    report.add(event);
}

std::string line(int i) {
    const std::string time = format_rfc3339(*parse_rfc3339("2021-12-13T11:00:00+09:00") + i * 37 % 7200);
    const std::string common =
        R"("time":")" + time + R"(","venue":"v)" + std::to_string(i * i % 9001) + R"(",)";
    if (i % 5 == 0) return "{" + common + R"("answer":"timeout"})";
    if (i % 7 == 0)
        return "{" + common + R"("verdict":{"result":"invalid","reason":"bad-signature","issuer":"X)" +
               std::to_string(i) + R"("}})";
    return "{" + common + R"("verdict":{"result":"valid","reason":"ok","format":"hcert","issuer":"KR"},)" +
           R"("claims":{"v":[{"mp":"EU/1/20/1528"}]},"decision":{"result":"admit","rule":"KR-1"}})";
}

Report report_of(int begin, int end, int step) {
    Report out({});
    for (int i = begin; i < end; i += step) add(out, line(i));
    out.settle();
    return out;
}

const CountTable::Row* find(const Report& report, Dimension dimension, std::string_view key) {
    for (const auto& row : report.table(dimension).rows())
        if (row.key == key) return &row;
    return nullptr;
}

}  // namespace

TEST_CASE("report: counts by time, reason, issuer, product, rule") {
    Report report({9 * 60, 30});
    add(report,
        R"({"time":"2021-12-12T15:29:59Z","operator":"kim","verdict":{"result":"valid","reason":"ok","format":"hcert","issuer":"KR"},"claims":{"v":[{"mp":"EU/1/20/1528"}]},"decision":{"result":"refuse","rule":"KR-2"}})");
    add(report,
        R"({"at":"2021-12-12T14:59:59Z","verdict":{"result":"invalid","reason":"untrusted","issuer":"XX"}})");
    add(report, R"({"line":3,"error":{"code":"no-pass","message":"…"}})");
    report.settle();
    CHECK(report.total() == Outcomes{1, 1, 1});
    CHECK(report.undated() == 1);
    CHECK(find(report, Dimension::time, "2021-12-13T00:00:00+09:00")->counts == Outcomes{1, 0, 0});
    CHECK(find(report, Dimension::time, "2021-12-12T23:30:00+09:00")->counts == Outcomes{0, 1, 0});
    CHECK(find(report, Dimension::day, "2021-12-13")->counts == Outcomes{1, 0, 0});
    CHECK(find(report, Dimension::reason, "no-pass")->counts == Outcomes{0, 0, 1});
    CHECK(find(report, Dimension::issuer, "KR")->counts == Outcomes{1, 0, 0});
    CHECK(find(report, Dimension::issuer, "XX") == nullptr);
    CHECK(find(report, Dimension::unverified_issuer, "XX")->counts == Outcomes{0, 1, 0});
    CHECK(find(report, Dimension::product, "EU/1/20/1528")->counts == Outcomes{1, 0, 0});
    CHECK(find(report, Dimension::operator_name, "kim")->counts == Outcomes{1, 0, 0});
    CHECK(find(report, Dimension::rule, "KR-2")->counts == Outcomes{0, 1, 0});
}

TEST_CASE("report: product and lot of other formats") {
    CheckEvent event;
    Record record;
    record.parse(
        R"({"verdict":{"result":"valid","reason":"ok"},"claims":{"type":[],"credentialSubject":{"fhirBundle":{"entry":[
        {"resource":{"resourceType":"Patient"}},{"resource":{"resourceType":"Immunization","lotNumber":"L1","vaccineCode":{"coding":[{"code":"207"}]}}}]}}}})");
    event.read(record);
    CHECK(event.product == "207");
    CHECK(event.lot == "L1");
    record.parse(
        R"({"verdict":{"result":"valid","reason":"ok"},"claims":{"msg":{"ve":[{"nam":"Comirnaty","vd":[{"lot":"A"},{"lot":"B\u0031"}]}]}}})");
    event.read(record);
    CHECK(event.product == "Comirnaty");
    CHECK(event.lot == "B1");
}

TEST_CASE("report: parts add up to the whole, to the byte") {
    const std::string whole = report_of(0, 30'000, 1).json();
    for (const int parts : {2, 3, 10}) {
        Report merged({});
        for (int i = parts - 1; i >= 0; --i)
            merged.merge(Report::from_json(report_of(i, 30'000, parts).json()));
        merged.settle();
        CHECK(merged.json() == whole);
    }
    CHECK(Report::from_json(whole).json() == whole);
    CHECK(whole.find("more-keys-than-kept: unverified_issuer") == std::string::npos);
}

TEST_CASE("report: more keys than are kept") {
    auto build = [](int begin, int step) {
        Report out({});
        for (int i = begin; i < 10'000; i += step)
            add(out, R"({"answer":"valid","lot":"L)" + std::to_string(i * 7 % 9001) + R"("})");
        out.settle();
        return out;
    };
    const std::string whole = build(0, 1).json();
    Report merged = Report::from_json(build(0, 2).json());
    merged.merge(Report::from_json(build(1, 2).json()));
    merged.settle();
    CHECK(merged.json() == whole);
    CHECK(whole.find("more-keys-than-kept: lot") != std::string::npos);
}

TEST_CASE("report: parts that cannot be believed") {
    const std::string good = report_of(0, 100, 1).json();
    auto refuses = [&](std::string_view what, std::string_view instead) {
        std::string text = good;
        const std::size_t place = text.find(what);
        REQUIRE(place != std::string::npos);
        text.replace(place, what.size(), instead);
        CHECK_THROWS_AS(Report::from_json(text), Error);
    };
    refuses("vpass-report-1", "vpass-report-2");
    refuses("\"slot_minutes\":60", "\"slot_minutes\":7");
    refuses("\"zone\":\"+09:00\"", "\"zone\":\"Seoul\"");
    refuses("\"valid\":", "\"valid\":-");
    refuses("\"key\":\"2021", "\"key\":\"2022");
    refuses("\"undated\":0", "\"undated\":\"0\"");
    refuses("\"issuer\":{\"keys\":[",
            "\"issuer\":{\"other\":{\"valid\":1,\"invalid\":0,\"failed\":0},\"keys\":[");
    Report other({0, 60});
    CHECK_THROWS_AS(other.merge(Report::from_json(good)), Error);
}

TEST_CASE("report: zones") {
    CHECK(parse_zone("+09:00") == 540);
    CHECK(parse_zone("-03:30") == -210);
    CHECK(parse_zone("Z") == 0);
    CHECK_FALSE(parse_zone("Seoul"));
    CHECK_FALSE(parse_zone("+0900"));
    CHECK_FALSE(parse_zone(".5+09:00"));
    CHECK(format_zone(540) == "+09:00");
    CHECK(format_zone(-210) == "-03:30");
}

TEST_CASE("report: types of venues, and parts of before that have none") {
    Report report({});
    add(report, R"({"venue":"door-1","venue_type":"cafe","answer":"valid"})");
    add(report, R"({"venue":"door-1","venue_type":"cafe","answer":"timeout"})");
    report.settle();
    CHECK(find(report, Dimension::venue, "door-1")->counts == Outcomes{1, 0, 1});
    CHECK(find(report, Dimension::venue_type, "cafe")->counts == Outcomes{1, 0, 1});
    std::string old = report.json();
    const std::string member = R"("venue_type":{"keys":[{"key":"cafe","valid":1,"invalid":0,"failed":1}]},)";
    REQUIRE(old.find(member) != std::string::npos);
    old.erase(old.find(member), member.size());
    Report part = Report::from_json(old);
    part.settle();
    CHECK(find(part, Dimension::venue, "door-1")->counts == Outcomes{1, 0, 1});
    CHECK(find(part, Dimension::venue_type, "cafe") == nullptr);
}

TEST_CASE("report: types of passes, and the product and lot of an international certificate") {
    Report report({});
    const std::string head =
        R"({"verdict":{"result":"valid","reason":"ok","format":"hcert","type":"prophylaxis"},"claims":)";
    add(report,
        head + R"({"n":"A","v":{"vp":"YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0","bo":"L1"}}})");
    add(report, head + R"({"n":"A","v":[{"vp":"YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0"}]}})");
    add(report, R"({"verdict":{"result":"invalid","reason":"expired","type":"vaccination"}})");
    report.settle();
    CHECK(find(report, Dimension::type, "prophylaxis")->counts == Outcomes{2, 0, 0});
    CHECK(find(report, Dimension::type, "vaccination")->counts == Outcomes{0, 1, 0});
    CHECK(find(report, Dimension::product, "YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0")->counts ==
          Outcomes{2, 0, 0});
    CHECK(find(report, Dimension::lot, "L1")->counts == Outcomes{1, 0, 0});
    const std::string page = report_html(report);
    CHECK(page.find("국제공인예방접종") != std::string::npos);
    CHECK(page.find("STAMARIL") != std::string::npos);
    std::string old = report.json();
    const std::size_t member = old.find(R"("type":{)");
    REQUIRE(member != std::string::npos);
    old.erase(member, old.find(R"("issuer":{)") - member);
    Report part = Report::from_json(old);
    part.settle();
    CHECK(find(part, Dimension::type, "prophylaxis") == nullptr);
}

TEST_CASE("report: a decision counts by its rule, else by its ground") {
    const std::string head = R"({"verdict":{"result":"valid","reason":"ok"},"decision":{"result":)";
    Report report({});
    add(report, head + R"("admit","ground":"all-rules-hold"}})");
    add(report, head + R"("refuse","rule":"VR-KR-0001","ground":"all-rules-hold"}})");
    add(report, head + R"("admit"}})");
    report.settle();
    CHECK(find(report, Dimension::rule, "all-rules-hold")->counts == Outcomes{1, 0, 0});
    CHECK(find(report, Dimension::rule, "VR-KR-0001")->counts == Outcomes{0, 1, 0});
    CHECK(find(report, Dimension::rule, "-")->counts == Outcomes{1, 0, 0});
    PageOptions options;
    options.policy = &Policy::built_in("kr");
    options.language = PageLanguage::korean;
    const std::string page = report_html(report, options);
    CHECK(page.find("모든 규칙을 충족합니다.") != std::string::npos);
    CHECK(page.find("admitted") == std::string::npos);
    options.language = PageLanguage::english;
    CHECK(report_html(report, options).find("admitted, all rules hold<") != std::string::npos);
}
