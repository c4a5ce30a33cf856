#pragma once
// Files that are encrypted under a key that both sides hold: JWE in its compact form with "alg":"dir" and
// "enc":"A256GCM" (RFC 7516, RFC 7518 §4.5 and §5.3). Other forms are neither read nor written. Any thread
// may call the functions.
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace vpass::jwe {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

// The reason why a text does not open. It never reveals the content.
enum class Fault {
    none,
    not_encrypted,  // a signed or a plain text stands in the file's place
    malformed,      // a JWE of another shape
    bad_algorithm,  // another `alg`, `enc` or `zip`, or a critical header
    decryption,     // key, header, nonce, text and tag do not fit together
    bad_zip,
    too_large,  // inflates past the limit
};

struct Opened {
    std::string content_type;  // `cty` as the header has it; empty when it has none
    bool zipped = false;
    Buffer content;  // empty after a fault
};

// Opens a file. White space after the text is allowed. `limit` applies to the content. Throws Error "crypto"
// when OpenSSL fails.
Fault open(std::string_view text, Bytes key, std::size_t limit, Opened& out);
std::string_view fault_text(Fault fault);  // "the file is not encrypted"

// Appends the JWE of `text`: with `zipped`, a raw DEFLATE stream. A key must never be used twice with one
// nonce, except for exactly the same header and text. `content_type` needs no escaping.
void seal(Bytes text, bool zipped, std::string_view content_type, Bytes key, Bytes nonce, std::string& out);

}  // namespace vpass::jwe
