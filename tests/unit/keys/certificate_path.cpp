// Tests certification paths with certificates that our own tools do not make.
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "support/authority.hpp"

using namespace vpass;
using test::Authority;
using test::kDay;
using test::kIssued;

namespace {

using Extensions = std::vector<std::pair<int, std::string>>;

struct Made {
    std::shared_ptr<EVP_PKEY> key;
    std::shared_ptr<X509> x509;

    Certificate certificate() const {
        unsigned char* der = nullptr;
        const int size = i2d_X509(x509.get(), &der);
        const Buffer copy(der, der + size);
        OPENSSL_free(der);
        return parse_certificate(copy);
    }
};

std::shared_ptr<EVP_PKEY> ec_key(const char* group, bool is_explicit = false) {
    EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", group);
    REQUIRE(key);
    if (is_explicit)
        EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, OSSL_PKEY_EC_ENCODING_EXPLICIT);
    return {key, EVP_PKEY_free};
}
std::shared_ptr<EVP_PKEY> rsa_key(std::size_t bits) {
    return {EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits), EVP_PKEY_free};
}

const Extensions kCa = {{NID_basic_constraints, "critical,CA:TRUE"},
                        {NID_key_usage, "critical,keyCertSign,cRLSign"}};
const Extensions kSigner = {{NID_key_usage, "critical,digitalSignature"}};

// `issuer` signs; without one the certificate signs itself.
Made make(const char* name, std::shared_ptr<EVP_PKEY> key, const Made* issuer, const Extensions& extensions,
          const EVP_MD* digest = EVP_sha256(), UnixTime from = kIssued - 365 * kDay,
          UnixTime until = kIssued + 365 * kDay) {
    Made out{key, {X509_new(), X509_free}};
    X509* x509 = out.x509.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 7);
    ASN1_TIME_set(X509_getm_notBefore(x509), from);
    ASN1_TIME_set(X509_getm_notAfter(x509), until);
    X509_NAME* subject = X509_get_subject_name(x509);
    for (const auto& [field, value] : {std::pair{"C", "KR"}, std::pair{"CN", name}})
        X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(value), -1, -1, 0);
    X509* parent = issuer ? issuer->x509.get() : x509;
    X509_set_issuer_name(x509, X509_get_subject_name(parent));
    X509_set_pubkey(x509, key.get());
    X509V3_CTX context;
    X509V3_set_ctx(&context, parent, x509, nullptr, nullptr, 0);
    for (const auto& [nid, value] : extensions) {
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
        REQUIRE(extension);
        X509_add_ext(x509, extension, -1);
        X509_EXTENSION_free(extension);
    }
    REQUIRE(X509_sign(x509, issuer ? issuer->key.get() : key.get(), digest) > 0);
    return out;
}

Extensions with(Extensions base, int nid, std::string value) {
    base.emplace_back(nid, std::move(value));
    return base;
}

// Returns the signer's key if the CA vouches for a pass of this signer.
CarriedSigner carried(const Made& ca, const Made& signer) {
    TrustStore trust;
    trust.add(ca.certificate(), "csca");
    return trust.chain_to_trusted_ca(signer.certificate().der);
}

}  // namespace

