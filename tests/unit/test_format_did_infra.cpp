// The credentials of COOV's DID method.
#include <catch2/catch.hpp>

#include "format_corpus.hpp"
#include "vpass/did.hpp"
#include "vpass/encoding.hpp"
#include "vpass/error.hpp"

using namespace vpass;
using namespace vpass::tests;

namespace {

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

std::string base58(Bytes bytes) {
    std::string out;
    for (Buffer number(bytes.begin(), bytes.end());;) {
        unsigned rest = 0;
        bool more = false;
        for (Byte& digit : number) {
            rest = rest * 256 + digit;
            digit = static_cast<Byte>(rest / 58);
            rest %= 58;
            more |= digit != 0;
        }
        out.insert(out.begin(), kBase58[rest]);
        if (!more) return out;
    }
}

std::string did_of(const PublicKey& key, const std::string& curve) {
    const auto point = key.ec_coordinates();
    Buffer bytes{static_cast<Byte>(2 + (point.y.back() & 1))};
    append(bytes, point.x);
    Buffer checked = bytes;
    append(checked, as_bytes(curve));
    append(bytes, Bytes(ripemd160(checked)).first(4));
    return "did:infra:01:PUB_" + curve + "_" + base58(bytes);
}

struct Issuer {
    explicit Issuer(Algorithm algorithm = Algorithm::es256, const std::string& curve = "R1")
        : key(PrivateKey::generate(algorithm)), did(did_of(key.public_key(), curve)) {
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
    const std::string did = did_of(k1.public_key(), "K1");
    CHECK(key_of_did(did).spki() == k1.public_key().spki());
    CHECK(key_of_did(did + "#key").spki() == k1.public_key().spki());
    CHECK(key_of_did(did_of(r1.public_key(), "R1")).spki() == r1.public_key().spki());
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
    CHECK(issuer.reason(R"("nbf":1639364400,"vp":{"type":["VerifiablePresentation"]})") == "ok");
    CHECK(issuer.reason(R"("nbf":1639364400,"vp":{"type":["VerifiableCredential"]})") == "schema");
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
