#pragma once
// Reads and writes JSON Web Signatures in compact form (RFC 7515 §7.1).
#include <string>

#include "crypto/crypto.hpp"
#include "data/json.hpp"

namespace vpass::jws {

// The members are views into the text. The first three are base64url.
struct Compact {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
    std::string_view signed_text;  // what the signature covers: header "." payload
};

// Splits a text without decoding anything. Throws Error "bad-jws" when the text does not have three parts.
Compact split(std::string_view text);

// Returns the header as JSON; `out` is replaced and holds its text. Throws Error "bad-jws", "bad-encoding" or
// what json::check throws, and Error "unsupported" for a critical header, since vpass implements no
// extension.
json::Value read_header(std::string_view header, Buffer& out);

// Returns the name of a key that is derived from the key alone (RFC 7638): SHA-256 of its required JWK
// members, in base64url.
std::string thumbprint(const PublicKey& key);
bool has_thumbprint(const PublicKey& key);  // EC and RSA keys only
// Returns the kid that vpass gives to the key of an issuer. For a URL it is the key's thumbprint, as SMART
// Health Cards require; for a DID it is the first 72 bits of the thumbprint. A key that signs for both has
// two names, each bound to one issuer.
std::string kid_for(std::string_view issuer, const PublicKey& key);

}  // namespace vpass::jws
