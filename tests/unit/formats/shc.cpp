// Tests SMART Health Cards: third-party cards first, then the edges of each layer, then hostile ones.
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "crypto/jws.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "revocation/list_files.hpp"
#include "support/format_corpus.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using namespace vpass::tests;

namespace {

constexpr const char* kIssuer = "https://pass.example.test/issuer";

const Format& shc() { return *find_format("shc"); }

std::string payload(const std::string& type = "vaccination") {
    std::string text;
    json::Writer out(text);
    shc().write_payload(registration(type), out);
    return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string digits_of(const std::string& jws) {
    std::string out;
    for (const char c : jws)
        out += {static_cast<char>('0' + (c - '-') / 10), static_cast<char>('0' + (c - '-') % 10)};
    return out;
}

// Makes a JWS of any header and payload bytes, with the key of a fresh signer that the judge trusts.
struct Forge {
    Forge() : key(PrivateKey::generate(Algorithm::es256)), kid(jws::thumbprint(key.public_key())) {
        judge.trust.add({kIssuer, kid, VerificationKey(key.public_key()), {}, 0, "test"});
        judge.at = 1639364460;
    }
    std::string jws(const std::string& header, Bytes body) {
        std::string text =
            base64_encode(as_bytes(header), Base64::url) + '.' + base64_encode(body, Base64::url);
        Buffer signature;
        key.sign(as_bytes(text), signature);
        return text + '.' + base64_encode(signature, Base64::url);
    }
    std::string card(const std::string& claims) {
        Buffer body;
        deflate(as_bytes(claims), DeflateForm::raw, body);
        return jws(header(), body);
    }
    std::string header() const { return R"({"zip":"DEF","alg":"ES256","kid":")" + kid + "\"}"; }
    Judged judge_claims(const std::string& claims) { return judge.judge(card(claims)); }

    PrivateKey key;
    std::string kid;
    Judge judge;
};

std::string claims(const std::string& more = R"("nbf":1639364400)", const std::string& vc = payload()) {
    return std::string(R"({"iss":")") + kIssuer + "\"," + more + ",\"vc\":" + vc + "}";
}

}  // namespace

TEST_CASE("published health cards get the verdict that their source demands", "[shc]") { run_corpus("shc"); }

TEST_CASE("every single flipped bit of a published card is refused or changes no claim", "[shc]") {
    for (const char* id : {"shc-0642", "shc-0053"}) {
        const Case one = load_case("shc", id);
        if (one.there) check_bit_flips(*one.judge, one.parts.front());
    }
}

TEST_CASE("a snapshot of the VCI directory is trusted issuer by issuer", "[shc]") {
    const Case one = load_case("shc", "shc-0643");
    if (!one.there) return;
    TrustStore store;
    store.load(test::vectors_path("shc/trust/vci_snapshot.json"));
    CHECK(store.keys().size() > 900);
    for (const auto& key : store.keys()) CHECK(key->issuer.starts_with("https://"));
    const std::vector<std::string> paths = {test::vectors_path("shc/trust/vci_snapshot.json")};
    CHECK_NOTHROW(read_revocation_set(paths, store));
}

TEST_CASE("cards made from registry records are valid for others and for us", "[shc]") {
    for (const char* type : {"vaccination", "test", "recovery"})
        check_round_trip("shc", kIssuer, registration(type));
}

TEST_CASE("a card's type follows from the resources inside", "[shc]") {
    Forge forge;
    CHECK(forge.judge_claims(claims()).type == "vaccination");
    CHECK(forge.judge_claims(claims(R"("nbf":1639364400)", payload("test"))).type == "test");
}