TEST_CASE("path: CAs on any curve vouch", "[certificate]") {
    for (const char* group : {"P-256", "P-384", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"}) {
        for (const bool is_explicit : {false, true}) {
            CAPTURE(std::string(group), is_explicit);
            const Made ca = make("CSCA", ec_key(group, is_explicit), nullptr, kCa);
            const Made signer = make("DSC", ec_key("P-256"), &ca, kSigner);
            CHECK(carried(ca, signer).problem == "");
            CHECK(carried(ca, signer).key);
            // The CA is trusted directly, and again after it is written and read.
            TrustStore trust, again;
            trust.add(ca.certificate(), "csca");
            const TrustedKey* key = trust.keys().front().get();
            again.load_text(to_jwks({&key, 1}), "again");
            CHECK(again.chain_to_trusted_ca(signer.certificate().der).key);
        }
    }
    const Made rsa = make("CSCA", rsa_key(2048), nullptr, kCa);
    CHECK(carried(rsa, make("DSC", ec_key("P-256"), &rsa, kSigner)).key);
}

TEST_CASE("path: weak keys and digests vouch for nothing", "[certificate]") {
    const Made ca = make("CSCA", rsa_key(2048), nullptr, kCa);
    const auto key = ec_key("P-256");
    CHECK(carried(ca, make("DSC", key, &ca, kSigner, EVP_sha256())).key);
    CHECK_FALSE(carried(ca, make("DSC", key, &ca, kSigner, EVP_md5())).key);
    CHECK_FALSE(carried(ca, make("DSC", key, &ca, kSigner, EVP_sha1())).key);
    for (const auto& weak : {rsa_key(1024), ec_key("prime192v1")}) {
        const Made weak_ca = make("CSCA", weak, nullptr, kCa);
        CHECK_FALSE(
            path_problem(make("DSC", key, &weak_ca, kSigner).certificate(), weak_ca.certificate()).empty());
    }
    // How a CA has signed itself does not matter: it is trusted because its file is.
    const Made old = make("CSCA", rsa_key(2048), nullptr, kCa, EVP_sha1());
    CHECK(carried(old, make("DSC", key, &old, kSigner)).key);
    // A pass must not be signed with a weak key.
    CHECK_THROWS_AS(carried(ca, make("DSC", rsa_key(1024), &ca, kSigner)), Error);
}

TEST_CASE("path: what the extensions of a carried certificate allow", "[certificate]") {
    const Made ca = make("CSCA", ec_key("P-384"), nullptr, kCa);
    const auto key = ec_key("P-256");
    const auto counts = [&](const Extensions& extensions) {
        return carried(ca, make("DSC", key, &ca, extensions)).key != nullptr;
    };
    CHECK(counts({}));
    CHECK(counts(kSigner));
    CHECK(counts(with(kSigner, NID_ext_key_usage, "critical,2.23.136.1.1.14.2")));
    CHECK(counts(with(kSigner, NID_ext_key_usage, "1.3.6.1.4.1.1847.2021.1.2")));
    CHECK(counts(with(kSigner, NID_ext_key_usage, "1.3.6.1.4.1.0.1847.2021.1.1,serverAuth")));
    CHECK_FALSE(counts(with(kSigner, NID_ext_key_usage, "serverAuth")));
    CHECK_FALSE(counts(with(kSigner, NID_ext_key_usage, "critical,codeSigning")));
    CHECK_FALSE(counts({{NID_key_usage, "critical,keyAgreement"}}));
    CHECK_FALSE(counts({{NID_key_usage, "critical,keyCertSign,cRLSign"}}));
    CHECK_FALSE(counts(kCa));
}

TEST_CASE("path: an unknown critical extension refuses", "[certificate]") {
    const Made ca = make("CSCA", ec_key("P-384"), nullptr, kCa);
    for (const bool critical : {false, true}) {
        Made signer = make("DSC", ec_key("P-256"), &ca, kSigner);
        ASN1_OBJECT* oid = OBJ_txt2obj("1.3.6.1.4.1.55555.2", 1);
        ASN1_OCTET_STRING* data = ASN1_OCTET_STRING_new();
        ASN1_OCTET_STRING_set(data, reinterpret_cast<const unsigned char*>("\x05\x00"), 2);
        X509_EXTENSION* extension = X509_EXTENSION_create_by_OBJ(nullptr, oid, critical, data);
        X509_add_ext(signer.x509.get(), extension, -1);
        X509_EXTENSION_free(extension);
        ASN1_OCTET_STRING_free(data);
        ASN1_OBJECT_free(oid);
        REQUIRE(X509_sign(signer.x509.get(), ca.key.get(), EVP_sha256()) > 0);
        CHECK((carried(ca, signer).key != nullptr) == !critical);
    }
}

TEST_CASE("path: what stands above constrains", "[certificate]") {
    const auto signer_key = ec_key("P-256");
    const auto vouch = [&](const Extensions& root_extensions, bool trust_root, bool trust_middle) {
        const Made root = make("Root", ec_key("P-384"), nullptr, root_extensions);
        const Made middle = make("CSCA", ec_key("P-384"), &root, kCa);
        const Made signer = make("DSC", signer_key, &middle, kSigner);
        TrustStore trust;
        if (trust_root) trust.add(root.certificate(), "root");
        if (trust_middle) trust.add(middle.certificate(), "middle");
        return trust.chain_to_trusted_ca(signer.certificate().der).key != nullptr;
    };
    const Extensions no_depth = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                 {NID_key_usage, "critical,keyCertSign"}};
    CHECK(vouch(kCa, true, true));
    CHECK(vouch(no_depth, false, true));  // trusted by itself
    CHECK_FALSE(vouch(no_depth, true, true));
    CHECK_FALSE(vouch(kCa, true, false));  // nobody vouches for a CA that is not there
}

TEST_CASE("path: name constraints of a CA", "[certificate]") {
    const Made ca = make("CSCA", ec_key("P-384"), nullptr,
                         with(kCa, NID_name_constraints, "critical,permitted;URI:health.example"));
    const auto counts = [&](const std::string& uri) {
        return carried(ca,
                       make("DSC", ec_key("P-256"), &ca, with(kSigner, NID_subject_alt_name, "URI:" + uri)))
                   .key != nullptr;
    };
    CHECK(counts("https://health.example/dsc"));
    CHECK_FALSE(counts("https://other.example/dsc"));
}

TEST_CASE("path: namesakes among CAs", "[certificate]") {
    const Made one = make("CSCA", ec_key("P-384"), nullptr, kCa),
               two = make("CSCA", ec_key("P-384"), nullptr, kCa);
    for (const Made* ca : {&one, &two}) {
        TrustStore trust;
        trust.add(one.certificate(), "one");
        trust.add(two.certificate(), "two");
        CHECK(trust.chain_to_trusted_ca(make("DSC", ec_key("P-256"), ca, kSigner).certificate().der).key);
    }
}

TEST_CASE("path: a CA vouches while it is valid", "[certificate]") {
    const auto ca_key = ec_key("P-384"), key = ec_key("P-256");
    const Made ca =
        make("CSCA", ca_key, nullptr, kCa, EVP_sha256(), kIssued - 100 * kDay, kIssued + 10 * kDay);
    const CarriedSigner answer = carried(ca, make("DSC", key, &ca, kSigner));
    REQUIRE(answer.key);
    CHECK(answer.is_vouched_at(kIssued));
    CHECK(answer.is_vouched_at(kIssued + 10 * kDay));
    CHECK_FALSE(answer.is_vouched_at(kIssued + 11 * kDay));
    CHECK_FALSE(answer.is_vouched_at(kIssued - 101 * kDay));
}
