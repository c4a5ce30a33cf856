#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "support/authority.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using test::Authority;
using test::kDay;
using test::kIssued;

namespace {

// A P-256 key that writes its curve out as numbers, as the CSCAs of some states do.
PrivateKey key_with_explicit_curve() {
    EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    REQUIRE(EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING,
                                           OSSL_PKEY_EC_ENCODING_EXPLICIT) == 1);
    return PrivateKey::adopt(key);
}

}  // namespace

TEST_CASE("certificate: third-party signers and CAs", "[certificate]") {
    if (!test::have_vectors("eudcc/trust")) return;
    std::size_t n = 0;
    for (const auto& file : std::filesystem::directory_iterator(test::vectors_path("eudcc/trust"))) {
        CAPTURE(file.path().string());
        std::stringstream pem;
        pem << std::ifstream(file.path()).rdbuf();
        for (const Certificate& certificate : parse_pem_certificates(pem.str())) {
            CHECK((certificate.country.size() == 2 || certificate.country.empty()));
            CHECK(certificate.not_before < certificate.not_after);
            CHECK(parse_pem_certificates(to_pem(certificate)).front().der == certificate.der);
            ++n;
        }
    }
    CHECK(n >= 40);
}

TEST_CASE("certificate: what was asked for is what is read", "[certificate]") {
    const PrivateKey key = PrivateKey::generate(Algorithm::es256);
    CertificateRequest request;
    request.country = "KR";
    request.organization = "질병관리청";
    request.common_name = "DSC 1";
    request.not_before = kIssued;
    request.not_after = 4102444800;  // 2100-01-01, past where X.509 changes its form of dates
    request.is_test = true;
    request.extended_key_usage = {extended_key_usage_oid(Kind::test), extended_key_usage_oid(Kind::recovery)};
    request.san_uris = {"https://kdca.example/pass"};
    const Certificate made = make_certificate(request, key.public_key(), nullptr, key);
    for (const Certificate& c :
         {made, parse_certificate(made.der), parse_pem_certificates(to_pem(made)).front()}) {
        CHECK(c.country == "KR");
        CHECK(c.common_name == "DSC 1");
        CHECK(c.not_before == kIssued);
        CHECK(c.not_after == 4102444800);
        CHECK(c.is_test);
        CHECK_FALSE(c.is_ca);
        CHECK(c.extended_key_usage == request.extended_key_usage);
        CHECK(c.san_uris == request.san_uris);
        CHECK(c.key.spki() == key.public_key().spki());
        CHECK(c.fingerprint == sha256(c.der));
    }
    for (const char* country : {"Korea", "K"}) {
        request.country = country;
        CHECK_THROWS_AS(make_certificate(request, key.public_key(), nullptr, key), Error);
    }
}

TEST_CASE("certificate: who issued whom", "[certificate]") {
    const Authority one, other;
    CHECK(is_issued_by(one.certificate, one.ca));
    CHECK(is_issued_by(one.ca, one.ca));
    CHECK_FALSE(is_issued_by(one.certificate, other.ca));         // the same names, another key
    CHECK_FALSE(is_issued_by(one.certificate, one.certificate));  // no CA
    CHECK_FALSE(is_issued_by(one.ca, one.certificate));
    const Authority german({.country = "DE"}, one.ca_key);
    CHECK_FALSE(is_issued_by(one.certificate, german.ca));  // the same key under another name

    // This certificate claims to come from a CA, but another key has signed it.
    CertificateRequest request{"KR", "Ministry", "Impostor", kIssued, kIssued + kDay, false, false, {}, {}};
    const Certificate below = make_certificate(request, other.key.public_key(), &one.certificate, one.key);
    CHECK_FALSE(is_issued_by(below, one.certificate));
}

TEST_CASE("certificate: every algorithm that signs passes signs certificates", "[certificate]") {
    for (const Algorithm algorithm : {Algorithm::es256, Algorithm::ps256, Algorithm::es384, Algorithm::es512,
                                      Algorithm::ed25519, Algorithm::es256k}) {
        CAPTURE(std::string(algorithm_name(algorithm)));
        const Authority authority({}, PrivateKey::generate(algorithm));
        CHECK(authority.ca.key.algorithm() == algorithm);
        CHECK(is_issued_by(authority.certificate, authority.ca));
        Buffer damaged = authority.certificate.der;
        damaged.back() ^= 1;
        CHECK_FALSE(is_issued_by(parse_certificate(damaged), authority.ca));
    }
}

TEST_CASE("certificate: a CA whose curve is written out as numbers", "[certificate]") {
    const Authority authority({}, key_with_explicit_curve());
    // The key does contain the parameters: it is much longer than one that names its curve.
    REQUIRE(authority.ca.key.spki().size() > 200);
    CHECK(is_issued_by(authority.certificate, authority.ca));
    CHECK_FALSE(is_issued_by(Authority().certificate, authority.ca));

    TrustStore trust;
    trust.add(authority.ca, "csca");
    CHECK(trust.issuer_of(authority.certificate) != nullptr);
}

TEST_CASE("certificate: damaged and hostile", "[certificate]") {
    const Buffer der = Authority().certificate.der;
    for (std::size_t n = 0; n < der.size(); ++n) {
        if (n % 7 && n > 20) continue;
        CHECK_THROWS_AS(parse_certificate(Bytes(der).first(n)), Error);
    }
    Buffer longer = der;
    longer.push_back(0);
    CHECK_THROWS_AS(parse_certificate(longer), Error);
    // Flipped bits give another certificate or an Error, never anything else.
    for (std::size_t i = 0; i < 8 * der.size(); ++i) {
        Buffer bad = der;
        bad[i / 8] ^= static_cast<Byte>(1 << i % 8);
        try {
            parse_certificate(bad);
        } catch (const Error&) {
        }
    }
    const std::string pem = to_pem(parse_certificate(der));
    CHECK(parse_pem_certificates("first some words\n" + pem + "and more\n" + pem).size() == 2);
    for (const std::string& bad : {std::string(), std::string("-----BEGIN CERTIFICATE-----\n"),
                                   pem.substr(0, pem.size() / 2), pem + pem.substr(0, pem.size() / 2)}) {
        CHECK_THROWS_AS(parse_pem_certificates(bad), Error);
    }
}

TEST_CASE("certificate: a PEM text that claims to be encrypted is refused without asking", "[certificate]") {
    // OpenSSL's default is to ask for a passphrase on the terminal.
    const std::string pem =
        "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,"
        "00112233445566778899AABBCCDDEEFF\n\nAAAAAAAAAAAAAAAAAAAAAA==\n-----END CERTIFICATE-----\n";
    CHECK_THROWS_AS(parse_pem_certificates(pem), Error);
}