TEST_CASE("a revocation identifier goes into the card and is found in lists", "[shc]") {
    Signer signer(kIssuer);
    const std::string pass = signer.sign(shc(), payload(), "MKyCxh7p6uQ");
    Judge judge;
    signer.introduce(shc(), judge);
    Judged answer = judge.judge(pass);
    CHECK(answer.reason == "ok");
    CHECK(json::check(answer.claims)["rid"].string() == "MKyCxh7p6uQ");
    const std::string kid = answer.kid;

    std::vector<CardList> given;
    const auto judge_with = [&](const CardList& list) {
        given.push_back(list);
        RevocationLists lists(judge.trust);
        for (const CardList& one : given) lists.add(one);
        judge.revoked = RevocationSet(std::move(lists));
        return judge.judge(pass);
    };
    CHECK(judge_with({kid, 1, {{"AAAAAAAAAAA", 9999999999}}}).reason == "ok");
    // A list revokes what was issued before its time, strictly.
    CHECK(judge_with({kid, 2, {{"MKyCxh7p6uQ", signer.issued_at}}}).reason == "ok");
    CHECK(judge_with({"another-key", 1, {{"MKyCxh7p6uQ", 9999999999}}}).reason == "ok");
    answer = judge_with({kid, 3, {{"MKyCxh7p6uQ", signer.issued_at + 1}}});
    CHECK(answer.reason == "revoked");
    CHECK(answer.claims.empty());
    CHECK_THROWS_AS(signer.sign(shc(), replaced(payload(), "{\"type\"", "{\"rid\":\"x\",\"type\""), "y"),
                    Error);
}

TEST_CASE("chunks are joined in any order, and only when each is there once", "[shc]") {
    Forge forge;
    const std::string jws = forge.card(claims());
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t from = i * jws.size() / 3,
                          to = (i + 1) * jws.size() / 3;  // equal but for a character
        parts.push_back("shc:/" + std::to_string(i + 1) + "/3/" + digits_of(jws.substr(from, to - from)));
    }
    auto judged = [&](const std::vector<std::string>& chosen) { return forge.judge.judge(chosen).reason; };
    CHECK(judged({parts[0], parts[1], parts[2]}) == "ok");
    CHECK(judged({parts[2], parts[0], parts[1]}) == "ok");
    CHECK(forge.judge.judge(parts).found("qr-chunks"));
    CHECK(forge.judge.judge(parts).found("needless-qr-chunks"));
    CHECK_FALSE(forge.judge.judge(parts).found("unbalanced-qr-chunks"));
    CHECK(judged({parts[0], parts[1]}) == "malformed");
    CHECK(judged({parts[0], parts[1], parts[1]}) == "malformed");
    CHECK(judged({parts[0], parts[1], parts[2], parts[2]}) == "malformed");
    CHECK(judged({parts[0], parts[1], "shc:/4/3/00"}) == "malformed");
    CHECK(judged({parts[0], parts[1], "shc:/0/3/00"}) == "malformed");
    CHECK(judged({parts[0], parts[1], replaced(parts[2], "/3/3/", "/3/4/")}) == "malformed");
    CHECK(judged({parts[0], parts[1], replaced(parts[2], "/3/3/", "/3/-3/")}) == "malformed");
    CHECK(judged({jws, jws}) == "malformed");
    CHECK(forge.judge.judge("shc:/1/1/" + digits_of(jws)).found("qr-header"));
    CHECK(judged({"shc:/" + digits_of(jws.substr(0, 9))}) == "malformed");
    const std::vector<std::string> unbalanced{"shc:/1/2/" + digits_of(jws.substr(0, 40)),
                                              "shc:/2/2/" + digits_of(jws.substr(40))};
    CHECK(forge.judge.judge(unbalanced).found("unbalanced-qr-chunks"));
}

TEST_CASE("digits outside the alphabet, odd ones and other characters are malformed", "[shc]") {
    Forge forge;
    const std::string good = "shc:/" + digits_of(forge.card(claims()));
    CHECK(forge.judge.judge(good).reason == "ok");
    CHECK(forge.judge.judge(good + "7").reason == "malformed");
    CHECK(forge.judge.judge(good + "78").reason == "malformed");
    CHECK(forge.judge.judge(good + "a1").reason == "malformed");
    CHECK(forge.judge.judge(good + ": ").reason == "malformed");
    CHECK(forge.judge.judge("shc:" + good.substr(5)).reason == "malformed");
    CHECK(forge.judge.judge("shc:/").reason == "malformed");
    CHECK(forge.judge.judge(good + "\n").found("trailing-characters"));
}

