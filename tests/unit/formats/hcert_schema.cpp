// Tests the payload of an HC1 pass against the published JSON schema, and for each mistake.
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "support/authority.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using Json = nlohmann::json;

namespace {

struct Found {
    bool refused = false;
    std::string list;  // "code /pointer;" of each finding
};

Found check(const std::string& payload) {
    Findings findings;
    find_format("hcert")->check_payload(json::check(payload), test::value_sets(), findings);
    Found out;
    for (const Finding& finding : findings) {
        out.refused |= finding.kind->refuses;
        out.list += std::string(finding.kind->code) + " " + finding.pointer + ";";
    }
    return out;
}

struct Group {
    const char *name, *definition;
    std::string payload;
};
std::vector<Group> groups() {
    return {{"v", "vaccination_entry", test::vaccination()},
            {"t", "test_entry", test::negative_test()},
            {"r", "recovery_entry", test::recovery()}};
}

Json with(const std::string& payload, const char* pointer, const Json& value) {
    Json out = Json::parse(payload);
    out[Json::json_pointer(pointer)] = value;
    return out;
}

// Returns the finding for a vaccination, test or recovery whose member at `pointer` is `value`.
std::string finding_for(const std::string& payload, const char* pointer, const Json& value) {
    return check(with(payload, pointer, value).dump()).list;
}

}  // namespace

TEST_CASE("hcert schema: what the published schemas demand", "[hcert]") {
    for (const char* version : {"1.3.0", "1.3.3"}) {
        const Json schema = test::json_vectors(std::string("schemas/") + version + ".json");
        if (schema.is_null()) return;
        CAPTURE(version);
        for (const Group& group : groups()) {
            CHECK(check(group.payload).list.empty());
            const std::string entry = "/" + std::string(group.name) + "/0/";
            const Json& definition = schema["$defs"][group.definition];
            for (const auto& [member, rule] : definition["properties"].items()) {
                const std::string pointer = entry + member;
                CAPTURE(pointer);
                Json less = Json::parse(group.payload);
                less[group.name][0].erase(member);
                const bool required = std::find(definition["required"].begin(), definition["required"].end(),
                                                member) != definition["required"].end();
                CHECK(check(less.dump()).refused == required);
                // A value of any other type is refused too.
                const Json& target =
                    rule.contains("$ref") ? schema["$defs"][rule["$ref"].get<std::string>().substr(8)] : rule;
                for (const Json& other : {Json(true), Json::array(), Json::object(), Json("x"), Json(1)}) {
                    if (other.type_name() == std::string("number") && target["type"] == "integer") continue;
                    if (other.is_string() && target["type"] == "string") continue;
                    CHECK(check(with(group.payload, pointer.c_str(), other).dump()).refused);
                }
                if (target.contains("maxLength")) {
                    const std::size_t length = target["maxLength"];
                    CHECK(finding_for(group.payload, pointer.c_str(), std::string(length + 1, 'A')) != "");
                }
            }
            for (const char* member : {"ver", "nam", "dob", group.name}) {
                Json less = Json::parse(group.payload);
                less.erase(member);
                CHECK(check(less.dump()).refused);
            }
        }
    }
}

