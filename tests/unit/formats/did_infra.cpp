// Tests the credentials of COOV's DID method.
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "keys/did.hpp"
#include "support/base58.hpp"
#include "support/format_corpus.hpp"

using namespace vpass;
using namespace vpass::tests;

namespace {

struct Issuer {
    explicit Issuer(Algorithm algorithm = Algorithm::es256, const std::string& curve = "R1")
        : key(PrivateKey::generate(algorithm)), did(test::infra_did(key.public_key(), curve)) {
        judge.trust.add({did, did, VerificationKey(key.public_key()), {}, 0, "test"});
        judge.at = 1639364400;
    }
    std::string token(const std::string& more, const std::string& header = {}) const {
        const std::string alg(algorithm_name(key.algorithm()));
        std::string text =
            base64_encode(as_bytes(header.empty() ? R"({"typ":"JWT","alg":")" + alg + "\"}" : header),
                          Base64::url) +
            '.' + base64_encode(as_bytes("{\"iss\":\"" + did + "\"," + more + "}"), Base64::url);
        Buffer signature;
        key.sign(as_bytes(text), signature);
        return text + '.' + base64_encode(signature, Base64::url);
    }
    std::string reason(const std::string& more) { return judge.judge(token(more)).reason; }

    PrivateKey key;
    std::string did;
    Judge judge;
};

constexpr const char* kCredential =
    R"("nbf":1639364400,"vc":{"type":["VerifiableCredential"],"credentialSubject":{}})";

}  // namespace

TEST_CASE("published did:infra credentials get the verdict that their source demands", "[did-infra]") {
    run_corpus("coov-infra-did");
}

TEST_CASE("every single flipped bit of a published did:infra credential is refused or changes no claim",
          "[did-infra]") {
    const Case one = load_case("coov-infra-did", "infra-0003");
    if (one.there) check_bit_flips(*one.judge, one.parts.front());
}

TEST_CASE("a DID carries its key on either curve, guarded by a checksum", "[did-infra]") {
    const PrivateKey k1 = PrivateKey::generate(Algorithm::es256k),
                     r1 = PrivateKey::generate(Algorithm::es256);
    const std::string did = test::infra_did(k1.public_key(), "K1");
    CHECK(key_of_did(did).spki() == k1.public_key().spki());
    CHECK(key_of_did(did + "#key").spki() == k1.public_key().spki());
    CHECK(key_of_did(test::infra_did(r1.public_key(), "R1")).spki() == r1.public_key().spki());
    for (std::size_t i = did.find("PUB_K1_") + 7; i < did.size(); ++i) {
        std::string wrong = did;
        wrong[i] = wrong[i] == 'x' ? 'y' : 'x';
        CHECK_THROWS_AS(key_of_did(wrong), Error);
    }
    CHECK_THROWS_AS(key_of_did("did:infra:01:PUB_K1_"), Error);
    CHECK_THROWS_AS(key_of_did("did:infra:01:PUB_K1_" + std::string(1000, '2')), Error);
    CHECK_FALSE(key_of_did("did:infra:01:account12345"));
    CHECK_FALSE(key_of_did("did:web:example.test"));
    CHECK_FALSE(key_of_did(""));
}

TEST_CASE("a did:infra token is judged by its claims", "[did-infra]") {
    Issuer issuer;
    CHECK(issuer.reason(kCredential) == "ok");
    CHECK(Issuer(Algorithm::es256k, "K1").reason(kCredential) == "ok");
    CHECK(issuer.reason(R"("nbf":1639364400,"vp":{"type":["VerifiablePresentation"]})") == "schema");
    CHECK(issuer.reason(R"("nbf":1639364400)") == "schema");
    CHECK(issuer.reason(R"("vc":{"type":["VerifiableCredential"]})") == "schema");
    CHECK(issuer.reason(R"("nbf":1639364401,"vc":{"type":["VerifiableCredential"]})") == "not-yet-valid");
    CHECK(issuer.reason(R"("nbf":1,"exp":1639364400,"vc":{"type":["VerifiableCredential"]})") == "expired");
    CHECK(issuer.judge.judge(issuer.token(kCredential)).type == "credential");
    CHECK(issuer.judge.judge(issuer.token(kCredential)).issuer == issuer.did);
}