TEST_CASE("a file of one card is read, a file of several says what to do", "[shc]") {
    Forge forge;
    const std::string jws = forge.card(claims());
    CHECK(forge.judge.judge(R"({"verifiableCredential":[")" + jws + "\"]}").reason == "ok");
    const Judged several = forge.judge.judge(R"({"verifiableCredential":[")" + jws + "\",\"" + jws + "\"]}");
    CHECK(several.reason == "malformed");
    CHECK(several.detail.find("2 cards") != std::string::npos);
    CHECK(forge.judge.judge(R"({"verifiableCredential":{}})").reason == "malformed");
}

TEST_CASE("the header decides what can be judged", "[shc]") {
    Forge forge;
    Buffer body;
    deflate(as_bytes(claims()), DeflateForm::raw, body);
    auto with = [&](const std::string& header) { return forge.judge.judge(forge.jws(header, body)).reason; };
    CHECK(with(forge.header()) == "ok");
    CHECK(with(replaced(forge.header(), "\"zip\":\"DEF\",", "")) == "unsupported");
    CHECK(with(replaced(forge.header(), "DEF", "GZ")) == "unsupported");
    CHECK(with(replaced(forge.header(), "ES256", "none")) == "unsupported");
    CHECK(with(replaced(forge.header(), "ES256", "ES384")) == "unsupported");
    CHECK(with(replaced(forge.header(), "\"alg\":\"ES256\",", "")) == "unsupported");
    CHECK(with(R"({"zip":"DEF","alg":"ES256"})") == "untrusted");
    CHECK(with(R"({"zip":"DEF","alg":"ES256","kid":"x"})") == "untrusted");
    CHECK(with("[]") == "malformed");
    CHECK(with(R"({"zip":"DEF","zip":"DEF"})") == "malformed");
}

TEST_CASE("a key speaks for its own issuer only", "[shc]") {
    Forge forge;
    for (const char* other : {"https://pass.example.test/issuer/", "https://pass.example.test/issue",
                              "http://pass.example.test/issuer", "https://evil.example/"})
        CHECK(forge.judge_claims(replaced(claims(), kIssuer, other)).reason == "untrusted");
    // The issuer must match even when the key comes with a certificate, whose issuers may otherwise have
    // different names.
    Judge judge;
    CertificateRequest request;
    request.common_name = "issuer";
    request.not_after = 2000000000;
    request.san_uris = {kIssuer};
    judge.trust.add(make_certificate(request, forge.key.public_key(), nullptr, forge.key), "test");
    judge.at = 1639364460;
    CHECK(judge.judge(forge.card(claims())).reason == "ok");
    CHECK(judge.judge(forge.card(replaced(claims(), kIssuer, "https://evil.example"))).reason == "untrusted");
}

TEST_CASE("times: whole and fractional seconds, milliseconds, none", "[shc]") {
    Forge forge;
    auto with = [&](const std::string& times) { return forge.judge_claims(claims(times)); };
    forge.judge.at = 1639364400;
    CHECK(with(R"("nbf":1639364400)").reason == "ok");
    CHECK(with(R"("nbf":1639364400.9)").reason == "ok");
    CHECK(with(R"("nbf":1639364401)").reason == "not-yet-valid");
    CHECK(with(R"("nbf":1639364400000)").reason == "not-yet-valid");
    CHECK(with(R"("nbf":1639364400000)").found("time-in-milliseconds"));
    CHECK(with(R"("nbf":1,"exp":1639364400)").reason == "expired");
    CHECK(with(R"("nbf":1,"exp":1639364400.5)").reason == "ok");
    CHECK(with(R"("nbf":1,"exp":1639364401)").reason == "ok");
    CHECK(with(R"("nbf":9,"exp":8)").found("exp-before-nbf"));
    CHECK(with(R"("iat":1639364400)").reason == "schema");
    CHECK(with(R"("nbf":"1639364400")").reason == "schema");
    CHECK(with(R"("nbf":1e400)").reason == "schema");
    CHECK(with(R"("nbf":-1e300)").reason == "schema");
}