TEST_CASE("hcert schema: slips of issuers warn, what has no meaning refuses", "[hcert]") {
    struct Case {
        const char* pointer;
        Json value;
        const char* finding;
    };
    const std::string long_text(81, 'A'), long_hangul = [] {
        std::string out;
        for (int i = 0; i < 80; ++i) out += "홍";
        return out;
    }();
    const Case vaccinations[] = {
        {"/ver", "1.3.1", ""},
        {"/ver", "1.4.0", "schema-version /payload/ver;"},
        {"/ver", 1, "wrong-type /payload/ver;"},
        {"/nam/fn", long_hangul, ""},  // 80 characters, in 240 bytes
        {"/nam/fn", long_hangul + "홍", "too-long /payload/nam/fn;"},
        {"/nam/fn", nullptr, "null-member /payload/nam/fn;"},
        {"/nam/fnt", "Hong", "bad-name /payload/nam/fnt;"},
        {"/nam/fnt", "HONG<", ""},
        {"/nam/fnt", "ZOÉ", "accented-name /payload/nam/fnt;"},
        {"/nam/fnt", "ZOE\u0301", "accented-name /payload/nam/fnt;"},
        {"/nam/fnt", "ZOé1", "bad-name /payload/nam/fnt;"},
        {"/nam/fnt", "홍", "bad-name /payload/nam/fnt;"},
        {"/nam", Json{{"gn", "x"}}, "bad-name /payload/nam/fnt;"},
        {"/nam", Json::object(), "missing-field /payload/nam;"},
        {"/nam", Json{{"fn", ""}, {"fnt", ""}}, "missing-field /payload/nam;"},
        {"/nam", "HONG", "wrong-type /payload/nam;"},
        {"/dob", "", ""},
        {"/dob", "1963", ""},
        {"/dob", "1963-04", ""},
        {"/dob", "2021-08-01", ""},
        {"/dob", "2021", ""},
        {"/dob", "2099-12-31", "before-birth /payload/v/0/dt;"},
        {"/dob", "2021-09", "before-birth /payload/v/0/dt;"},
        {"/dob", "2023", "before-birth /payload/v/0/dt;"},
        {"/dob", "1988-02-29", ""},
        {"/dob", "1988-02-30", "bad-date /payload/dob;"},
        {"/dob", "1988-00-02", "bad-date /payload/dob;"},
        {"/dob", "1988-13-01", "bad-date /payload/dob;"},
        {"/dob", "1988-13", "bad-date /payload/dob;"},
        {"/dob", "1988-00-00", "bad-date /payload/dob;"},
        {"/dob", "1899-12-31", "birth-date /payload/dob;"},
        {"/dob", "1963-4-14", "birth-date /payload/dob;"},
        {"/dob", "1963-04-14T00:00:00", "birth-date /payload/dob;"},
        {"/dob", nullptr, "null-member /payload/dob;"},
        {"/dob", 1963, "wrong-type /payload/dob;"},
        {"/v/0/dn", 0, "bad-number /payload/v/0/dn;"},
        {"/v/0/dn", -1, "bad-number /payload/v/0/dn;"},
        {"/v/0/dn", 3, ""},  // a booster, by Implementing Decision (EU) 2021/2301
        {"/v/0/dn", 1.5, "wrong-type /payload/v/0/dn;"},
        {"/v/0/dn", "1", "wrong-type /payload/v/0/dn;"},
        {"/v/0/dt", "2021-02-29", "bad-date /payload/v/0/dt;"},
        {"/v/0/dt", "2021-08", "bad-date /payload/v/0/dt;"},
        {"/v/0/dt", "2021-08-01T10:00:00Z", "date-with-time /payload/v/0/dt;"},
        {"/v/0/dt", "2021-08-01x", "bad-date /payload/v/0/dt;"},
        {"/v/0/dt", "", "missing-field /payload/v/0/dt;"},
        {"/v/0/dt", nullptr, "missing-field /payload/v/0/dt;"},
        {"/v/0/mp", "EU/1/20/9999", "value-set /payload/v/0/mp;"},
        {"/v/0/co", "kr", "value-set /payload/v/0/co;"},
        {"/v/0/is", long_text, "too-long /payload/v/0/is;"},
        {"/v/0/ci", "URN:UVCI:01:KR:0123456789ABCDEF#A", "bad-check-character /payload/v/0/ci;"},
        {"/v/0/ci", "URN:UVCI:01:KR:0123456789ABCDEF", ""},
        {"/v/0", "x", "wrong-type /payload/v/0;"},
        {"/v", Json::array(), "no-entry /payload;"},
        {"/v", nullptr, "null-member /payload/v;no-entry /payload;"},
        {"/v", Json::object(), "wrong-type /payload/v;no-entry /payload;"},
        {"/t", nullptr, "null-member /payload/t;"},
        {"/t", Json::array(), ""},
        {"/unknown", "x", ""},
    };
    for (const Case& c : vaccinations) {
        CAPTURE(c.pointer, c.value.dump());
        CHECK(finding_for(test::vaccination(), c.pointer, c.value) == c.finding);
    }
    const Case tests[] = {
        {"/t/0/sc", "2021-12-13T09:30:00Z", ""},
        {"/t/0/sc", "2021-12-13T09:30:00+0900", "bad-date-time /payload/t/0/sc;"},
        {"/t/0/sc", "2021-12-13 09:30:00Z", "bad-date-time /payload/t/0/sc;"},
        {"/t/0/sc", "2021-12-13T09:30:00", "bad-date-time /payload/t/0/sc;"},
        {"/t/0/sc", "2021-12-13", "bad-date-time /payload/t/0/sc;"},
        {"/t/0/sc", "yesterday", "bad-date /payload/t/0/sc;"},
        {"/t/0/sc", "2021-12-13T25:30:00Z", "bad-date /payload/t/0/sc;"},
        {"/t/0/sc", 1639355400, "wrong-type /payload/t/0/sc;"},
        {"/t/0/ma", nullptr, "null-member /payload/t/0/ma;"},
        {"/t/0/ma", "1232", ""},
        {"/t/0/tc", nullptr, "null-member /payload/t/0/tc;"},
    };
    for (const Case& c : tests) {
        CAPTURE(c.pointer, c.value.dump());
        CHECK(finding_for(test::negative_test(), c.pointer, c.value) == c.finding);
    }
    Json two = Json::parse(test::vaccination());
    two["v"].push_back(two["v"][0]);
    CHECK(check(two.dump()).list == "several-entries /payload;");
    Json both = Json::parse(test::vaccination());
    both["t"] = Json::parse(test::negative_test())["t"];
    CHECK(check(both.dump()).list == "several-entries /payload;");
}

