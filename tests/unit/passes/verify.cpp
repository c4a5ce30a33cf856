#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "formats/reason_words.hpp"
#include "support/authority.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using test::Authority;
using test::Claims;
using test::context_for;
using test::Fill;
using test::judge;
using test::kDay;
using test::kExpires;
using test::kIssued;

namespace {

// Runs third-party passes with the verdicts that their sources require.
void run_vectors(const std::string& name, std::size_t wanted) {
    const auto cases = test::line_vectors(name + "/cases.ndjson");
    if (cases.empty()) return;
    std::map<nlohmann::json, TrustStore> stores;  // by their list of files
    std::size_t judged = 0;
    for (const auto& c : cases) {
        if (c["want"] == "any") continue;
        CAPTURE(c["id"].get<std::string>());
        TrustStore& trust = stores[c["trust"]];
        if (trust.keys().empty()) {
            for (const std::string file : c["trust"]) trust.load(test::vectors_path(name + "/" + file));
        }
        const std::string at = c["at"];
        const auto clock = at == "issued" ? std::nullopt : parse_rfc3339(at);
        const test::Outcome outcome = judge(c["pass"].get<std::string>(), trust, clock);
        CAPTURE(outcome.reason, outcome.detail);
        CHECK((outcome.reason == "ok") == (c["want"] == "valid"));
        CHECK(outcome.claims.empty() == (outcome.reason != "ok"));
        if (c.contains("reasons")) {
            const std::vector<std::string> reasons = c["reasons"];
            CHECK(std::find(reasons.begin(), reasons.end(), outcome.reason) != reasons.end());
        }
        ++judged;
    }
    CHECK(judged == wanted);
}

Fill time(UnixTime value) {
    return [value](cbor::Writer& w) { w.integer(value); };
}

std::string reason_at(const Claims& claims, const Authority& authority, std::optional<UnixTime> at) {
    const auto trust = authority.trust();
    return judge(authority.pass(claims), *trust, at).reason;
}

}  // namespace

TEST_CASE("verify: passes of the EU's issuers", "[verify]") { run_vectors("eudcc", 347); }
TEST_CASE("verify: the quality assurance passes of 77 countries", "[verify]") { run_vectors("qa", 263); }
TEST_CASE("verify: Korea's onboarding passes", "[verify]") { run_vectors("kr-dcc", 4); }

TEST_CASE("verify: the first check that fails is the reason", "[verify]") {
    // Each pass fails its own check and every later one that it can.
    const Authority authority({.extended_key_usage = {extended_key_usage_oid(Kind::test)}});
    const Authority anyone;
    const auto trust = authority.trust();
    const auto open_trust = anyone.trust();
    Claims broken;  // expired and not yet valid, no entry, no times
    broken.exp = time(kIssued - 10);
    broken.nbf = time(kIssued + 10);
    broken.hcert = {};
    Claims expired = broken, schema = broken, not_yet = broken;
    expired.nbf = {};
    schema.nbf = {};
    schema.exp = time(kExpires);
    Claims test_pass;
    test_pass.nbf = time(kIssued + 10);

    const Buffer none{0xa0};
    const Buffer unknown_algorithm = test::encode(
        [&](cbor::Writer& w) { w.map(2).integer(1).integer(-7777).integer(4).bytes(anyone.kid()); });
    CHECK(judge("HC1:AAA", *open_trust).reason == "malformed");
    CHECK(judge(anyone.pass(unknown_algorithm, none, broken.encoded()), *open_trust).reason == "unsupported");
    CHECK(judge(anyone.pass(broken), *trust).reason == "untrusted");
    CHECK(judge(anyone.pass(authority.header(), none, broken.encoded()), *trust).reason == "bad-signature");
    CHECK(judge(authority.pass(test_pass), *trust).reason == "key-usage");
    CHECK(judge(anyone.pass(not_yet), *open_trust).reason == "not-yet-valid");
    CHECK(judge(anyone.pass(expired), *open_trust).reason == "expired");
    CHECK(judge(anyone.pass(schema), *open_trust).reason == "schema");
    CHECK(judge(anyone.pass(), *open_trust).reason == "ok");
}

