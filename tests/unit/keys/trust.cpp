#include <openssl/evp.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>

#include "base/error.hpp"
#include "passes/sign.hpp"
#include "support/authority.hpp"
#include "support/scratch.hpp"

using namespace vpass;
using test::Authority;
using test::judge;
using test::kDay;
using test::kIssued;

namespace {

const char* const kArcs[] = {"1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."};

TrustedKey key_of(const Authority& authority, std::string issuer, std::string_view kid) {
    return {std::move(issuer),
            std::string(kid),
            VerificationKey(authority.certificate.key),
            authority.certificate,
            0,
            "test"};
}

// Loads a file of this content.
void load(TrustStore& trust, std::string_view content) {
    const ScratchFolder folder;
    std::ofstream(folder / "trust", std::ios::binary) << content;
    trust.load(folder / "trust");
}

std::string reason_with(const std::string& trust_file, const std::string& pass) {
    TrustStore trust;
    load(trust, trust_file);
    return judge(pass, trust).reason;
}

std::string refusal(std::string_view content) {
    TrustStore trust;
    try {
        load(trust, content);
    } catch (const Error& e) {
        CHECK(std::string(e.what()).find("/trust: ") != std::string::npos);
        return e.name();
    }
    return "ok";
}

// Returns a chain header: one certificate as a byte string, or several in an array (RFC 9360 section 2).
Buffer with_chain(const std::vector<Buffer>& chain) {
    return test::encode([&](cbor::Writer& w) {
        w.map(1).integer(cose::kX5Chain);
        if (chain.size() != 1) w.array(chain.size());
        for (const Buffer& der : chain) w.bytes(der);
    });
}

}  // namespace

TEST_CASE("trust: the kinds that a certificate allows, by both arcs", "[trust]") {
    const std::pair<int, Kind> numbers[] = {{1, Kind::test}, {2, Kind::vaccination}, {3, Kind::recovery}};
    const std::pair<Kind, std::string> passes[] = {{Kind::test, test::negative_test()},
                                                   {Kind::vaccination, test::vaccination()},
                                                   {Kind::recovery, test::recovery()}};
    for (const char* arc : kArcs) {
        for (const auto& [number, kind] : numbers) {
            const Authority authority({.extended_key_usage = {arc + std::to_string(number)}});
            const auto trust = authority.trust();
            for (const auto& [of, payload] : passes) {
                CHECK(judge(authority.pass(payload), *trust).reason == (of == kind ? "ok" : "key-usage"));
            }
        }
    }
    CHECK(extended_key_usage_oid(Kind::test) == std::string(kArcs[0]) + "1");
    CHECK(extended_key_usage_oid(Kind::recovery) == std::string(kArcs[0]) + "3");
    // A usage of each arc limits the key to these two; usages of other arcs do not limit it.
    const Authority two({.extended_key_usage = {kArcs[0] + std::string("1"), kArcs[1] + std::string("2")}});
    CHECK(judge(two.pass(test::vaccination()), *two.trust()).reason == "ok");
    CHECK(judge(two.pass(test::recovery()), *two.trust()).reason == "key-usage");
    for (const char* oid : {"1.3.6.1.5.5.7.3.1", "1.3.6.1.4.1.1847.2021.1.4", "1.3.6.1.4.1.1847.2021.1.11"}) {
        const Authority other({.extended_key_usage = {oid}});
        CHECK(judge(other.pass(test::recovery()), *other.trust()).reason == "ok");
    }
}

