// Tests NZ COVID Passes.
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "support/format_corpus.hpp"

using namespace vpass;
using namespace vpass::tests;

namespace {

constexpr const char* kIssuer = "did:web:nzcp.example.test";

const Format& nzcp() { return *find_format("nzcp"); }

std::string payload() {
    std::string text;
    json::Writer out(text);
    nzcp().write_payload(registration("vaccination"), out);
    return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("published NZ COVID Passes get the verdict that their source demands", "[nzcp]") {
    run_corpus("nzcp");
}

TEST_CASE("every single flipped bit of a published NZ pass is refused or changes no claim", "[nzcp]") {
    for (const char* id : {"nzcp-0001", "nzcp-0017"}) {
        const Case one = load_case("nzcp", id);
        if (one.there) check_bit_flips(*one.judge, one.parts.front());
    }
}

TEST_CASE("NZ passes made from registry records are valid", "[nzcp]") {
    for (const char* type : {"vaccination", "test", "recovery"})
        check_round_trip("nzcp", kIssuer, registration(type));
}

TEST_CASE("an NZ pass names its holder and its token", "[nzcp]") {
    Signer signer(kIssuer);
    Judge judge;
    signer.introduce(nzcp(), judge);
    const Judged answer = judge.judge(signer.sign(nzcp(), payload()));
    REQUIRE(answer.reason == "ok");
    const json::Value claims = json::check(answer.claims);
    CHECK(claims["credentialSubject"]["givenName"].string() == "길동");
    CHECK(claims["credentialSubject"]["dob"].string() == "1963-04-14");
    CHECK_FALSE(claims["id"]);
    CHECK(answer.id.starts_with("urn:uuid:"));
    CHECK(answer.id[23] == '8');  // RFC 9562 §5.8
    CHECK(answer.id == json::check(payload())["id"].string());
}

TEST_CASE("an NZ pass needs a whole birth date and a UUID", "[nzcp]") {
    Registration record = registration("vaccination");
    record.birth_date = "1963";
    std::string text;
    json::Writer out(text);
    CHECK_THROWS_AS(nzcp().write_payload(record, out), Error);
    Signer signer(kIssuer);
    for (const char* id : {"urn:uuid:1", "", "urn:uuid:zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"}) {
        const std::string changed = replaced(payload(), json::check(payload())["id"].string(), id);
        CHECK_THROWS_AS(signer.sign(nzcp(), changed), Error);
    }
}

TEST_CASE("what an NZ pass must hold", "[nzcp]") {
    Signer signer(kIssuer);
    Judge judge;
    signer.introduce(nzcp(), judge);
    auto with = [&](const std::string& from, const std::string& to) {
        return judge.judge(signer.sign(nzcp(), replaced(payload(), from, to))).reason;
    };
    CHECK(with("1.0.0", "1.0.0") == "ok");
    CHECK(with("1.0.0", "1.1.0") == "schema");
    CHECK(with("https://www.w3.org/2018/credentials/v1", "https://example.test") == "schema");
    CHECK(with("\"VerifiableCredential\",", "") == "schema");
    CHECK(with("PublicCovidPass", "OtherPass") == "schema");
    CHECK(with("givenName", "forename") == "schema");
    CHECK(with("familyName", "surname") == "ok");
    CHECK(with("1963-04-14", "1963-02-30") == "schema");
    CHECK(with("\"1963-04-14\"", "19630414") == "schema");
    CHECK(with("길동", std::string(100, 'x')) == "ok");
    CHECK(with("길동", std::string(101, 'x')) == "schema");
    CHECK(with("credentialSubject", "subject") == "schema");
}

TEST_CASE("an NZ pass is valid from nbf on and until just before exp", "[nzcp]") {
    Signer signer(kIssuer);
    Judge judge;
    signer.introduce(nzcp(), judge);
    const std::string pass = signer.sign(nzcp(), payload());
    auto at = [&](UnixTime time) {
        judge.at = time;
        return judge.judge(pass).reason;
    };
    CHECK(at(signer.issued_at - 1) == "not-yet-valid");
    CHECK(at(signer.issued_at) == "ok");
    CHECK(at(signer.expires_at - 1) == "ok");
    CHECK(at(signer.expires_at) == "expired");
}

TEST_CASE("hostile NZ passes end in an answer", "[nzcp]") {
    Judge judge;
    judge.at = 0;
    CHECK(judge.judge("NZCP:/1/").reason == "malformed");
    CHECK(judge.judge("NZCP:/1/A").reason == "malformed");
    CHECK(judge.judge("NZCP:/1/AA").reason == "malformed");
    CHECK(judge.judge("NZCP:/1/========").reason == "malformed");
    CHECK(judge.judge("NZCP:/2/AA").reason == "unsupported");
    CHECK(judge.judge("NZCP:/").reason == "unsupported");
    CHECK(judge.judge(std::vector<std::string>{"NZCP:/1/AA", "NZCP:/1/AA"}).reason == "malformed");
}