TEST_CASE("what a card must hold, and what it should not", "[shc]") {
    Forge forge;
    const char* const kTimes = R"("nbf":1639364400,"exp":1670900400)";
    const std::string vc = payload();
    auto with = [&](const std::string& from, const std::string& to) {
        return forge.judge_claims(claims(kTimes, replaced(vc, from, to)));
    };
    CHECK(forge.judge_claims(claims(kTimes)).findings.empty());
    SECTION("refused") {
        CHECK(with("https://smarthealth.cards#health-card", "https://smarthealth.cards#x").reason ==
              "schema");
        CHECK(with("\"type\":[", "\"types\":[").reason == "schema");
        CHECK(with("fhirBundle", "bundle").reason == "schema");
        CHECK(with("credentialSubject", "subject").reason == "schema");
        CHECK(with("\"entry\":[", "\"entry\":[],\"entries\":[").reason == "schema");
        CHECK(forge.judge_claims(claims(kTimes, "[]")).reason == "schema");
        CHECK(forge.judge_claims(R"({"nbf":1,"vc":)" + vc + "}").reason == "schema");
    }
    SECTION("warned of") {
        struct Slip {
            const char *from, *to, *code;
        };
        for (const Slip& slip : {
                 Slip{"4.0.1", "3.0.2", "fhir-version"},
                 Slip{"\"resource:1\"", "\"https://example.test/Immunization/1\"", "full-url"},
                 Slip{"\"reference\":\"resource:0\"", "\"reference\":\"Patient/1\"", "reference"},
                 Slip{"\"reference\":\"resource:0\"", "\"reference\":\"resource:2\"", "reference"},
                 Slip{"\"status\"", "\"id\":\"1\",\"status\"", "not-minimal"},
                 Slip{"\"status\"", "\"meta\":{\"profile\":[]},\"status\"", "not-minimal"},
                 Slip{"\"status\"", "\"text\":{},\"status\"", "not-minimal"},
                 Slip{"\"code\":\"208\"", "\"code\":\"208\",\"display\":\"x\"", "not-minimal"},
                 Slip{"{\"coding\"", "{\"text\":\"x\",\"coding\"", "not-minimal"},
                 Slip{"\"status\"", "\"state\"", "fhir-schema"},
                 Slip{"\"occurrenceDateTime\"", "\"when\"", "fhir-schema"},
                 Slip{"\"birthDate\"", "\"born\"", "fhir-schema"},
                 Slip{"1963-04-14", "14.04.1963", "fhir-schema"},
                 Slip{"1963-04-14", "1963-02-29", "fhir-schema"},
                 Slip{"1963-04-14", "1963-04-14T00:00:00Z", "fhir-schema"},
                 Slip{"2021-07-10", "2021-07-10T09:00:00", "fhir-schema"},
                 Slip{"\"name\":[", "\"name\":\"x\",\"names\":[", "fhir-schema"},
                 Slip{"\"vaccineCode\":", "\"vaccineCode\":\"208\",\"vaccineCodes\":", "fhir-schema"},
                 Slip{"\"collection\"", "\"batch\"", "fhir-schema"},
                 Slip{"\"completed\"", "\"not-done\"", "not-completed"},
                 Slip{"cards#covid19", "cards#covid-19", "unknown-card-type"},
                 Slip{"{\"type\"", "{\"@context\":[],\"type\"", "w3c-form"},
                 Slip{"{\"type\"", "{\"rid\":\"with space\",\"type\"", "revocation-id"},
                 Slip{"{\"type\"", "{\"rid\":\"1234567890123456789012345\",\"type\"", "revocation-id"},
                 Slip{"{\"type\"", "{ \"type\"", "not-minified"},
             }) {
            INFO(slip.to);
            const Judged answer = with(slip.from, slip.to);
            CHECK(answer.reason == "ok");
            CHECK(answer.findings == std::vector<std::string>{slip.code});
        }
        CHECK(
            with("\"status\"", "\"meta\":{\"security\":[{\"display\":\"x\"}]},\"status\"").findings.empty());
        CHECK(with("\"status\"", "\"occurrenceString\":\"x\",\"status\"").findings.empty());
        for (const char* date : {"1963", "1963-04"}) CHECK(with("1963-04-14", date).findings.empty());
        for (const char* time : {"2021-07", "2021-07-10T09:00:00+09:00", "2021-07-10T09:00:00.25Z"})
            CHECK(with("2021-07-10", time).findings.empty());
        // Resources of other kinds have other forms.
        CHECK(with("\"Patient\",\"name\":[", "\"Organization\",\"name\":\"x\",\"names\":[").findings.empty());
        // Names written with escapes are the same names.
        CHECK(with("\"type\":[", "\"\\u0074ype\":[").findings.empty());
    }
    SECTION("byte-order mark, bytes after the stream, length") {
        CHECK(forge.judge_claims("\xef\xbb\xbf" + claims(kTimes)).found("byte-order-mark"));
        Buffer body;
        deflate(as_bytes(claims()), DeflateForm::raw, body);
        body.push_back(0);
        const Judged answer = forge.judge.judge(forge.jws(forge.header(), body));
        CHECK(answer.reason == "ok");
        CHECK(answer.found("trailing-bytes"));
        std::string noise;
        for (int i = 0; i < 60; ++i) noise += hex_encode(sha256(as_bytes(std::to_string(i))));
        CHECK(with("\"status\"", "\"note\":\"" + noise + "\",\"status\"").found("jws-too-long"));
    }
}

