#pragma once
// Derives from a list of WHO's network what a key may sign.
#include <nlohmann/json_fwd.hpp>

#include "keys/trust_store.hpp"

namespace vpass::gdhcn {

// A key may be listed once for each of several domains.
void widen(TrustedKey& known, const TrustedKey& again);

// Returns true when the key belongs to this issuer. A participant may be named by its code, that code's
// country, and the country of its certificates, which may be one that no standard assigns. Other names are
// refused: a name outside of ISO 3166 may belong to somebody else.
bool is_participant(const TrustedKey& key, std::string_view issuer);

// Lists the key for this domain as well. Throws Error "bad-trust" for an unknown one.
void add_domain(const std::string& domain, TrustedKey& key);

// Adds the listing from a JWK in vpass's own form; does nothing for a JWK of another list.
void add_listing(const nlohmann::json& jwk, TrustedKey& key);

}  // namespace vpass::gdhcn