TEST_CASE("trust: whom a key speaks for", "[trust]") {
    const Authority authority;
    struct Case {
        const char *key, *issuer;
        bool with_certificate, speaks, renamed;
        const char* entry = "";
        const char* certified = nullptr;  // the certificate's own country; else the key's
    };
    const Case cases[] = {
        {"FR", "FR", true, true, false},
        {"FR", "DE", true, false, true},
        // A name that is not a country is accepted beside the certificate of the entry's country.
        {"FR", "CNAM", true, true, true, "FR"},
        {"FR", "CNAM", true, true, true, "GF"},
        {"FR", "CNAM", true, false, true, "DE"},
        {"FR", "CNAM", true, false, true, ""},
        {"FR", "CNAM", true, false, true, "FR", "DE"},
        {"FR", "CNAM", true, false, true, "DE", "DE"},
        {"CH", "CH BAG", true, true, true, "CHE"},
        {"FR", "XX", true, true, true, "FR"},
        {"FR", "XX", true, false, true, "XX"},
        {"KDCA", "KR", true, true, true, "", "KR"},
        {"KDCA", "JP", true, false, true, "", "KR"},
        {"KDCA", "KR", true, false, true, "KR", ""},
        // The two names are one country in different spellings.
        {"KR", "kr", true, true, false},
        {"kr", "KR", true, true, false},
        {"KR", " KOR ", true, true, false},
        {"KOR", "ＫＲ", false, true, false},
        {"GR", "EL", true, true, false},
        {"UK", "GB", false, true, false},
        {"GB", "ggy", true, true, true},
        {"KR", "jp", true, false, true},
        {"KR", "JPN", true, false, true},
        {"KR", "ＪＰ", true, false, true},
        {"jp", "KR", true, false, true},
        {"EL", "KR", true, false, true},
        {"EU", "KR", true, false, true},
        {"UN", "CH", true, false, true},
        {"XK", "RS", true, false, true},
        {"AN", "KR", true, false, true},
        // In certificates, codes that ISO 3166-1 assigns to nobody do not limit the key.
        {"WW", "DE", true, true, true},
        {"XX", "xx", true, true, false},
        {"ZZ", "CNAM", true, true, true},
        {"ZZ", "KR", false, false, true},
        {"XX", "DE", true, false, true, "", "KR"},
        {"GB", "GG", true, true, true},
        {"GG", "GB", true, false, true},
        {"GB", "NC", true, false, true},
        {"FR", "NC", true, true, true},
        {"FR", "", true, true, false},
        {"", "FR", true, true, false},
        {"FR", "CNAM", false, false, false},
        {"GB", "GG", false, false, false},
        // A web address or DID does not belong to a country: it has to be the key's own.
        {"https://a.example", "https://b.example", true, false, false},
        {"FR", "https://b.example", true, false, false},
        {"did:web:a.example", "did:web:b.example", true, false, false},
        {"https://a.example", "FR", true, false, false},
        {"https://a.example", "https://a.example", true, true, false},
    };
    for (const Case& c : cases) {
        CAPTURE(c.key, c.issuer, c.entry);
        TrustedKey key = key_of(authority, c.key, "k");
        key.certificate->country = c.certified ? c.certified : c.key;
        if (!c.with_certificate) key.certificate.reset();
        bool renamed = false;
        CHECK(may_sign_for(key, c.issuer, c.entry, renamed) == c.speaks);
        if (c.speaks) CHECK(renamed == c.renamed);
    }
}

TEST_CASE("trust: several keys under one kid are all tried", "[trust]") {
    const Authority one, two, three;
    TrustStore trust;
    for (const Authority* a : {&one, &two, &three}) trust.add(key_of(*a, "KR", as_text(two.kid())));
    CHECK(trust.with_kid(as_text(two.kid())).size() == 3);
    CHECK(judge(two.pass(), trust).reason == "ok");
    CHECK(judge(one.pass(), trust).reason == "untrusted");
    // A stranger's pass names the same kid.
    const Authority stranger;
    const std::string forged = stranger.pass(two.header(), Buffer{0xa0}, test::Claims().encoded());
    CHECK(judge(forged, trust).reason == "bad-signature");
    // Adding the same key twice gives one key.
    trust.add(key_of(two, "KR", as_text(two.kid())));
    CHECK(trust.keys().size() == 3);
    trust.add(key_of(two, "DE", as_text(two.kid())));
    CHECK(trust.keys().size() == 4);
}