TEST_CASE("hcert schema: what only CBOR can hold", "[hcert]") {
    const test::Authority authority;
    const auto trust = authority.trust();
    // Judges the vaccination's text with one value replaced by CBOR.
    const auto verdict_with = [&](const char* member, const test::Fill& fill) {
        test::Claims claims;
        claims.hcert = [&](cbor::Writer& w) {
            w.map(1).integer(1).map(4);
            const std::string text = test::vaccination();
            for (const auto& [key, value] : json::check(text).members()) {
                if (key != "v") {
                    w.text(key).json(value);
                    continue;
                }
                w.text(key).array(1).map(value[0].size());
                for (const auto& [name, content] : value[0].members()) {
                    w.text(name);
                    name == member ? fill(w) : void(w.json(content));
                }
            }
        };
        return test::judge(authority.pass(claims), *trust);
    };
    struct Case {
        const char* member;
        test::Fill fill;
        const char *reason, *warning;
    };
    const Case cases[] = {
        {"dn", [](cbor::Writer& w) { w.real(2.0); }, "ok", "float-integer"},
        {"dn", [](cbor::Writer& w) { w.real(1e300); }, "schema", "wrong-type"},
        {"dn",
         [](cbor::Writer& w) {
             w.raw(Buffer{0xf9, 0x7e, 0x00});
         },
         "schema", "wrong-type"},
        {"dn",
         [](cbor::Writer& w) {
             w.raw(Buffer{0x1b, 255, 255, 255, 255, 255, 255, 255, 255});
         },
         "schema", "wrong-type"},
        {"dt", [](cbor::Writer& w) { w.tag(0).text("2021-08-01"); }, "ok", "tagged-date-time"},
        {"dt", [](cbor::Writer& w) { w.tag(1004).text("2021-08-01"); }, "ok", "tagged-date-time"},
        {"dt", [](cbor::Writer& w) { w.tag(1).integer(0); }, "schema", "wrong-type"},
        {"dt", [](cbor::Writer& w) { w.bytes(as_bytes("2021-08-01")); }, "schema", "wrong-type"},
        {"mp", [](cbor::Writer& w) { w.bytes({}); }, "schema", "wrong-type"},
        {"ci", [](cbor::Writer& w) { w.raw(Buffer{0xf7}); }, "schema", "missing-field"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.member);
        const test::Outcome outcome = verdict_with(c.member, c.fill);
        CHECK(outcome.reason == c.reason);
        CHECK(outcome.warns(c.warning));
        CHECK(outcome.claims.empty() == (outcome.reason != "ok"));
    }
}

TEST_CASE("hcert schema: what 300 bytes can hold is not told 200,000 times") {
    for (const char* entry : {"{}", R"({"tg":"x"})", "1"}) {
        std::string payload = R"({"ver":"1.3.0","dob":"","nam":{"fnt":"A"},"v":[)";
        for (int i = 0; i < 20'000; ++i) payload += (i ? "," : "") + std::string(entry);
        payload += "]}";
        Findings findings;
        find_format("hcert")->check_payload(json::check(payload), test::value_sets(), findings);
        CHECK(findings.size() <= Findings::kListed + 3);
        CHECK(findings[Findings::kListed].kind == &finding::kMoreFindings);
        CHECK(
            std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.kind->refuses; }));
    }
}

TEST_CASE("findings: what decides is kept however late it comes") {
    Findings findings;
    for (int i = 0; i < 1000; ++i) findings.push_back({&finding::kValueSet, ""});
    CHECK(findings.size() == Findings::kListed + 1);
    CHECK_FALSE(findings.is_complete());
    findings.push_back({&finding::kBadDate, "/late"});     // an error
    findings.push_back({&finding::kWrongType, "/later"});  // refuses
    findings.push_back({&finding::kNoEntry, "/latest"});
    CHECK(findings.is_complete());
    REQUIRE(findings.size() == Findings::kListed + 3);
    CHECK(findings[Findings::kListed + 1].pointer == "/late");
    CHECK(findings[Findings::kListed + 2].pointer == "/later");
    findings.clear();
    CHECK((findings.empty() && !findings.is_complete()));
}
