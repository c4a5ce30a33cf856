#include "vpass/trust.hpp"

#include <algorithm>
#include <map>

#include "vpass/encoding.hpp"
#include "vpass/jws.hpp"
#include "vpass/value_sets.hpp"

namespace vpass {
namespace {

constexpr std::size_t kMaxVouched = 4096;  // remembered certificates that passes carried: about 8 MiB

constexpr const char* kEkuArcs[] = {"1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."};
constexpr Kind kEkuKinds[] = {Kind::test, Kind::vaccination, Kind::recovery};  // numbered from 1

// Territories whose passes are signed with the certificate of the state they belong to.
const std::map<std::string_view, std::string_view, std::less<>> kTerritories = {
    {"GB", "GG GI IM JE AI BM FK KY MS SH TC VG"},
    {"NL", "AW BQ CW SX"},
    {"FR", "BL GF GP MF MQ NC PF PM RE TF WF YT"},
    {"DK", "FO GL"},
    {"FI", "AX"},
    {"NO", "BV SJ"},
    {"US", "AS GU MP PR UM VI"},
    {"CN", "HK MO"},
    {"AU", "CC CX HM NF"},
    {"NZ", "CK NU TK"},
};

bool same_key(const TrustedKey& a, const TrustedKey& b) {
    return a.kid == b.kid && a.issuer == b.issuer &&
           (a.certificate && b.certificate ? a.certificate->fingerprint == b.certificate->fingerprint
                                           : a.key.public_key().same_as(b.key.public_key()));
}

void describe(const TrustedKey& key, KeyIdentity& out) {
    out.add_name(key.kid);
    if (key.certificate) out.add_names(*key.certificate);
    out.add_issuer(key.issuer);
}

}  // namespace

unsigned kinds_of(const Certificate& certificate) {
    unsigned kinds = 0;
    for (const std::string& oid : certificate.extended_key_usage) {
        for (std::size_t i = 0; i < std::size(kEkuKinds); ++i) {
            for (const char* arc : kEkuArcs) {
                if (oid == arc + std::to_string(i + 1)) kinds |= 1U << static_cast<unsigned>(kEkuKinds[i]);
            }
        }
    }
    return kinds;
}

std::string extended_key_usage_oid(Kind kind) {
    const auto at = std::find(std::begin(kEkuKinds), std::end(kEkuKinds), kind) - std::begin(kEkuKinds);
    return kEkuArcs[0] + std::to_string(at + 1);
}

KeyIdentity identity_of(const TrustedKey& key) {
    KeyIdentity out(key.key.public_key());
    describe(key, out);
    return out;
}

// Also of an entry that adds nothing else: its certificate may give the key another name.
void TrustStore::identify(TrustedKey& key) {
    std::shared_ptr<KeyIdentity>& known = by_identity_[key.key.public_key().identity()];
    if (!known) {
        known = std::make_shared<KeyIdentity>(key.key.public_key());
        identities_.push_back(known);
    }
    describe(key, *known);
    key.identity = known;
}

void TrustStore::add(TrustedKey key) {
    identify(key);
    auto& same_kid = by_kid_[key.kid];
    for (const TrustedKey* known : same_kid) {
        if (same_key(*known, key)) return;
    }
    keys_.push_back(std::make_unique<TrustedKey>(std::move(key)));
    same_kid.push_back(keys_.back().get());
}

void TrustStore::add(Certificate certificate, std::string source) {
    const std::string kid = certificate.kid();
    const unsigned kinds = kinds_of(certificate);
    VerificationKey key(certificate.key);
    // The certificate of an issuer that is a URL names it.
    if (certificate.key.algorithm() == Algorithm::es256) {
        for (const std::string& uri : certificate.san_uris)
            add({uri, jws::kid_for(uri, certificate.key), key, certificate, kinds, source});
    }
    const std::string country = certificate.country;
    add({country, kid, std::move(key), std::move(certificate), kinds, std::move(source)});
}

std::span<const TrustedKey* const> TrustStore::with_kid(std::string_view kid) const {
    const auto found = by_kid_.find(kid);
    if (found == by_kid_.end()) return {};
    return found->second;
}

const TrustedKey* TrustStore::issuer_of(const Certificate& certificate) const {
    for (const auto& key : keys_) {
        if (key->is_ca() && key->issuer == certificate.country &&
            is_issued_by(certificate, *key->certificate)) {
            return key.get();
        }
    }
    return nullptr;
}

std::shared_ptr<const TrustedKey> TrustStore::vouched_for(Bytes certificate_der) const {
    const std::string der(as_text(certificate_der));
    {
        const std::lock_guard lock(vouched_mutex_);
        const auto known = vouched_.find(der);
        if (known != vouched_.end()) return known->second;
    }
    Certificate certificate = parse_certificate(certificate_der);
    std::shared_ptr<const TrustedKey> answer;
    if (const TrustedKey* ca = issuer_of(certificate)) {
        const auto known = by_identity_.find(certificate.key.identity());
        KeyIdentity identity = known == by_identity_.end() ? KeyIdentity(certificate.key) : *known->second;
        // Lists name a certificate by its hash, which changes with a signature that anyone can rewrite.
        if (const auto other = with_other_signature(certificate, *ca->certificate))
            identity.add_names(*other);
        const unsigned kinds = kinds_of(certificate);
        VerificationKey key(certificate.key);
        const std::string country = certificate.country, kid = certificate.kid();
        TrustedKey made{country, kid, std::move(key), std::move(certificate), kinds, ca->source};
        describe(made, identity);
        made.identity = std::make_shared<KeyIdentity>(std::move(identity));
        answer = std::make_shared<TrustedKey>(std::move(made));
    }
    const std::lock_guard lock(vouched_mutex_);
    if (vouched_.size() >= kMaxVouched) vouched_.clear();
    vouched_.emplace(der, answer);
    return answer;
}

bool speaks_for(const TrustedKey& key, std::string_view issuer, bool& renamed) {
    renamed = false;
    if (key.issuer == issuer || key.issuer.empty() || issuer.empty()) return true;
    // URLs and DIDs name one issuer exactly; only certificates of states sign under other names.
    if (!key.certificate || key.issuer.find(':') != std::string::npos ||
        issuer.find(':') != std::string_view::npos) {
        return false;
    }
    renamed = true;
    // A name that is no country cannot be somebody else's country.
    if (!is_country(key.issuer) || !is_country(issuer)) return true;
    const auto territories = kTerritories.find(std::string_view(key.issuer));
    return territories != kTerritories.end() && territories->second.find(issuer) != std::string_view::npos;
}

std::string to_jwks(std::span<const TrustedKey* const> keys) {
    std::string out = "{\"keys\":[";
    json::Writer w(out);
    for (const TrustedKey* key : keys) {
        const PublicKey& public_key = key->key.public_key();
        out += out.back() == '[' ? "\n" : ",\n";  // a key a line, for people and for diff
        w.begin_object();
        const auto point = public_key.ec_coordinates();
        auto number = [&](std::string_view name, const Buffer& value) {
            w.text(name, base64_encode(value, Base64::url));
        };
        if (!point.curve.empty()) {
            w.text("kty", "EC").text("crv", point.curve);
            number("x", point.x);
            number("y", point.y);
        } else {
            const auto rsa = public_key.rsa();
            w.text("kty", "RSA");
            number("n", rsa.modulus);
            number("e", rsa.exponent);
        }
        w.text("use", "sig").text("alg", algorithm_name(public_key.algorithm()));
        const bool binary = key->certificate && key->kid == key->certificate->kid();
        w.text("kid",
               binary || !is_utf8(key->kid) ? base64_encode(as_bytes(key->kid), Base64::standard) : key->kid);
        if (!key->issuer.empty()) w.text("iss", key->issuer);
        if (key->certificate) {
            w.key("x5c")
                .begin_array()
                .string(base64_encode(key->certificate->der, Base64::standard))
                .end_array();
        }
        w.end_object();
    }
    return out + "\n]}\n";
}

}  // namespace vpass