TEST_CASE("trust: a key of the right kid and the wrong issuer or algorithm", "[trust]") {
    const Authority korean, rsa({.algorithm = Algorithm::ps256});
    const auto foreign = [&](const char* issuer) {
        TrustStore trust;
        trust.add(key_of(korean, issuer, as_text(korean.kid())));
        return judge(korean.pass(), trust);
    };
    CHECK(foreign("KR").reason == "ok");
    CHECK(foreign("DE").reason == "untrusted");
    CHECK(foreign("DE").detail == "the key with this kid belongs to another issuer");
    CHECK(foreign("").reason == "ok");
    // The header says ES256 while the key under its kid is RSA, and the other way round.
    TrustStore confused;
    confused.add(key_of(rsa, "KR", as_text(korean.kid())));
    confused.add(key_of(korean, "KR", as_text(rsa.kid())));
    CHECK(judge(korean.pass(), confused).reason == "untrusted");
    CHECK(judge(rsa.pass(), confused).reason == "untrusted");
    CHECK(judge(rsa.pass(), *rsa.trust()).reason == "ok");
}

TEST_CASE("trust: a certificate that the pass brings along", "[trust]") {
    const Authority authority, stranger;
    TrustStore ca_only;
    ca_only.add(authority.ca, "csca");
    const auto reason = [&](const std::vector<Buffer>& chain, const Authority& signer) {
        return judge(signer.pass(signer.header(), with_chain(chain), test::Claims().encoded()), ca_only)
            .reason;
    };
    const Buffer &dsc = authority.certificate.der, &csca = authority.ca.der;
    CHECK(reason({dsc}, authority) == "ok");
    CHECK(reason({dsc, csca}, authority) == "ok");
    CHECK(reason({csca, dsc}, authority) ==
          "untrusted");  // the signer's comes first, and a CA signs no passes
    CHECK(reason({stranger.certificate.der}, stranger) == "untrusted");
    CHECK(reason({stranger.certificate.der, csca}, stranger) == "untrusted");
    CHECK(reason({dsc}, stranger) == "bad-signature");
    CHECK(reason({}, authority) == "untrusted");
    CHECK(reason({Buffer{1, 2, 3}}, authority) == "malformed");
    CHECK(judge(authority.pass(), ca_only).reason == "untrusted");
    // Nobody vouches for it without a CA, and a DSC cannot vouch for another key.
    CHECK(judge(authority.pass(authority.header(), with_chain({dsc}), test::Claims().encoded()), TrustStore())
              .reason == "untrusted");
    // Its country limits it in the same way as a listed key.
    const Authority german({.country = "DE"});
    TrustStore german_ca;
    german_ca.add(german.ca, "csca");
    CHECK(judge(german.pass(german.header(), with_chain({german.certificate.der}), test::Claims().encoded()),
                german_ca)
              .reason == "untrusted");
}

TEST_CASE("trust: answers about carried certificates are remembered within a bound", "[trust]") {
    const Authority authority;
    TrustStore trust;
    trust.add(authority.ca, "csca");
    const auto first = trust.chain_to_trusted_ca(authority.certificate.der).key;
    REQUIRE(first);
    CHECK(first->issuer == "KR");
    CHECK(trust.chain_to_trusted_ca(authority.certificate.der).key == first);
    const Authority stranger;
    for (int i = 0; i < 2; ++i) CHECK_FALSE(trust.chain_to_trusted_ca(stranger.certificate.der).key);
}

