// Tests ICAO visible digital seals.
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "passes/pass_line.hpp"
#include "support/format_corpus.hpp"

using namespace vpass;
using namespace vpass::tests;

namespace {

const Format& vdsnc() { return *find_format("vds-nc"); }

std::string payload(const std::string& type = "vaccination") {
    std::string text;
    json::Writer out(text);
    vdsnc().write_payload(registration(type), out);
    return text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

// A state: its CSCA is trusted, and its signer's certificate is in the seals.
struct State {
    explicit State(const std::string& country, Algorithm algorithm = Algorithm::es256)
        : csca_key(PrivateKey::generate(Algorithm::es384)), key(PrivateKey::generate(algorithm)) {
        CertificateRequest request;
        request.country = country;
        request.common_name = "CSCA";
        request.not_before = 1600000000;
        request.not_after = 2000000000;
        request.is_ca = true;
        csca = make_certificate(request, csca_key.public_key(), nullptr, csca_key);
        request.common_name = "signer";
        request.is_ca = false;
        signer = make_certificate(request, key.public_key(), &csca, csca_key);
    }
    std::string seal(const std::string& data) const {
        const SealOptions options{vdsnc().signer_name(signer), key.algorithm(), 0, 0, signer.der, {}};
        Draft draft;
        vdsnc().draft(json::check(data), options, draft);
        Buffer signature;
        key.sign(draft.signed_bytes, signature);
        std::string out;
        vdsnc().seal(draft, signature, out);
        return out;
    }
    PrivateKey csca_key, key;
    Certificate csca, signer;
};

}  // namespace

TEST_CASE("published seals get the verdict that their source demands", "[vds-nc]") {
    run_corpus("icao-vds-nc");
}

TEST_CASE("every single flipped bit of a published seal is refused or changes no claim", "[vds-nc]") {
    const Case one = load_case("icao-vds-nc", "icao-0001");
    if (one.there) check_bit_flips(*one.judge, one.parts.front());
}

TEST_CASE("seals made from registry records are valid", "[vds-nc]") {
    for (const char* type : {"vaccination", "test"}) check_round_trip("vds-nc", "KR", registration(type));
    std::string text;
    json::Writer out(text);
    CHECK_THROWS_AS(vdsnc().write_payload(registration("recovery"), out), Error);
}

TEST_CASE("a seal's signer counts when a CSCA of the seal's own state vouches for it", "[vds-nc]") {
    for (const Algorithm algorithm : {Algorithm::es256, Algorithm::es384, Algorithm::es512}) {
        const State korea("KR", algorithm), japan("JP", algorithm);
        const std::string seal = korea.seal(payload());
        Judge nobody, abroad, home;
        nobody.at = abroad.at = home.at = 1639364400;
        abroad.trust.add(japan.csca, "test");
        home.trust.add(japan.csca, "test");
        home.trust.add(korea.csca, "test");
        CHECK(nobody.judge(seal).reason == "untrusted");
        CHECK(abroad.judge(seal).reason == "untrusted");
        CHECK(home.judge(seal).reason == "ok");
        CHECK(home.judge(seal).issuer == "KR");
        // Japan's signer must not sign for Korea.
        CHECK(home.judge(japan.seal(payload())).reason == "untrusted");
        CHECK(home.judge(japan.seal(replaced(payload(), "\"KOR\"", "\"JPN\""))).reason == "ok");
    }
}

TEST_CASE("the algorithm that a seal names has to be the key's own", "[vds-nc]") {
    const State korea("KR");
    Judge judge;
    judge.at = 1639364400;
    judge.trust.add(korea.csca, "test");
    const std::string seal = korea.seal(payload());
    CHECK(judge.judge(replaced(seal, "\"ES256\"", "\"ES384\"")).reason == "untrusted");
    CHECK(judge.judge(replaced(seal, "\"ES256\"", "\"PS256\"")).reason == "unsupported");
    CHECK(judge.judge(replaced(seal, "\"ES256\"", "\"none\"")).reason == "unsupported");
}

TEST_CASE("a seal is judged by what it holds", "[vds-nc]") {
    const State korea("KR");
    Judge judge;
    judge.at = 1639364400;
    judge.trust.add(korea.csca, "test");
    auto with = [&](const std::string& from, const std::string& to) {
        return judge.judge(korea.seal(replaced(payload(), from, to)));
    };
    CHECK(with("icao.vacc", "icao.other").reason == "unsupported");
    CHECK(with("\"v\":1", "\"v\":2").reason == "unsupported");
    CHECK(with("\"v\":1", "\"v\":\"1\"").reason == "malformed");
    CHECK(with("\"msg\"", "\"message\"").reason == "malformed");
    CHECK(with("\"uvci\"", "\"id\"").reason == "schema");
    CHECK(with("\"dvc\"", "\"day\"").reason == "schema");
    CHECK(with("\"seq\":2", "\"seq\":\"2\"").reason == "ok");
    CHECK(with("\"ve\":[", "\"ve\":[],\"x\":[").reason == "schema");
    CHECK(with("2021-07-10", "2021-07-32").found("bad-date"));
    CHECK(judge.judge(korea.seal(payload("test"))).type == "test");
}

TEST_CASE("members outside data are not signed and not shown", "[vds-nc]") {
    const State korea("KR");
    Judge judge;
    judge.at = 1639364400;
    judge.trust.add(korea.csca, "test");
    const std::string seal = korea.seal(payload());
    const Judged plain = judge.judge(seal);
    const Judged more = judge.judge(replaced(seal, "{\"data\"", "{ \"x\" : 1 , \"data\""));
    CHECK(more.reason == "ok");
    CHECK(more.claims == plain.claims);
    CHECK(judge.judge(replaced(seal, "{\"hdr\"", "{\"x\":1,\"hdr\"")).reason == "bad-signature");
}

TEST_CASE("a line that is a seal needs no record around it", "[vds-nc]") {
    const State korea("KR");
    const std::string seal = korea.seal(payload());
    PassLine line;
    line.read({1, seal, false});
    REQUIRE(line.text().size() == 1);
    CHECK(line.text()[0] == seal);
    CHECK_THROWS_AS(line.read({2, "{\"data\":1}", false}), Error);
}

TEST_CASE("hostile seals end in an answer", "[vds-nc]") {
    Judge judge;
    judge.at = 0;
    for (
        const char* text :
        {R"({"data":1,"sig":1})", R"({"data":{},"sig":{}})", R"({"data":{"hdr":{},"msg":{}},"sig":{}})",
         R"({"data":{"hdr":{},"msg":{}},"sig":{"alg":"ES256","cer":"AA","sigvl":"AA"}})",
         R"({"data":{"hdr":{"is":"AUS","t":"icao.vacc","v":1},"msg":{}},"sig":{"alg":"ES256","cer":"AA","sigvl":"AA"}})",
         R"({"data":{"hdr":{"is":"AUS","t":"icao.vacc","v":1},"msg":{"x":1e999}},"sig":{"alg":"ES256","cer":"AA","sigvl":"AA"}})",
         R"({"data","sig"})", "{"})
        CHECK(judge.judge(text).reason == "malformed");
}

TEST_CASE("the members of a seal are in one alphabet, whatever their bytes", "[vds-nc]") {
    const State state("KR");
    Judge judge;
    judge.trust.add(state.csca, "csca");
    const auto translated = [](std::string seal, std::string_view member, std::string_view from,
                               std::string_view to) {
        std::size_t at = seal.find("\"" + std::string(member) + "\":\"") + member.size() + 4;
        for (; seal[at] != '"'; ++at) {
            const std::size_t place = from.find(seal[at]);
            if (place != std::string_view::npos) seal[at] = to[place];
        }
        return seal;
    };
    const auto has = [](const std::string& seal, std::string_view member, std::string_view characters) {
        const std::size_t at = seal.find("\"" + std::string(member) + "\":\"") + member.size() + 4;
        return seal.substr(at, seal.find('"', at) - at).find_first_of(characters) != std::string::npos;
    };
    bool mixed_seen = false;
    for (int i = 0; i < 20; ++i) {  // signatures differ; nearly every one has a character in question
        const std::string url = state.seal(payload());
        const std::string standard = translated(translated(url, "cer", "-_", "+/"), "sigvl", "-_", "+/");
        CHECK(judge.judge(url).reason == "ok");
        CHECK(judge.judge(standard).reason == "ok");
        if (!has(url, "cer", "-_") || !has(url, "sigvl", "-_")) continue;
        mixed_seen = true;
        CHECK(judge.judge(translated(url, "cer", "-_", "+/")).reason == "malformed");
        CHECK(judge.judge(translated(url, "sigvl", "-_", "+/")).reason == "malformed");
    }
    CHECK(mixed_seen);
}

TEST_CASE("a seal's dates are of one life, and no later than the clock", "[vds-nc]") {
    const State state("KR");
    Judge judge;
    judge.trust.add(state.csca, "csca");
    judge.at = 1639364400;
    const auto warns = [&](const std::string& data, std::string_view code) {
        const std::string seal = state.seal(data);
        const std::string_view text = seal;
        const PassText pass(&text, 1);
        const ValueSets value_sets;
        Context context(judge.trust, value_sets);
        context.at = judge.at;
        Verifier verifier(context);
        const Verdict& verdict = verifier.judge({&pass, 1}).front().verdict;
        CHECK(verdict.valid());
        return std::ranges::any_of(verdict.warnings, [&](const Finding& f) { return f.kind->code == code; });
    };
    const std::string birth = "1963-04-14";
    CHECK_FALSE(warns(payload(), "before-birth"));
    CHECK_FALSE(warns(payload(), "future-date"));
    CHECK_FALSE(warns(payload(), "no-expiry"));  // no seal has an expiry
    CHECK(warns(replaced(payload(), birth, "2021-11-30"), "before-birth"));
    CHECK(warns(replaced(payload(), birth, "2031-11-30"), "future-date"));
    CHECK(warns(replaced(payload("test"), birth, "2021-12-31"), "before-birth"));
}

TEST_CASE("a seal is not valid before its signer's certificate is", "[vds-nc]") {
    const State state("KR");
    Judge judge;
    judge.trust.add(state.csca, "csca");
    const std::string seal = state.seal(payload());
    judge.at = 1600000000;
    CHECK(judge.judge(seal).reason == "ok");
    judge.at = 1599999999;
    const Judged early = judge.judge(seal);
    // The certificate of its CA begins at the same time, so nobody vouches for it then either.
    CHECK((early.reason == "not-yet-valid" || early.reason == "untrusted"));
    judge.trust.add(state.signer, "signer");
    CHECK(judge.judge(seal).reason == "not-yet-valid");
    judge.at = std::nullopt;
    CHECK(judge.judge(seal).reason == "ok");
}
