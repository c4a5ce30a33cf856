#pragma once
// Makes signed lists for tests: an issuer with a key, its trust store, and the code of the error that a call
// throws.
#include <string>

#include "base/error.hpp"
#include "keys/trust_store.hpp"
#include "revocation/signed_list.hpp"

namespace vpass::test {

struct ListIssuer {
    PrivateKey key = PrivateKey::generate(Algorithm::es256);
    std::string kid;
    std::string country;
    VerificationKey verification_key{key.public_key()};

    ListIssuer(std::string key_id, std::string issuer) : kid(std::move(key_id)), country(std::move(issuer)) {}
    ListSigner signer() const { return {key, {kid, kid, country}}; }
    TrustedKey trusted() const { return {country, kid, verification_key, {}, 0, "test"}; }
};

inline std::string error_code(auto&& work) {
    try {
        work();
    } catch (const Error& e) {
        return e.name();
    }
    return "none";
}

}  // namespace vpass::test