TEST_CASE("trust: the kinds of files", "[trust]") {
    const Authority authority;
    const std::string pass = authority.pass();
    const std::string der(as_text(authority.certificate.der));
    const std::string raw = base64_encode(authority.certificate.der, Base64::standard);
    const std::string kid = base64_encode(authority.kid(), Base64::standard);
    const std::string entry = R"({"kid":")" + kid + R"(","country":"KR","rawData":")" + raw + R"("})";
    const auto store = authority.trust();
    std::vector<const TrustedKey*> keys;
    for (const auto& key : store->keys()) keys.push_back(key.get());
    for (const std::string& file :
         {to_pem(authority.certificate), to_pem(authority.ca) + to_pem(authority.certificate), der,
          "[" + entry + "]", R"({"certificates":[)" + entry + "]}", "c2lnbmF0dXJl\n[" + entry + "]",
          R"([{"rawData":")" + raw + R"("}])", to_jwks(keys)}) {
        CAPTURE(file.substr(0, 40));
        CHECK(reason_with(file, pass) == "ok");
    }
    CHECK(reason_with(to_pem(authority.ca), pass) == "untrusted");
    CHECK(reason_with("[" + std::string(entry).replace(entry.find("KR"), 2, "DE") + "]", pass) ==
          "untrusted");
}

