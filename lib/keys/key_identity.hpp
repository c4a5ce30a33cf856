#pragma once
// Identifies a key. One public key may stand in several trust files, under several kids and in several
// certificates: the certificate of a health card issuer, for example, is an EU DSC as well. A statement about
// a key (revoked, listed, logged) is about the public key, so lists and registers are searched by all of its
// names.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "keys/certificate.hpp"

namespace vpass {

struct KeyIdentity {
    Sha256 hash{};                   // PublicKey::identity()
    std::vector<std::string> names;  // its kids as passes carry them: raw bytes of an HC1 kid, text elsewhere
    std::vector<std::string> issuers;  // whom it signs for, by any trust entry, countries by their code;
                                       // none: whomever its passes name

    explicit KeyIdentity(const PublicKey& key);
    bool is_called(std::string_view name) const { return std::ranges::find(names, name) != names.end(); }
    // Returns true when the key signs for this issuer. "GR", "EL" and "GRC" are one issuer; other names are
    // compared as they are written.
    bool signs_for(std::string_view issuer) const;
    void add_name(std::string_view name);
    void add_issuer(std::string_view issuer);
    // Adds the names that a certificate of this key gives it.
    void add_names(const Certificate& certificate) { add_name(certificate.kid()); }
};

// Returns true when a list of this signer may name passes of that one: both are the same key, or they have an
// issuer in common.
bool same_authority(const KeyIdentity& list_signer, const KeyIdentity& pass_signer);

}  // namespace vpass