TEST_CASE("verify: the seconds at which a pass begins and ends", "[verify]") {
    const Authority authority;
    const Claims plain;
    CHECK(reason_at(plain, authority, kIssued - 1) == "not-yet-valid");
    CHECK(reason_at(plain, authority, kIssued) == "ok");
    CHECK(reason_at(plain, authority, kExpires) == "ok");
    CHECK(reason_at(plain, authority, kExpires + 1) == "expired");
    CHECK(reason_at(plain, authority, {}) == "ok");  // at its own issue time
    Claims with_nbf;
    with_nbf.nbf = time(kIssued + 60);  // nbf counts, not iat
    CHECK(reason_at(with_nbf, authority, kIssued + 59) == "not-yet-valid");
    CHECK(reason_at(with_nbf, authority, kIssued + 60) == "ok");
    CHECK(reason_at(with_nbf, authority, {}) == "not-yet-valid");
    with_nbf.nbf = time(kIssued - 60);
    CHECK(reason_at(with_nbf, authority, kIssued - 61) == "not-yet-valid");
    CHECK(reason_at(with_nbf, authority, kIssued - 60) == "ok");
    Claims swapped;
    swapped.exp = time(kIssued);
    swapped.iat = time(kExpires);
    CHECK(reason_at(swapped, authority, kIssued - 1) == "not-yet-valid");
    CHECK(reason_at(swapped, authority, kIssued + 1) == "not-yet-valid");
    CHECK(reason_at(swapped, authority, kExpires) == "expired");
    for (const UnixTime at : {std::numeric_limits<UnixTime>::min(), std::numeric_limits<UnixTime>::max()})
        CHECK(reason_at(plain, authority, at) != "ok");
}

TEST_CASE("verify: a time that is there and unreadable never widens a pass", "[verify]") {
    const Authority authority;
    for (const Fill& nbf :
         {Fill([](cbor::Writer& w) { w.real(1e300); }), Fill([](cbor::Writer& w) { w.text("2030"); }),
          Fill([](cbor::Writer& w) { w.integer(INT64_MAX); })}) {
        Claims claims;
        claims.nbf = nbf;
        CHECK(reason_at(claims, authority, kIssued) != "ok");
    }
}

TEST_CASE("verify: warnings about the signer, and --strict", "[verify]") {
    struct Case {
        UnixTime not_before, not_after, at;
        std::vector<std::string> warnings;
    };
    const Case cases[] = {
        {kIssued, kExpires, kIssued, {}},
        {kIssued, kIssued, kIssued, {"expires-after-signer"}},
        {kIssued, kIssued + 1, kIssued + 2, {"signer-expired", "expires-after-signer"}},
        {kIssued + 1, kExpires, kIssued + 1, {"signed-outside-validity"}},
        {kIssued - 2, kIssued - 1, kIssued, {"signed-outside-validity", "expires-after-signer"}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.warnings);
        const Authority authority({.not_before = c.not_before, .not_after = c.not_after});
        const auto trust = authority.trust();
        Context context = context_for(*trust, c.at);
        const test::Outcome lenient = judge(authority.pass(), context);
        CHECK(lenient.reason == "ok");
        CHECK(lenient.warnings == c.warnings);
        context.strict = true;
        const test::Outcome strict = judge(authority.pass(), context);
        CHECK(strict.reason == (c.warnings.empty() ? "ok" : "schema"));
        CHECK(strict.claims.empty() == !c.warnings.empty());
    }
    const Authority authority;
    const auto trust = authority.trust();
    Context strict = context_for(*trust);
    strict.strict = true;
    Claims float_time;
    float_time.exp = [](cbor::Writer& w) { w.real(kExpires); };
    CHECK(judge(authority.pass(float_time), strict).reason == "schema");
    Claims renamed;
    renamed.iss = [](cbor::Writer& w) { w.text("KDCA"); };
    CHECK(judge(authority.pass(renamed), strict).reason == "schema");
    CHECK(judge(authority.pass(renamed), *trust).warns("issuer-name"));
    Claims nameless;
    nameless.iss = {};
    CHECK(judge(authority.pass(nameless), strict).reason == "ok");
}