TEST_CASE("trust: files that are refused", "[trust]") {
    const std::string x = base64_encode(Buffer(32, 1), Base64::url);
    for (const std::string& bad :
         {std::string(), std::string("{}"), std::string("[]"), std::string("hello"),
          std::string("[{\"kid\":\"a\"}]"), std::string("\x30\x82\x01\x00", 4),
          std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
          std::string(R"({"keys":{}})"), std::string(R"({"keys":[1]})"),
          std::string(R"({"keys":[{"kty":"oct","k":"AA"}]})"),
          std::string(R"({"keys":[{"kty":"EC","crv":"P-256"}]})"),
          R"({"keys":[{"kty":"EC","crv":"P-256","x":")" + x + R"(","y":")" + x + R"("}]})",
          std::string(R"([{"rawData":"AAAA"}])"), std::string(R"([{"rawData":7}])"),
          std::string(100'000, '[')}) {
        CAPTURE(bad.substr(0, 60));
        CHECK(refusal(bad) == "bad-trust");
    }
    CHECK(refusal(R"({"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}]})") == "bad-trust");
    for (const char* empty : {R"({"keys":[]})", R"({"keys":[{"use":"enc","kty":"EC"}]})", R"({"dids":[]})"})
        CHECK(refusal(empty) == "bad-trust");
    CHECK_THROWS_AS(TrustStore().load("/nonexistent"), Error);
}

TEST_CASE("trust: an issuer that is not a text never signs for anybody", "[trust]") {
    const Authority authority;
    const auto reason = [&](const test::Fill& iss) {
        test::Claims claims;
        claims.iss = iss;
        return judge(authority.pass(claims), *authority.trust()).reason;
    };
    CHECK(reason({}) == "ok");
    CHECK(reason([](cbor::Writer& w) { w.text("kor"); }) == "ok");
    CHECK(reason([](cbor::Writer& w) { w.text("KDCA"); }) == "ok");
    CHECK(reason([](cbor::Writer& w) { w.text("jpn"); }) == "untrusted");
    CHECK(reason([](cbor::Writer& w) { w.integer(82); }) == "malformed");
    CHECK(reason([](cbor::Writer& w) { w.bytes(Buffer{'K', 'R'}); }) == "malformed");
    CHECK(reason([](cbor::Writer& w) { w.array(1).text("KR"); }) == "malformed");
}

TEST_CASE("trust: an agency's name beside an entry of another country", "[trust]") {
    const Authority japanese({.country = "JP"});
    test::Claims claims;  // the entry is Korea's
    claims.iss = [](cbor::Writer& w) { w.text("KDCA"); };
    CHECK(judge(japanese.pass(claims), *japanese.trust()).reason == "untrusted");
    const Authority nobody({.country = "ZZ"});
    const auto outcome = judge(nobody.pass(claims), *nobody.trust());
    CHECK(outcome.reason == "ok");
    CHECK(outcome.warns("issuer-name"));
}

namespace {

std::string entry(const Authority& authority, const std::string& more = R"("country":"KR")") {
    return R"({"kid":")" + base64_encode(authority.kid(), Base64::standard) + R"(",)" + more +
           R"(,"rawData":")" + base64_encode(authority.certificate.der, Base64::standard) + R"("})";
}

std::string jwk_of(const Authority& authority) {
    std::string set = [&] {
        const auto store = authority.trust();
        const TrustedKey* key = store->keys().front().get();
        return to_jwks({&key, 1});
    }();
    return set.substr(9, set.size() - 9 - 4);  // without {"keys":[ and ]}
}

}  // namespace

TEST_CASE("trust: an entry that cannot be used takes nothing from the others", "[trust]") {
    const Authority authority;
    const std::string pass = authority.pass(), good = jwk_of(authority);
    const std::string odd[] = {
        "1",
        "null",
        "{}",
        R"({"kty":"OKP","crv":"Ed25519","x":"8qxs9yXCBz1AT-ufBK7TIMXtU8WrlV0VbHnVs63R3II","kid":"ed","iss":"FR"})",
        R"({"kty":"AKP","alg":"ML-DSA-44","pub":"AAAA"})",
        R"({"kty":"EC","crv":"P-256","x":"AA"})",
        R"({"kty":"EC","crv":"P-192","x":"AA","y":"AA"})",
        R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA","x5c":["AAAA"]})",
        R"({"kty":"EC","crv":"P-256","use":"tls","x":"AA","y":"AA"})",
    };
    for (const std::string& bad : odd) {
        CAPTURE(bad.substr(0, 60));
        for (const std::string& keys : {bad + "," + good, good + "," + bad}) {
            TrustStore trust;
            load(trust, "{\"keys\":[" + keys + "]}");
            CHECK(judge(pass, trust).reason == "ok");
            REQUIRE(trust.passed_over().size() == 1);
            const std::string place = keys.starts_with(good) ? "entry 2" : "entry 1";
            CHECK(trust.passed_over()[0].text().find("/trust: " + place) != std::string::npos);
        }
        CHECK(refusal("{\"keys\":[" + bad + "]}") == "bad-trust");
    }
    TrustStore trust;
    load(trust, "{\"keys\":[" + odd[3] + "," + good + "]}");
    CHECK(trust.passed_over()[0].text().find("entry 1 (kid ed, FR) is passed over: ") != std::string::npos);
    // A private key in the file is a leak, and more than an oddity: whatever else the file contains, somebody
    // has to act.
    CHECK(refusal("{\"keys\":[" + good + R"(,{"kty":"EC","d":"AA"}]})") == "bad-trust");

    TrustStore list;
    load(list, "[7,{\"kid\":\"a\",\"country\":\"FR\"}," + entry(authority) +
                   R"(,{"country":"DE","rawData":"AAAA"}])");
    CHECK(judge(pass, list).reason == "ok");
    REQUIRE(list.passed_over().size() == 3);
    CHECK(list.passed_over()[1].text().find("entry 2 (kid a, FR)") != std::string::npos);

    TrustStore pem;
    load(
        pem,
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN PKCS7-----\nAAAA\n-----END "
        "PKCS7-----\n" +
            to_pem(authority.certificate));
    CHECK(judge(pass, pem).reason == "ok");
    REQUIRE(pem.passed_over().size() == 2);
    CHECK(pem.passed_over()[0].place == "line 1");
    CHECK(pem.passed_over()[1].text().find("PKCS7") != std::string::npos);
}

TEST_CASE("trust: what the gateway lists certificates for", "[trust]") {
    const Authority authority;
    const auto as = [](const std::string& type) {
        return R"("country":"KR","certificateType":")" + type + "\"";
    };
    const auto reason = [&](const std::string& list) {
        return reason_with("[" + list + "," + entry(Authority()) + "]", authority.pass());
    };
    CHECK(reason(entry(authority)) == "ok");
    CHECK(reason(entry(authority, as("DSC"))) == "ok");
    for (const char* type : {"UPLOAD", "AUTHENTICATION", "CSCA", "TLS", ""}) {
        CAPTURE(std::string(type));
        CHECK(reason(entry(authority, as(type))) == "untrusted");
    }
    CHECK(reason(entry(authority, R"("country":"KR","certificateType":7)")) == "untrusted");
    CHECK(refusal("[" + entry(authority, as("UPLOAD")) + "]") == "bad-trust");

    // A CSCA vouches for others and does not sign passes itself, whatever file it comes from.
    Authority ca;
    const Certificate signer = ca.certificate;
    ca.certificate = ca.ca;
    ca.key = ca.ca_key;
    const std::string list = "[" + entry(ca, as("CSCA")) + "]";
    TrustStore trust;
    load(trust, list);
    CHECK(trust.chain_to_trusted_ca(signer.der).key);
    CHECK(judge(ca.pass(), trust).reason == "untrusted");
    const TrustedKey* key = trust.keys().front().get();
    TrustStore again;
    load(again, to_jwks({&key, 1}));
    CHECK(again.chain_to_trusted_ca(signer.der).key);
    CHECK(judge(ca.pass(), again).reason == "untrusted");
}

