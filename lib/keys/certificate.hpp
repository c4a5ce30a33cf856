#pragma once
// Handles X.509 certificates (RFC 5280) as passes use them: a DSC signs passes, a CSCA signs DSCs.
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "keys/pem.hpp"

namespace vpass {

struct Validity {
    UnixTime from, until;  // both seconds count
    bool holds(UnixTime time) const { return from <= time && time <= until; }
};

struct Certificate {
    Buffer der;
    Sha256 fingerprint{};     // SHA-256 of the DER; its first 8 bytes are the kid of an EU DSC
    std::string country;      // subject C, upper case; empty when it has none
    std::string common_name;  // subject CN
    std::vector<std::string> extended_key_usage;  // OIDs in dotted form
    std::vector<std::string> san_uris;
    UnixTime not_before = 0;
    UnixTime not_after = 0;
    bool is_ca = false;
    bool may_sign = true;  // its key usage, if it has one, has digitalSignature
    bool is_test = false;  // marked by `key new --test`
    PublicKey key;

    // By which HC1 passes name it: the first 8 bytes of its fingerprint (hcert_spec.md §3.2).
    std::string kid() const { return std::string(as_text(Bytes(fingerprint).first(8))); }
    // The first of san_uris that starts so, "did:" for one; empty when there is none.
    std::string uri(std::string_view start) const;
};

// Reads one DER certificate. Throws Error "bad-certificate".
Certificate parse_certificate(Bytes der);
Certificate parse_certificate(const PemBlock& block);
std::string subject_country(Bytes der);  // as the subject writes it, also when the key is of an unknown kind
// Returns all certificates of a PEM text, in order. Throws an Error when there is none.
std::vector<Certificate> parse_pem_certificates(std::string_view pem);
std::string to_pem(const Certificate& certificate);

// Returns why `ca` does not vouch for `certificate` by the rules for certification paths (RFC 5280 §6.1);
// empty when it does. `others` are further CAs, which may stand above `ca` and then constrain it. Signatures
// with MD5 or SHA-1 and keys below 112 bits of strength do not count. The caller judges the dates.
std::string path_problem(const Certificate& certificate, const Certificate& ca,
                         std::span<const Certificate* const> others = {});
inline bool is_issued_by(const Certificate& certificate, const Certificate& ca) {
    return path_problem(certificate, ca).empty();
}

// Returns the certificate with its other signature: where (r, s) is an ECDSA signature, (r, n - s) is one as
// well, and whoever has the certificate can write that one instead. `ca` signed it. Returns nothing when the
// CA's key is not for ECDSA.
std::optional<Certificate> with_other_signature(const Certificate& certificate, const Certificate& ca);

// The content of a new certificate. Its subject is C, O, CN; we make up serial number and key identifiers.
struct CertificateRequest {
    std::string country;
    std::string organization;
    std::string common_name;
    UnixTime not_before = 0;
    UnixTime not_after = 0;
    bool is_ca = false;
    bool is_test = false;
    std::vector<std::string> extended_key_usage;
    std::vector<std::string> san_uris;
};
// Makes a certificate for `subject_key`, signed by `issuer` (nullptr: self-signed by signing_key).
Certificate make_certificate(const CertificateRequest& request, const PublicKey& subject_key,
                             const Certificate* issuer, const PrivateKey& signing_key);
// Returns a PKCS#10 request in PEM.
std::string make_csr(const CertificateRequest& request, const PrivateKey& key);

}  // namespace vpass
