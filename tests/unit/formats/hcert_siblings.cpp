// Tests the documents that HC1 carries besides EU certificates.
#include <catch2/catch.hpp>

#include "crypto/cose.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "support/format_corpus.hpp"

using namespace vpass;
using namespace vpass::tests;

namespace {

struct Forge {
    Forge() : key(PrivateKey::generate(Algorithm::es256)) {
        judge.trust.add({"", "11111111", VerificationKey(key.public_key()), {}, 0, "test"});
        judge.at = 1639364400;
    }
    Judged judge_claims(const Buffer& claims) {
        Buffer header, covered, signature, message, compressed;
        cbor::Writer(header).map(2).integer(1).integer(-7).integer(4).bytes(as_bytes("11111111"));
        cose::signed_bytes(header, claims, covered);
        key.sign(covered, signature);
        cose::encode_sign1(header, claims, signature, message);
        deflate(message, DeflateForm::zlib, compressed);
        std::string pass = "HC1:";
        base45_encode(compressed, pass);
        return judge.judge(pass);
    }
    // {4: exp, 6: iat, -260: {key: {…}}}
    Judged judge_sibling(std::int64_t sibling, const std::string& document) {
        Buffer claims;
        cbor::Writer out(claims);
        out.map(3).integer(4).integer(1670900400).integer(6).integer(1639364400);
        out.integer(-260).map(1).integer(sibling).json(json::check(document));
        return judge_claims(claims);
    }
    Judged judge_bare(const std::string& document) {
        Buffer claims;
        cbor::Writer(claims).json(json::check(document));
        return judge_claims(claims);
    }
    PrivateKey key;
    Judge judge;
};

}  // namespace

TEST_CASE("published WHO data sets get the verdict that their source demands", "[hcert]") {
    run_corpus("who-ddcc");
}

TEST_CASE("every single flipped bit of a published WHO data set is refused or changes no claim", "[hcert]") {
    const Case one = load_case("who-ddcc", "who-0001");
    if (one.there) check_bit_flips(*one.judge, one.parts.front());
}

TEST_CASE("siblings of the EU certificate are named by their kind", "[hcert]") {
    Forge forge;
    const std::string document = R"({"name":"Eddie Murphy","hcid":"1"})";
    CHECK(forge.judge_sibling(3, document).type == "ddcc-vaccination");
    CHECK(forge.judge_sibling(4, document).type == "ddcc-test");
    CHECK(forge.judge_sibling(-6, document).type == "prophylaxis");
    CHECK(forge.judge_sibling(3, document).claims == document);
    CHECK(forge.judge_sibling(3, document).id == "1");
    CHECK(forge.judge_sibling(3, "{}").reason == "schema");
    CHECK(forge.judge_sibling(3, "[]").reason == "schema");
    CHECK(forge.judge_sibling(9, document).reason == "schema");
}

TEST_CASE("an international certificate is written with the members that WHO's model demands", "[hcert]") {
    std::string payload;
    json::Writer writer(payload);
    find_format("hcert")->write_payload(registration("prophylaxis"), writer);
    Signer signer("KR");
    const std::string pass = signer.sign(*find_format("hcert"), payload);
    Judge judge;
    signer.introduce(*find_format("hcert"), judge);
    judge.at = 1639364400;
    // The protection against yellow fever begins ten days after the vaccination.
    const Judged judged = judge.judge(pass);
    CHECK(judged.reason == "ok");
    CHECK(judged.type == "prophylaxis");
    CHECK(judged.id.starts_with("URN:UVCI:01:KR:"));
    CHECK(judged.findings.empty());
    CHECK(
        judged.claims ==
        R"({"n":"GILDONG HONG","dob":"1963-04-14","s":"female","ntl":"KOR","nid":"M12345678","ndt":"PPN",)"
        R"("gn":"Hong Panseo","v":{"vp":"YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0","dt":"2021-12-01",)"
        R"("bo":"V3B721V","vls":"2021-12-11","vle":"2031-12-01","cn":"Kim Minji, MD",)"
        R"("is":"Korea Disease Control and Prevention Agency"},"disease":{"code":"1D47","name":"Yellow fever"}})");
    judge.at = 1638900000;  // 2021-12-07
    CHECK(judge.judge(pass).reason == "not-yet-valid");

    // A ready-made payload is held to the same.
    const auto code = [](std::string changed, std::string_view from, std::string_view to) {
        changed.replace(changed.find(from), from.size(), to);
        Findings findings;
        find_format("hcert")->check_payload(json::check(changed), ValueSets(), findings);
        return findings.empty() ? std::string_view() : findings.front().kind->code;
    };
    CHECK(code(payload, "\"bo\"", "\"bx\"") == "missing-field");
    CHECK(code(payload, "d8a09f80301dc05e124f99ffe7711fc0", "0") == "product");
    CHECK(code(payload, "\"2021-12-11\"", "\"2021-12-32\"") == "no-date");
    CHECK(code(payload, "\"1963-04-14\"", "\"2022-04-14\"") == "before-birth");
    CHECK(code(payload, "\"n\"", "\"n\"") == "");
}

TEST_CASE("a bare map is judged by its own dates", "[hcert]") {
    Forge forge;
    auto with = [&](const std::string& dates) {
        return forge.judge_bare(R"({"name":"Eddie Murphy","vaccine":"x")" + dates + "}").reason;
    };
    CHECK(with("") == "ok");
    CHECK(with(R"(,"valid_from":"2021-12-13")") == "ok");
    CHECK(with(R"(,"valid_from":"2021-12-14")") == "not-yet-valid");
    CHECK(with(R"(,"valid_until":"2021-12-13")") == "ok");  // that whole day
    CHECK(with(R"(,"valid_until":"2021-12-12")") == "expired");
    CHECK(forge.judge_bare(R"({"surname":"Murphy"})").reason == "schema");
}
