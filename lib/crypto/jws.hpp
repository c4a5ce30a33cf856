#pragma once
// JSON Web Signatures in compact form (RFC 7515 §7.1): taken apart, and put together.
#include <string>

#include "crypto/crypto.hpp"
#include "data/json.hpp"

namespace vpass::jws {

// Views into the text. The first three are base64url.
struct Compact {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
    std::string_view signed_text;  // what the signature covers: header "." payload
};

// Throws Error "bad-jws" when the text is not three parts. Nothing is decoded.
Compact split(std::string_view text);

// The header as JSON; `out` is replaced and holds its text. Throws Error "bad-jws", "bad-encoding" or what
// json::check throws, and Error "unsupported" for a critical header: no extension is understood here.
json::Value read_header(std::string_view header, Buffer& out);

// The name of a key that is derived from it alone (RFC 7638): SHA-256 of its required JWK members, in
// base64url.
std::string thumbprint(const PublicKey& key);
bool has_thumbprint(const PublicKey& key);  // EC and RSA keys only
// What an issuer that is a URL calls its key here: by its thumbprint, as health cards must, and by the first
// 72 bits of it when it is a DID. One key may sign for both, and then has two names, each bound to one
// issuer.
std::string kid_for(std::string_view issuer, const PublicKey& key);

}  // namespace vpass::jws
