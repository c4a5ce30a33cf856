#pragma once
// COSE_Sign1 (RFC 9052 §4.2): taken apart, and put together.
#include "crypto/crypto.hpp"
#include "data/cbor.hpp"

namespace vpass::cose {

// Views into the bytes that were parsed.
struct Sign1 {
    Bytes protected_header;  // encoded, as it was signed
    cbor::Value protected_map;
    cbor::Value unprotected_map;
    Bytes payload;
    Bytes signature;
    bool tagged = false;

    // Of the protected header if it is there, else of the unprotected one.
    cbor::Value header(std::int64_t label) const;
    bool is_protected(std::int64_t label) const;
};

enum Label : std::int64_t { kAlg = 1, kCritical = 2, kContentType = 3, kKid = 4, kX5Chain = 33 };

// Takes it untagged, in tag 18, and in 61(18(…)). Throws Error "bad-cose" or what cbor::check throws, and
// Error "unsupported" for a critical header: no extension is understood here.
Sign1 parse_sign1(Bytes encoded);

// The bytes that the signature covers (RFC 9052 §4.4); replaces `out`.
void signed_bytes(Bytes protected_header, Bytes payload, Buffer& out);
// The same for a message that was read. A protected header without members is signed as an empty string by
// the standard, and by some signers as an encoded empty map, however the message itself holds it: `otherwise`
// gets the other form, and stays empty for every other message.
void signed_bytes(const Sign1& message, Buffer& out, Buffer& otherwise);

// A tag-18 COSE_Sign1 with an empty unprotected header; replaces `out`.
void encode_sign1(Bytes protected_header, Bytes payload, Bytes signature, Buffer& out);

}  // namespace vpass::cose
