#include "keys/key_identity.hpp"

#include "base/country.hpp"
#include "crypto/jws.hpp"

namespace vpass {
namespace {

std::string one_name(std::string_view issuer) {
    const CountryName named = country_name(issuer);
    return named.is_assigned ? named.code : std::string(issuer);
}

}  // namespace

// SMART Health Cards and NZ COVID Passes name a key by its thumbprint (jws.hpp). All keys get these names:
// whoever holds a key can sign passes of any format with it.
KeyIdentity::KeyIdentity(const PublicKey& key) : hash(key.identity()) {
    if (!jws::has_thumbprint(key)) return;
    add_name(jws::thumbprint(key));
    add_name(jws::kid_for("did:web:", key));
}

void KeyIdentity::add_name(std::string_view name) {
    if (!name.empty() && !is_called(name)) names.emplace_back(name);
}

void KeyIdentity::add_issuer(std::string_view issuer) {
    if (!issuer.empty() && !signs_for(issuer)) issuers.push_back(one_name(issuer));
}

bool KeyIdentity::signs_for(std::string_view issuer) const {
    return std::ranges::find(issuers, one_name(issuer)) != issuers.end();
}

bool same_authority(const KeyIdentity& list_signer, const KeyIdentity& pass_signer) {
    return list_signer.hash == pass_signer.hash ||
           std::ranges::any_of(pass_signer.issuers, [&](const std::string& issuer) {
               return std::ranges::find(list_signer.issuers, issuer) != list_signer.issuers.end();
           });
}

}  // namespace vpass