TEST_CASE("hostile cards end in an answer", "[shc]") {
    Forge forge;
    const std::string deep = std::string(100, '[') + std::string(100, ']');
    CHECK(forge.judge_claims(claims(R"("nbf":1)", deep)).reason == "malformed");
    const std::string nested(60, '[');
    std::string vc = replaced(payload(), "\"completed\"", nested + std::string(60, ']'));
    CHECK(forge.judge_claims(claims(R"("nbf":1)", vc)).reason == "malformed");  // deeper than 64 in all
    CHECK(forge.judge_claims(std::string(1 << 20, ' ') + claims()).reason ==
          "malformed");  // inflates too far
    CHECK(forge.judge_claims("[]").reason == "malformed");
    CHECK(forge.judge_claims("").reason == "malformed");
    CHECK(forge.judge_claims(claims(R"("nbf":1,"nbf":2)")).reason == "malformed");
    for (const char* text :
         {"eyJ", "eyJ.", "eyJ..", "eyJ...", "eyJ.a.b.c", "eyJ9.e30.AA", "shc:", "shc:/1", "shc:/1/",
          "shc:/1/1/", "shc:/1/1/5", "shc:/99999999999999999999/1/00", "{\"verifiableCredential\""})
        CHECK(forge.judge.judge(text).reason != "ok");
}

TEST_CASE("a card's dates are of one life, and no later than the card", "[shc]") {
    Forge forge;
    const auto findings = [&](const std::string& vc) {
        return forge.judge_claims(claims(R"("nbf":1639364400)", vc));
    };
    const std::string event =
        json::check(
            payload())["credentialSubject"]["fhirBundle"]["entry"][1]["resource"]["occurrenceDateTime"]
            .string();
    REQUIRE(event.size() == 10);
    CHECK_FALSE(findings(payload()).found("before-birth"));
    CHECK_FALSE(findings(payload()).found("future-date"));
    CHECK(findings(replaced(payload(), "1963-04-14", "2021-12-01")).found("before-birth"));
    CHECK(findings(replaced(payload(), "1963-04-14", "2022-01-01")).found("future-date"));
    CHECK(findings(replaced(payload(), event, "2021-12-15")).found("future-date"));
    CHECK(findings(replaced(payload(), event, "2021-12-13")).reason == "ok");
    CHECK(findings(replaced(payload("test"), "1963-04-14", "2021-12-31")).found("before-birth"));
}