TEST_CASE("verify: a verdict shows of a pass only what its reason allows", "[verify]") {
    const Authority authority, stranger;
    const auto trust = authority.trust();
    const auto shows = [](const std::string& verdict, const char* key) {
        return verdict.find("\"" + std::string(key) + "\":") != std::string::npos;
    };
    const std::string malformed = judge("HC1:AAA", *trust).verdict;
    const std::string untrusted = judge(stranger.pass(), *trust).verdict;
    const std::string forged =
        judge(stranger.pass(authority.header(), Buffer{0xa0}, Claims().encoded()), *trust).verdict;
    const std::string expired = judge(authority.pass(), *trust, kExpires + 1).verdict;
    CHECK_FALSE(shows(malformed, "kid"));
    for (const std::string* verdict : {&untrusted, &forged}) {
        CHECK(shows(*verdict, "kid"));
        CHECK(shows(*verdict, "issuer"));
        CHECK_FALSE(shows(*verdict, "id"));
        CHECK_FALSE(shows(*verdict, "issued_at"));
    }
    CHECK(shows(expired, "id"));
    CHECK(shows(expired, "expires_at"));
    for (const std::string* verdict : {&malformed, &untrusted, &forged, &expired}) {
        CHECK(verdict->starts_with(R"({"result":"invalid","reason":")"));
        CHECK(verdict->find("HONG") == std::string::npos);
        CHECK(verdict->find("1963") == std::string::npos);
        CHECK_NOTHROW(vpass::json::check(*verdict));
    }
}

TEST_CASE("verify: in a batch each pass gets the verdict that it gets alone", "[verify]") {
    const Authority one, two, stranger;
    TrustStore trust;
    trust.add(one.certificate, "one");
    trust.add(two.certificate, "two");
    const Context context = context_for(trust);
    std::vector<std::string> kinds = {one.pass(),
                                      two.pass(test::recovery()),
                                      stranger.pass(),
                                      stranger.pass(one.header(), Buffer{0xa0}, Claims().encoded()),
                                      "HC1:",
                                      "",
                                      "HC2:",
                                      one.pass(R"({"ver":"1.3.0"})"),
                                      two.pass(test::negative_test())};
    std::vector<std::string> batch;
    for (int i = 0; i < 1200; ++i) batch.push_back(kinds[static_cast<std::size_t>(i * i) % kinds.size()]);
    std::map<std::string, std::string> alone;
    for (const std::string& text : kinds) alone[text] = judge(text, context).verdict;
    // Several threads share one store; within each, verdicts of earlier batches must not leave a trace.
    std::vector<std::size_t> wrong(3);
    {
        std::vector<std::jthread> threads;
        for (std::size_t& count : wrong) {
            threads.emplace_back([&] {
                for (const std::size_t size : {1200U, 7U, 0U, 1U, 300U}) {
                    const auto outcomes = test::judge_all(std::span(batch).first(size), context);
                    for (std::size_t i = 0; i < size; ++i) count += outcomes[i].verdict != alone.at(batch[i]);
                }
            });
        }
    }
    CHECK(wrong == std::vector<std::size_t>(3));
    CHECK(test::judge_all({}, context).empty());
}

TEST_CASE("verify: one verifier for many batches forgets each", "[verify]") {
    const Authority authority;
    const auto trust = authority.trust();
    const Context context = context_for(*trust);
    Verifier verifier(context);
    const std::string good = authority.pass(), odd = authority.pass(R"({"ver":"9","v":[{}]})");
    for (const std::string_view text :
         {std::string_view(good), std::string_view(odd), std::string_view("HC1:"), std::string_view("HC3:"),
          std::string_view(good)}) {
        const PassText pass(&text, 1);
        std::string fresh, used;
        vpass::json::Writer one(fresh), two(used);
        write_verdict(verifier.judge({&pass, 1})[0], two);
        Verifier other(context);
        write_verdict(other.judge({&pass, 1})[0], one);
        CHECK(fresh == used);
    }
}

TEST_CASE("verify: each reason has words for people, in both languages") {
    for (int i = static_cast<int>(Reason::malformed); i <= static_cast<int>(Reason::ok); ++i) {
        const Wording words = reason_words(reason_name(static_cast<Reason>(i)));
        INFO(reason_name(static_cast<Reason>(i)));
        CHECK(!words.english.empty());
        CHECK(!words.korean.empty());
        CHECK(words.english != words.korean);
    }
    CHECK(reason_words("unchecked").empty());
}
