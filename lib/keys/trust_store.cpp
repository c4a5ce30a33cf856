#include "keys/trust_store.hpp"

#include <algorithm>

#include "base/country.hpp"
#include "base/error.hpp"
#include "crypto/jws.hpp"
#include "data/encoding.hpp"
#include "keys/gdhcn/listing.hpp"

namespace vpass {
namespace {

constexpr std::size_t kMaxVouchedBytes = 8 << 20;  // of answers about certificates that passes carried
constexpr std::size_t kAnswerBytes = 4096;         // one takes about so many, besides its certificate

constexpr const char* kEkuArcs[] = {"1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."};
constexpr Kind kEkuKinds[] = {Kind::test, Kind::vaccination, Kind::recovery};  // numbered from 1

// Returns a text that is equal for two entries of one key under one name: by the key alone, or by its
// certificate.
std::string entry_name(const TrustedKey& key, std::string_view what) {
    std::string out(what);
    for (const std::string& part : {key.kid, key.issuer}) out += std::to_string(part.size()) + ':' + part;
    out += key.only_vouches ? "ca" : "";
    if (key.listing) out += key.listing.participant + '/' + key.listing.usage + '/';
    out += as_text(what == "certificate" ? key.certificate->fingerprint : key.key.public_key().identity());
    return std::string(as_text(sha256(as_bytes(out))));
}

// Returns a country's code, and any other name as it is.
std::string normal_issuer(std::string name) {
    std::string code = country_name(name).code;
    return code.empty() ? std::move(name) : std::move(code);
}

// Returns why a certificate may not sign passes (RFC 5280 §§4.2.1.3, 4.2.1.9, 4.2.1.12); empty when it may.
std::string usage_problem(const Certificate& certificate) {
    if (certificate.is_ca) return "it is a CA's";
    if (!certificate.may_sign) return "its key usage is not digitalSignature";
    const auto is_ours = [](const std::string& oid) {
        return oid == kVdsNcSignerUsage ||
               std::ranges::any_of(kEkuArcs, [&](const char* arc) { return oid.starts_with(arc); });
    };
    if (!certificate.extended_key_usage.empty() &&
        !std::ranges::any_of(certificate.extended_key_usage, is_ours))
        return "its extended key usage is not for passes";
    return {};
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

// We also identify an entry that adds nothing else: its certificate may give the key another name.
void TrustStore::identify(TrustedKey& key) {
    std::shared_ptr<KeyIdentity>& known = by_identity_[key.key.public_key().identity()];
    if (!known) {
        known = std::make_shared<KeyIdentity>(key.key.public_key());
        identities_.push_back(known);
    }
    describe(key, *known);
    key.identity = known;
}

std::string PassedOver::text() const {
    std::string who;
    for (const std::string& name : {kid.empty() ? kid : "kid " + kid, issuer}) {
        if (!name.empty()) who += (who.empty() ? " (" : ", ") + name;
    }
    if (!who.empty()) who += ')';
    return "trust file " + source + ": " + place + who + " is passed over: " + problem;
}

bool CarriedSigner::is_vouched_at(UnixTime time) const {
    return std::ranges::any_of(vouched, [&](const Validity& validity) { return validity.holds(time); });
}

void TrustStore::add(TrustedKey key) {
    const PublicKey& public_key = key.key.public_key();
    key.is_weak = public_key.is_weak();
    // A short RSA key stays, so that verdicts and `trust check` can name it. A CA may have a key of any kind
    // that OpenSSL verifies with; many are on Brainpool's curves.
    const std::string unfit = public_key.unfit();
    const bool is_rsa = public_key.algorithm() == Algorithm::ps256;
    if (key.only_vouches && !key.is_ca())
        throw Error(Code::bad_key, "it is listed as a CA, and has no CA's certificate");
    if (!unfit.empty() && !is_rsa && (key.is_weak || !key.is_ca()) && !key.is_idle)
        throw Error(Code::bad_key, "no pass is signed with " + unfit);
    key.issuer = normal_issuer(std::move(key.issuer));
    identify(key);

    // Two certificates of one key count as two; a key without a certificate is the same as the key with one.
    std::string by_key = entry_name(key, "key"), bare = entry_name(key, "bare");
    std::string by_certificate = key.certificate ? entry_name(key, "certificate") : std::string();
    for (const std::string& name : {bare, key.certificate ? by_certificate : by_key}) {
        const auto known = known_.find(name);
        if (known != known_.end()) return gdhcn::widen(*known->second, key);
    }
    const bool has_certificate = key.certificate.has_value();
    keys_.push_back(std::make_unique<TrustedKey>(std::move(key)));
    TrustedKey* added = keys_.back().get();
    known_.emplace(std::move(by_key), added);
    known_.emplace(has_certificate ? std::move(by_certificate) : std::move(bare), added);
    if (added->signs()) by_kid_[added->kid].push_back(added);
    if (added->vouches()) cas_[added->issuer].push_back(added);
}

void TrustStore::add(Certificate certificate, std::string source) {
    const std::string kid = certificate.kid();
    const unsigned kinds = kinds_of(certificate);
    VerificationKey key(certificate.key);
    // When the issuer is a URL, its certificate names it.
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

std::vector<const TrustedKey*> TrustStore::issuers_of(const Certificate& certificate) const {
    const auto of_country = cas_.find(normal_issuer(certificate.country));
    if (of_country == cas_.end()) return {};
    std::vector<const Certificate*> all;
    for (const TrustedKey* ca : of_country->second) all.push_back(&*ca->certificate);
    std::vector<const TrustedKey*> out;
    for (const TrustedKey* ca : of_country->second) {
        if (path_problem(certificate, *ca->certificate, all).empty()) out.push_back(ca);
    }
    return out;
}

const TrustedKey* TrustStore::issuer_of(const Certificate& certificate) const {
    const auto issuers = issuers_of(certificate);
    return issuers.empty() ? nullptr : issuers.front();
}

CarriedSigner TrustStore::chain_to_trusted_ca(Bytes certificate_der) const {
    const std::string der(as_text(certificate_der));
    {
        const std::lock_guard lock(vouched_mutex_);
        const auto known = vouched_.find(der);
        if (known != vouched_.end()) return known->second;
    }
    CarriedSigner answer = judge_carried(certificate_der);
    const std::lock_guard lock(vouched_mutex_);
    vouched_bytes_ += 2 * der.size() + kAnswerBytes;
    if (vouched_bytes_ > kMaxVouchedBytes) {
        vouched_.clear();
        vouched_bytes_ = 2 * der.size() + kAnswerBytes;
    }
    vouched_.emplace(der, answer);
    return answer;
}

CarriedSigner TrustStore::judge_carried(Bytes certificate_der) const {
    Certificate certificate = parse_certificate(certificate_der);
    if (const std::string unfit = certificate.key.unfit(); !unfit.empty())
        throw Error(Code::bad_key, "it carries the certificate of " + unfit);
    CarriedSigner out;
    out.problem = usage_problem(certificate);
    if (!out.problem.empty()) return out;
    const auto issuers = issuers_of(certificate);
    if (issuers.empty()) {
        out.problem = "no trusted CA of its country vouches for it";
        return out;
    }
    const auto known = by_identity_.find(certificate.key.identity());
    KeyIdentity identity = known == by_identity_.end() ? KeyIdentity(certificate.key) : *known->second;
    for (const TrustedKey* ca : issuers) {
        out.vouched.push_back({ca->certificate->not_before, ca->certificate->not_after});
        // Lists name a certificate by its hash, which changes with a signature that anyone can rewrite, so we
        // add the other hash as well.
        if (const auto other = with_other_signature(certificate, *ca->certificate))
            identity.add_names(*other);
    }
    const unsigned kinds = kinds_of(certificate);
    VerificationKey key(certificate.key);
    const std::string country = normal_issuer(certificate.country), kid = certificate.kid();
    TrustedKey made{country, kid, std::move(key), std::move(certificate), kinds, issuers.front()->source};
    describe(made, identity);
    made.identity = std::make_shared<KeyIdentity>(std::move(identity));
    made.listing = issuers.front()->listing;
    made.domain_kinds = issuers.front()->domain_kinds;
    out.key = std::make_shared<TrustedKey>(std::move(made));
    return out;
}

bool may_sign_for(const TrustedKey& key, std::string_view issuer, std::string_view entry_country,
                  bool& renamed) {
    renamed = false;
    if (key.listing) return issuer.empty() || gdhcn::is_participant(key, issuer);
    if (key.issuer == issuer || key.issuer.empty() || issuer.empty()) return true;
    // URLs and DIDs name exactly one issuer.
    if (key.issuer.find(':') != std::string::npos || issuer.find(':') != std::string_view::npos) return false;
    const CountryName own = country_name(key.issuer), named = country_name(issuer);
    if (!own.code.empty() && own.code == named.code) return true;  // in another spelling
    // Only certificates of states sign under other names.
    if (!key.certificate) return false;
    renamed = true;
    const std::string certified = country_code(key.certificate->country);
    const std::string& home = own.is_assigned ? own.code : certified;
    // A code that stands for nobody does not limit the key.
    if (home.empty()) return own.is_unassigned();
    if (named.is_assigned) return is_country_or_territory(named.code, home);
    const std::string entry = country_code(entry_country);
    return !entry.empty() && is_country_or_territory(entry, home) &&
           is_country_or_territory(entry, certified);
}

std::string to_jwks(std::span<const TrustedKey* const> keys) {
    std::string out = "{\"keys\":[";
    json::Writer w(out);
    for (const TrustedKey* key : keys) {
        if (key->is_idle) continue;  // it would come back as one that signs
        const PublicKey& public_key = key->key.public_key();
        out += out.back() == '[' ? "\n" : ",\n";  // a key a line, for people and for diff
        w.begin_object();
        const auto point = public_key.ec_coordinates();
        const auto rsa = public_key.rsa();
        const bool only_vouches = key->only_vouches || (!public_key.unfit().empty() && !key->is_weak);
        auto number = [&](std::string_view name, const Buffer& value) {
            w.text(name, base64_encode(value, Base64::url));
        };
        if (!point.curve.empty()) {
            w.text("kty", "EC").text("crv", point.curve);
            number("x", point.x);
            number("y", point.y);
        } else if (!rsa.modulus.empty()) {
            w.text("kty", "RSA");
            number("n", rsa.modulus);
            number("e", rsa.exponent);
        } else {
            w.text("kty", "X509");  // a CA's key that JWK has no form for: it is in the certificate
        }
        w.text("use", only_vouches ? kUseOfCa : "sig");
        if (public_key.algorithm() != Algorithm::unknown)
            w.text("alg", algorithm_name(public_key.algorithm()));
        const bool binary = key->certificate && key->kid == key->certificate->kid();
        w.text("kid",
               binary || !is_utf8(key->kid) ? base64_encode(as_bytes(key->kid), Base64::standard) : key->kid);
        if (!key->issuer.empty()) w.text("iss", key->issuer);
        if (key->listing) {
            w.text("participant", key->listing.participant).key("domains").begin_array();
            for (const std::string& domain : key->listing.domains) w.string(domain);
            w.end_array();
        }
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
