#pragma once
// What a list of WHO's network says of a key, and what follows from it.
#include <nlohmann/json_fwd.hpp>

#include "keys/trust_store.hpp"

namespace vpass::gdhcn {

// A key may be listed once for each of several domains.
void widen(TrustedKey& known, const TrustedKey& again);

// A participant goes by its code, that code's country, and the country of its certificates, which may be one
// that no standard assigns. No other name will do: what is outside of ISO 3166 is still somebody's.
bool is_participant(const TrustedKey& key, std::string_view issuer);

// Listed for this domain as well. Throws Error "bad-trust" for an unknown one.
void add_domain(const std::string& domain, TrustedKey& key);

// From a JWK in vpass's own form; nothing is done to one of another list.
void add_listing(const nlohmann::json& jwk, TrustedKey& key);

}  // namespace vpass::gdhcn
