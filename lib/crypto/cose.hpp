#pragma once
// Reads and writes COSE_Sign1 messages (RFC 9052 §4.2).
#include "crypto/crypto.hpp"
#include "data/cbor.hpp"

namespace vpass::cose {

// The members are views into the bytes that were parsed.
struct Sign1 {
    Bytes protected_header;  // encoded, as it was signed
    cbor::Value protected_map;
    cbor::Value unprotected_map;
    Bytes payload;
    Bytes signature;
    bool tagged = false;

    // Returns the label's value in the protected header if it is there, else in the unprotected one.
    cbor::Value header(std::int64_t label) const;
    bool is_protected(std::int64_t label) const;
};

enum Label : std::int64_t { kAlg = 1, kCritical = 2, kContentType = 3, kKid = 4, kX5Chain = 33 };

// Accepts the message untagged, in tag 18, and in 61(18(…)). Throws Error "bad-cose" or what cbor::check
// throws, and Error "unsupported" for a critical header, since vpass implements no extension.
Sign1 parse_sign1(Bytes encoded);

// Replaces `out` by the bytes that the signature covers (RFC 9052 §4.4).
void signed_bytes(Bytes protected_header, Bytes payload, Buffer& out);
// Does the same for a message that was read. When its protected header has no members, the standard signs an
// empty string, while some signers sign an encoded empty map, and the message itself does not tell which.
// `otherwise` then gets the form that the message does not have; it stays empty for every other message.
void signed_bytes(const Sign1& message, Buffer& out, Buffer& otherwise);

// Replaces `out` by a COSE_Sign1 in tag 18 with an empty unprotected header.
void encode_sign1(Bytes protected_header, Bytes payload, Bytes signature, Buffer& out);

}  // namespace vpass::cose