TEST_CASE("trust: entries name their country in any spelling", "[trust]") {
    const Authority authority;
    for (const char* country : {"kr", "KOR", " KR", "ＫＲ"}) {
        CAPTURE(std::string(country));
        TrustStore trust;
        load(trust, "[" + entry(authority, R"("country":")" + std::string(country) + "\"") + "]");
        CHECK(trust.keys().front()->issuer == "KR");
        CHECK(judge(authority.pass(), trust).reason == "ok");
    }
    for (const char* country : {"jp", "JPN", "EU", "ZZ", "UN"}) {
        CAPTURE(std::string(country));
        CHECK(reason_with("[" + entry(authority, R"("country":")" + std::string(country) + "\"") + "]",
                          authority.pass()) == (std::string(country) == "ZZ" ? "ok" : "untrusted"));
    }
}

TEST_CASE("trust: RSA keys that are too short", "[trust]") {
    const Authority authority;
    Authority weak({.algorithm = Algorithm::ps256});
    const PrivateKey key = PrivateKey::adopt(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024}));
    CertificateRequest request{"KR", "Ministry", "DSC", kIssued, kIssued + kDay, false, false, {}, {}};
    weak.key = key;
    weak.certificate = make_certificate(request, key.public_key(), nullptr, key);
    TrustStore trust;
    load(trust, to_pem(weak.certificate) + to_pem(authority.certificate));
    CHECK(trust.keys().size() == 2);
    CHECK(judge(authority.pass(), trust).reason == "ok");
    CHECK(judge(weak.pass(), trust).reason == "unsupported");
    CHECK(judge(weak.pass(), trust).claims.empty());
    // Passes are judged later, each at its own time.
    const auto then = judge(weak.pass(), trust, std::nullopt);
    CHECK(then.reason == "ok");
    CHECK(then.warns("weak-key"));
    CHECK_THROWS_AS(SigningKey(key, weak.certificate), Error);
    // The pass carries the certificate, and a CA vouches for it.
    const Certificate carried = make_certificate(request, key.public_key(), &authority.ca, authority.ca_key);
    TrustStore ca_only;
    ca_only.add(authority.ca, "csca");
    CHECK(judge(authority.pass(authority.header(), with_chain({carried.der}), test::Claims().encoded()),
                ca_only)
              .reason == "unsupported");
}

TEST_CASE("trust: many keys of one kid are added in linear time", "[trust]") {
    constexpr std::size_t kKeys = 5000;
    std::vector<TrustedKey> keys;
    for (std::size_t i = 0; i < kKeys; ++i)
        keys.push_back(
            {"KR", "k", VerificationKey(PrivateKey::generate(Algorithm::es256).public_key()), {}, 0, {}});
    TrustStore trust;
    const auto begun = std::chrono::steady_clock::now();
    for (TrustedKey& key : keys) trust.add(std::move(key));
    CHECK(trust.keys().size() == kKeys);
    CHECK(trust.with_kid("k").size() == kKeys);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
}