TEST_CASE("only listed DIDs are trusted, and only with the algorithm of their key", "[did-infra]") {
    Issuer issuer;
    const Issuer other;
    CHECK(issuer.judge.judge(other.token(kCredential)).reason == "untrusted");
    CHECK(issuer.judge.judge(issuer.token(kCredential, R"({"alg":"ES256K"})")).reason == "untrusted");
    CHECK(issuer.judge.judge(issuer.token(kCredential, R"({"alg":"none"})")).reason == "unsupported");
    CHECK(issuer.judge.judge(issuer.token(kCredential, R"({"typ":"JWT"})")).reason == "unsupported");
}

namespace {

// Presents credentials to a judge that trusts `trusted` alone.
struct Desk {
    explicit Desk(const std::vector<const Issuer*>& trusted) {
        for (const Issuer* issuer : trusted)
            trust.add({issuer->did, issuer->did, VerificationKey(issuer->key.public_key()), {}, 0, "test"});
        context.at = 1639364400;
    }
    static std::string present(const Issuer& holder, const std::vector<std::string>& credentials,
                               const std::string& more = {}) {
        std::string held;
        json::Writer out(held);
        out.begin_array();
        for (const std::string& credential : credentials) out.string(credential);
        out.end_array();
        return holder.token(R"("nbf":1639364400)" + more + R"(,"vp":{"type":["VerifiablePresentation"],)" +
                            R"("verifiableCredential":)" + held + "}");
    }
    const Judgement& judge(const std::string& token) {
        const std::string_view text = token;
        const PassText pass(&text, 1);
        verifier = std::make_unique<Verifier>(context);
        return verifier->judge({&pass, 1}).front();
    }
    std::string reason(const std::string& token) {
        const Verdict& verdict = judge(token).verdict;
        CHECK(verdict.shows_claims() == (verdict.valid() && verdict.warnings.empty()));
        return std::string(reason_name(verdict.reason));
    }

    TrustStore trust;
    ValueSets value_sets;
    Context context{trust, value_sets};
    std::unique_ptr<Verifier> verifier;
};

// A credential that has an end, so that there is no warning.
const std::string kEnding = std::string(R"("exp":1671000000,)") + kCredential;

std::string broken(std::string token) {
    token[token.size() - 10] = token[token.size() - 10] == 'A' ? 'B' : 'A';
    return token;
}

}  // namespace

