#include "keys/profiles/certificate_profile.hpp"

#include <openssl/x509v3.h>

#include <algorithm>
#include <cctype>

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "crypto/openssl_handles.hpp"

namespace vpass {
namespace {

constexpr std::int64_t kDay = 86400;
constexpr std::string_view kClientAuthentication = "1.3.6.1.5.5.7.3.2";  // RFC 5280 §4.2.1.12

// Holds a certificate, and what the rules ask of it that Certificate does not have.
struct Facts {
    const Certificate& certificate;
    UnixTime at;
    int countries = 0, common_names = 0;
    bool has_key_usage = false, has_constraints = false;
    std::uint32_t key_usage = 0;
    long path_length = -1;  // -1: without a limit
    int key_type = 0, key_bits = 0;
    std::string signature_algorithm = {};  // its OID

    bool uses(std::uint32_t bit) const { return has_key_usage && key_usage & bit; }
    std::int64_t days() const { return (certificate.not_after - certificate.not_before) / kDay; }
    bool extends_to(std::string_view oid) const {
        return std::ranges::find(certificate.extended_key_usage, oid) != certificate.extended_key_usage.end();
    }
};

int count_entries(const X509_NAME* name, int nid) {
    int n = 0;
    for (int at = -1; (at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0;) ++n;
    return n;
}

Facts facts_of(const Certificate& certificate, UnixTime at) {
    const X509Ptr x509 = to_x509(certificate);
    Facts out{certificate, at};
    const X509_NAME* subject = X509_get_subject_name(x509.get());
    out.countries = count_entries(subject, NID_countryName);
    out.common_names = count_entries(subject, NID_commonName);
    const std::uint32_t flags = X509_get_extension_flags(x509.get());
    out.has_key_usage = flags & EXFLAG_KUSAGE;
    out.key_usage = X509_get_key_usage(x509.get());
    out.has_constraints = flags & EXFLAG_BCONS;
    out.path_length = X509_get_pathlen(x509.get());
    out.key_type = EVP_PKEY_get_base_id(X509_get0_pubkey(x509.get()));
    out.key_bits = EVP_PKEY_get_bits(X509_get0_pubkey(x509.get()));
    const X509_ALGOR* algorithm = nullptr;
    X509_get0_signature(nullptr, &algorithm, x509.get());
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    char oid[128];
    OBJ_obj2txt(oid, sizeof oid, object, 1);
    out.signature_algorithm = oid;
    ERR_clear_error();
    return out;
}

// Each of these returns what is wrong, or nothing.
using Problem = std::string (*)(const Facts&);

std::string one_country(const Facts& f) {
    return f.countries == 1 ? "" : "its subject has " + std::to_string(f.countries) + " entries C, not one";
}
std::string country_code(const Facts& f) {
    const std::string& c = f.certificate.country;
    const bool good = c.size() == 2 && std::isupper(static_cast<unsigned char>(c[0])) &&
                      std::isupper(static_cast<unsigned char>(c[1]));
    return good || f.countries != 1 ? "" : "C in its subject is not two letters";
}
std::string common_name(const Facts& f) {
    return f.common_names == 1 && !f.certificate.common_name.empty()
               ? ""
               : "its subject has " + std::to_string(f.common_names) +
                     " entries CN, not one that says something";
}
std::string key_of_at_least(const Facts& f, int rsa_bits) {
    const std::string bits = std::to_string(f.key_bits);
    switch (f.key_type) {
        case EVP_PKEY_RSA:
        case EVP_PKEY_RSA_PSS:
            return f.key_bits >= rsa_bits
                       ? ""
                       : "its RSA key has " + bits + " bits, and needs " + std::to_string(rsa_bits);
        case EVP_PKEY_EC:
            return f.key_bits >= 256 ? "" : "its EC key has " + bits + " bits, and needs 256";
        default:
            return "its key is neither an RSA nor an EC key";
    }
}
std::string key_3072(const Facts& f) { return key_of_at_least(f, 3072); }
std::string key_2048(const Facts& f) { return key_of_at_least(f, 2048); }
std::string signature_with_sha256(const Facts& f) {
    // ecdsa-with-SHA256, RSASSA-PSS, sha256WithRSAEncryption, dsa-with-sha256
    for (const char* oid : {"1.2.840.10045.4.3.2", "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.11",
                            "2.16.840.1.101.3.4.3.2"}) {
        if (f.signature_algorithm == oid) return "";
    }
    return "it was signed by the algorithm " + f.signature_algorithm;
}
std::string authority_constraints(const Facts& f) {
    if (!f.has_constraints) return "it has no basic constraints";
    if (!f.certificate.is_ca) return "its basic constraints are not those of a CA";
    return f.path_length > 0 ? "its path length is " + std::to_string(f.path_length) + ", not 0" : "";
}
std::string path_of_zero(const Facts& f) {
    const std::string problem = authority_constraints(f);
    return problem.empty() && f.path_length < 0 ? "its path length has no limit, and should be 0" : problem;
}
std::string no_authority(const Facts& f) {
    return f.certificate.is_ca ? "its basic constraints are those of a CA" : "";
}
std::string has_key_usage(const Facts& f) { return f.has_key_usage ? "" : "it has no key usage"; }
std::string signs_certificates(const Facts& f) {
    return !f.has_key_usage || f.uses(KU_KEY_CERT_SIGN) ? "" : "its key usage lacks keyCertSign";
}
std::string signs_certificates_and_lists(const Facts& f) {
    return !f.has_key_usage || (f.uses(KU_KEY_CERT_SIGN) && f.uses(KU_CRL_SIGN))
               ? ""
               : "its key usage lacks keyCertSign or cRLSign";
}
std::string signs_data(const Facts& f) {
    if (!f.has_key_usage) return "";
    if (!f.uses(KU_DIGITAL_SIGNATURE)) return "its key usage lacks digitalSignature";
    return f.uses(KU_CRL_SIGN) ? "its key usage has cRLSign" : "";
}
std::string client_authentication(const Facts& f) {
    return f.extends_to(kClientAuthentication) ? "" : "its extended key usage lacks clientAuth";
}
std::string signs_passes(const Facts& f) {
    return f.certificate.extended_key_usage.empty() || kinds_of(f.certificate) ||
                   f.extends_to(kVdsNcSignerUsage)
               ? ""
               : "its extended key usage allows no kind of pass";
}
std::string signs_seals(const Facts& f) {
    return f.extends_to(kVdsNcSignerUsage) ? ""
                                           : "its extended key usage lacks " + std::string(kVdsNcSignerUsage);
}
// WHO's tests grant a day at the lower end, and count years of 366 days at the upper one.
std::string lasts(const Facts& f, int least_years, int most_years) {
    const std::string days = "it is valid for " + std::to_string(f.days()) + " days, ";
    if (least_years && f.days() < 365 * least_years - 1)
        return days + "less than " + std::to_string(least_years) + (least_years == 1 ? " year" : " years");
    if (most_years && f.days() >= 366 * most_years)
        return days + "more than " + std::to_string(most_years) + " years";
    return "";
}
std::string two_years_at_least(const Facts& f) { return lasts(f, 2, 0); }
std::string four_years_at_most(const Facts& f) { return lasts(f, 0, 4); }
std::string one_year_at_least(const Facts& f) { return lasts(f, 1, 0); }
std::string two_years_at_most(const Facts& f) { return lasts(f, 0, 2); }
std::string thirty_days_left(const Facts& f) {
    return f.certificate.not_after >= f.at + 30 * kDay ? "" : "it expires in less than 30 days";
}

struct Rule {
    std::string_view code;
    bool is_error;
    unsigned roles;
    Problem problem;
};

constexpr unsigned kAuthority = static_cast<unsigned>(CertificateRole::authority);
constexpr unsigned kSigner = static_cast<unsigned>(CertificateRole::signer);
constexpr unsigned kTls = static_cast<unsigned>(CertificateRole::tls);
constexpr unsigned kUpload = static_cast<unsigned>(CertificateRole::upload);
constexpr unsigned kAll = 31;
constexpr bool kError = true, kWarning = false;

// The tests that WHO runs on what a participant hands in (tng-participant-template, scripts/tests), and for a
// DSC, which is not handed in, what its configuration for openssl writes.
constexpr Rule kGdhcn[] = {
    {"subject-country", kError, kAll, one_country},
    {"country-code", kError, kAll, country_code},
    {"key-size", kError, kAll, key_3072},
    {"signature-algorithm", kError, kAll, signature_with_sha256},
    {"expires-soon", kError, kAll, thirty_days_left},
    {"no-key-usage", kError, kAll, has_key_usage},
    {"key-usage", kError, kAuthority, signs_certificates},
    {"key-usage", kError, kSigner | kTls | kUpload, signs_data},
    {"basic-constraints", kError, kAuthority, authority_constraints},
    {"basic-constraints", kError, kSigner, no_authority},
    {"extended-key-usage", kError, kTls, client_authentication},
    {"extended-key-usage", kWarning, kSigner, signs_passes},
    {"validity-too-short", kError, kAuthority, two_years_at_least},
    {"validity-too-long", kWarning, kAuthority, four_years_at_most},
    {"validity-too-short", kError, kTls | kUpload, one_year_at_least},
    {"validity-too-long", kError, kTls | kUpload, two_years_at_most},
};

// Implementing Decision (EU) 2021/1073, annexes I and IV.
constexpr Rule kEu[] = {
    {"subject-country", kError, kAll, one_country},
    {"country-code", kError, kAll, country_code},
    {"subject-name", kError, kAuthority | kSigner, common_name},
    {"key-size", kError, kAll, key_2048},
    {"signature-algorithm", kWarning, kAll, signature_with_sha256},
    {"no-key-usage", kError, kAll, has_key_usage},
    {"key-usage", kError, kAuthority, signs_certificates_and_lists},
    {"key-usage", kError, kSigner | kTls | kUpload, signs_data},
    {"basic-constraints", kError, kAuthority, path_of_zero},
    {"basic-constraints", kError, kSigner | kTls | kUpload, no_authority},
    {"extended-key-usage", kError, kTls, client_authentication},
    {"extended-key-usage", kError, kSigner, signs_passes},
};

// ICAO Doc 9303-12 for the CSCA, and the technical report on VDS-NC for its signers.
constexpr Rule kIcao[] = {
    {"subject-country", kError, kAuthority | kSigner, one_country},
    {"country-code", kError, kAuthority | kSigner, country_code},
    {"subject-name", kError, kAuthority | kSigner, common_name},
    {"key-size", kError, kAuthority, key_3072},
    {"key-size", kError, kSigner, key_2048},
    {"no-key-usage", kError, kAuthority | kSigner, has_key_usage},
    {"key-usage", kError, kAuthority, signs_certificates_and_lists},
    {"key-usage", kError, kSigner, signs_data},
    {"basic-constraints", kError, kAuthority, path_of_zero},
    {"basic-constraints", kError, kSigner, no_authority},
    {"extended-key-usage", kError, kSigner, signs_seals},
};

struct Profile {
    std::string_view name;
    std::span<const Rule> rules;
};
constexpr Profile kProfiles[] = {{"gdhcn", kGdhcn}, {"eu", kEu}, {"icao", kIcao}};

}  // namespace

std::string_view role_name(CertificateRole role) {
    switch (role) {
        case CertificateRole::authority:
            return "SCA";
        case CertificateRole::signer:
            return "DSC";
        case CertificateRole::tls:
            return "TLS";
        case CertificateRole::upload:
            return "UP";
        case CertificateRole::tls_authority:
            return "TLS CA";
    }
    return "";
}

CertificateRole role_of(const TrustedKey& key) {
    std::string group = key.listing.usage, file;
    if (group.empty()) {
        const std::string path = upper_case(key.source);
        const std::size_t slash = path.rfind('/');
        if (slash != std::string::npos) {
            file = path.substr(slash + 1);
            const std::size_t before = path.rfind('/', slash - 1);
            const std::size_t begin = before == std::string::npos || slash == 0 ? 0 : before + 1;
            group = path.substr(begin, slash - begin);
        }
    }
    if (group == "TLS") return file.starts_with("CA") ? CertificateRole::tls_authority : CertificateRole::tls;
    if (group == "UP") return CertificateRole::upload;
    if (group == "SCA" || group == "CSCA" || group == "DECA") return CertificateRole::authority;
    if (group == "DSC" || group == "DESC") return CertificateRole::signer;
    return key.is_ca() ? CertificateRole::authority : CertificateRole::signer;
}

std::span<const std::string_view> profile_names() {
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> out;
        for (const Profile& profile : kProfiles) out.push_back(profile.name);
        return out;
    }();
    return names;
}

std::vector<ProfileFinding> check_profile(std::string_view profile, const Certificate& certificate,
                                          CertificateRole role, UnixTime at) {
    const auto found = std::ranges::find(kProfiles, profile, &Profile::name);
    if (found == std::end(kProfiles))
        throw Error(Code::usage, "there is no profile '" + std::string(profile) + "'");
    const Facts facts = facts_of(certificate, at);
    std::vector<ProfileFinding> out;
    for (const Rule& rule : found->rules) {
        if (!(rule.roles & static_cast<unsigned>(role))) continue;
        std::string problem = rule.problem(facts);
        if (!problem.empty()) out.push_back({rule.code, rule.is_error, std::move(problem)});
    }
    return out;
}

}  // namespace vpass
