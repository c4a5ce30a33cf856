#include "keys/key_identity.hpp"

#include "crypto/jws.hpp"

namespace vpass {

// SMART Health Cards and NZ COVID Passes name a key by its thumbprint (jws.hpp). Other keys than theirs have
// one too: whoever holds a key can sign passes of any format with it.
KeyIdentity::KeyIdentity(const PublicKey& key) : hash(key.identity()) {
    if (!jws::has_thumbprint(key)) return;
    add_name(jws::thumbprint(key));
    add_name(jws::kid_for("did:web:", key));
}

void KeyIdentity::add_name(std::string_view name) {
    if (!name.empty() && !is_called(name)) names.emplace_back(name);
}

void KeyIdentity::add_issuer(std::string_view issuer) {
    if (!issuer.empty() && !signs_for(issuer)) issuers.emplace_back(issuer);
}

bool same_authority(const KeyIdentity& list_signer, const KeyIdentity& pass_signer) {
    return list_signer.hash == pass_signer.hash ||
           std::ranges::any_of(pass_signer.issuers,
                               [&](const std::string& issuer) { return list_signer.signs_for(issuer); });
}

}  // namespace vpass