TEST_CASE("a presentation is valid if its own signature and each of its credentials are", "[did-infra]") {
    const Issuer state, agency, holder(Algorithm::es256k, "K1"), stranger;
    Desk desk({&state, &agency});
    const std::string exp = R"(,"exp":1671000000)";
    const std::string good = state.token(kEnding), second = agency.token(kEnding);
    const std::string expired = state.token(std::string(R"("exp":1639364400,)") + kCredential);
    const std::string lapsed = state.token(
        R"("nbf":1,"vc":{"type":["VerifiableCredential"],"expirationDate":"2021-01-01T00:00:00Z","credentialSubject":{}})");
    const auto present = [&](const std::vector<std::string>& credentials) {
        return desk.reason(Desk::present(holder, credentials, exp));
    };
    // Nobody needs to trust the holder.
    CHECK(present({good}) == "ok");
    CHECK(present({good, second}) == "ok");
    CHECK(desk.reason(Desk::present(state, {good}, exp)) == "ok");
    CHECK(desk.reason(broken(Desk::present(holder, {good}, exp))) == "bad-signature");
    CHECK(desk.reason(Desk::present(holder, {good}, R"(,"exp":1639364400)")) == "expired");
    // The reason is the first one in the order of checks.
    CHECK(present({broken(good)}) == "bad-signature");
    CHECK(present({good, broken(second)}) == "bad-signature");
    CHECK(present({expired}) == "expired");
    CHECK(present({lapsed}) == "expired");
    CHECK(present({expired, broken(good)}) == "bad-signature");
    CHECK(present({good, stranger.token(kEnding)}) == "untrusted");
    CHECK(present({stranger.token(kEnding), broken(good)}) == "untrusted");
    // The presenter vouches for nothing, least of all for a credential of the holder's own making.
    CHECK(present({holder.token(kEnding)}) == "untrusted");
    CHECK(present({state.token(R"("nbf":1)")}) == "schema");
    CHECK(present({state.token(kEnding, R"({"alg":"ES256","crit":["x"],"x":1})")}) == "unsupported");
    CHECK(present({"eyJ"}) == "malformed");
    CHECK(present({"x"}) == "malformed");
    CHECK(present({}) == "untrusted");
    CHECK(present({Desk::present(state, {good}, exp)}) == "unsupported");
    CHECK(present(std::vector<std::string>(16, good)) == "ok");
    CHECK(present(std::vector<std::string>(17, good)) == "malformed");
    for (const char* held : {R"({"type":["VerifiableCredential"]})", "7", "true", "[7]", "null", R"([{}])"}) {
        CAPTURE(held);
        CHECK(desk.reason(holder.token(
                  R"("nbf":1639364400,"vp":{"type":["VerifiablePresentation"],"verifiableCredential":)" +
                  std::string(held) + "}")) != "ok");
    }
    // A single credential may stand without an array.
    CHECK(
        desk.reason(holder.token(
            R"("nbf":1639364400,"exp":1671000000,"vp":{"type":["VerifiablePresentation"],"verifiableCredential":")" +
            good + "\"}")) == "ok");
    CHECK(
        desk.reason(state.token(
            R"("nbf":1639364400,"vc":{"type":["VerifiableCredential"]},"vp":{"type":["VerifiablePresentation"]})")) ==
        "malformed");
}

TEST_CASE("a presentation reports each credential, and shows their claims", "[did-infra]") {
    const Issuer state, holder, stranger;
    Desk desk({&state});
    const std::string good = state.token(kEnding);
    const auto verdict = [&](const std::string& token) {
        std::string text;
        json::Writer out(text);
        write_verdict(desk.judge(token), out);
        return text;
    };
    const std::string text = verdict(Desk::present(holder, {good, broken(good)}));
    const json::Value credentials = json::check(text)["credentials"];
    REQUIRE(credentials.size() == 2);
    CHECK(credentials[0]["result"].string() == "valid");
    CHECK(credentials[0]["issuer"].string() == state.did);
    CHECK(credentials[1]["reason"].string() == "bad-signature");

    const Judgement& judgement = desk.judge(Desk::present(holder, {good}));
    REQUIRE(judgement.verdict.shows_claims());
    std::string claims;
    json::Writer out(claims);
    judgement.envelope.format->write_claims(judgement.envelope, out);
    CHECK(json::check(claims)["verifiableCredential"][0]["type"][0].string() == "VerifiableCredential");
}

TEST_CASE("a trusted holder proves no more than what the holder signed", "[did-infra]") {
    const Issuer holder, stranger;
    Desk desk({&holder});
    const std::string unknown = stranger.token(kEnding);
    const std::string exp = R"(,"exp":1671000000)";
    const Verdict verdict = desk.judge(Desk::present(holder, {unknown}, exp)).verdict;
    CHECK(verdict.valid());
    CHECK_FALSE(verdict.shows_claims());
    REQUIRE(verdict.warnings.size() == 1);
    CHECK(verdict.warnings[0].kind == &finding::kUntrustedCredential);
    // A credential of an unknown issuer that is forged or has expired is still untrusted.
    CHECK(desk.reason(Desk::present(holder, {broken(unknown)}, exp)) == "untrusted");
    CHECK(desk.reason(Desk::present(
              holder, {stranger.token(std::string(R"("exp":1639364400,)") + kCredential)}, exp)) ==
          "untrusted");
    desk.context.strict = true;
    CHECK(desk.reason(Desk::present(holder, {unknown}, exp)) == "schema");
    desk.context.strict = false;
    desk.context.require_status = true;
    CHECK(desk.reason(Desk::present(holder, {holder.token(kEnding)}, exp)) == "status-unavailable");
}
