// Certificates that are read without OpenSSL: whatever is read so, OpenSSL reads in the same way.
#include "keys/x509/plain_certificate.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "base/error.hpp"
#include "base/file.hpp"
#include "data/encoding.hpp"
#include "data/json.hpp"
#include "support/authority.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using namespace vpass::test;

namespace {

bool is_same(const Certificate& a, const Certificate& b) {
    return a.der == b.der && a.fingerprint == b.fingerprint && a.country == b.country &&
           a.common_name == b.common_name && a.extended_key_usage == b.extended_key_usage &&
           a.san_uris == b.san_uris && a.not_before == b.not_before && a.not_after == b.not_after &&
           a.is_ca == b.is_ca && a.may_sign == b.may_sign && a.is_test == b.is_test &&
           a.key.algorithm() == b.key.algorithm() && a.key.same_as(b.key) && a.key.spki() == b.key.spki();
}

// Returns true when it is read without OpenSSL, and then as OpenSSL reads it.
bool is_plain(Bytes der) {
    const std::optional<Certificate> plain = read_plain_certificate(der);
    if (!plain) return false;
    try {
        if (is_same(*plain, parse_certificate_by_openssl(der))) return true;
        FAIL("read in another way: " << hex_encode(der));
    } catch (const Error& e) {
        FAIL(e.what() << ": " << hex_encode(der));
    }
    return false;
}

// A CA and a signer, with what `key new` writes into them.
std::vector<Buffer> samples() {
    const PrivateKey ca_key = PrivateKey::generate(Algorithm::es256),
                     key = PrivateKey::generate(Algorithm::es256);
    CertificateRequest request;
    request.country = "KR";
    request.organization = "질병관리청";
    request.common_name = "CSCA";
    request.not_before = kIssued;
    request.not_after = 4102444800;  // 2100-01-01, past where X.509 changes its form of dates
    request.is_ca = true;
    const Certificate ca = make_certificate(request, ca_key.public_key(), nullptr, ca_key);
    request.is_ca = false;
    request.is_test = true;
    request.extended_key_usage = {extended_key_usage_oid(Kind::test), "2.999.4294967296",
                                  "1.3.6.1.5.5.7.3.2"};
    request.san_uris = {"https://kdca.example/pass", "did:web:kdca.example"};
    const Certificate signer = make_certificate(request, key.public_key(), &ca, ca_key);
    return {ca.der, signer.der};
}

}  // namespace

TEST_CASE("certificates of the usual form are read as OpenSSL reads them", "[plain-certificate]") {
    for (const Buffer& der : samples()) CHECK(is_plain(der));
    const Certificate rsa = [] {
        const PrivateKey key = PrivateKey::generate(Algorithm::ps256);
        CertificateRequest request;
        request.country = "KR";
        request.not_after = kIssued;
        return make_certificate(request, key.public_key(), nullptr, key);
    }();
    CHECK_FALSE(read_plain_certificate(rsa.der));
    CHECK(parse_certificate(rsa.der).key.algorithm() == Algorithm::ps256);
}

TEST_CASE("whatever a certificate is changed to, OpenSSL agrees", "[plain-certificate]") {
    std::size_t changed = 0, read = 0;
    const auto judge = [&](const Buffer& der) {
        ++changed;
        read += is_plain(der);
    };
    for (const Buffer& der : samples()) {
        for (std::size_t at = 0; at < der.size(); ++at) {
            for (const unsigned value :
                 {der[at] ^ 1U, der[at] ^ 0x80U, der[at] ^ 0x20U, der[at] + 1U, der[at] - 1U, 0U, 0xffU}) {
                Buffer other = der;
                other[at] = static_cast<Byte>(value);
                judge(other);
            }
            Buffer shorter = der, longer = der;
            shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
            longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), Byte{0});
            judge(shorter);
            judge(longer);
        }
    }
    CHECK(changed > 5'000);
    CHECK(read > 1'000);  // changes of names, times, serial numbers and signatures
    CHECK(read < changed);
}

TEST_CASE("the certificates of a network's lists are read as OpenSSL reads them", "[plain-certificate]") {
    if (!have_vectors("gdhcn/lists")) return;
    std::size_t all = 0, plain = 0, on_p256 = 0;
    // These have extensions that ours lack.
    const auto flip_bits = [](Buffer der) {
        for (std::size_t at = 0; at < der.size(); ++at) {
            const Byte bit = static_cast<Byte>(1U << at % 8);
            der[at] ^= bit;
            is_plain(der);
            der[at] ^= bit;
        }
    };
    for (const auto& file : std::filesystem::directory_iterator(vectors_path("gdhcn/lists"))) {
        const Buffer text = read_file(file.path(), 64 << 20);
        const json::Value list = json::check(as_text(text));
        for (const json::Value entry : list["verificationMethod"].elements()) {
            for (const json::Value one : entry["publicKeyJwk"]["x5c"].elements()) {
                const Buffer der = base64_decode(one.string(), Base64::standard);
                ++all;
                plain += is_plain(der);
                if (all % 100 == 0) flip_bits(der);
                on_p256 += parse_certificate_by_openssl(der).key.algorithm() == Algorithm::es256;
            }
        }
    }
    CHECK(all > 1000);
    CHECK(plain > on_p256 / 10 * 8);
}
