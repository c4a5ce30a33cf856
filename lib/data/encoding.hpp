#pragma once
// Encodes bytes as text and decodes them. The decoders are strict (only one text stands for a byte string)
// and throw Error "bad-encoding" that names the offset, never the content. `out` is replaced, so that a
// caller can reuse its memory.
#include <string>

#include "base/bytes.hpp"

namespace vpass {

void base45_decode(std::string_view text, Buffer& out);  // RFC 9285; a space is a symbol
void base45_encode(Bytes bytes, std::string& out);       // appends

void base32_decode(std::string_view text, Buffer& out);  // RFC 4648 §6, capitals; unpadded or fully padded
void base32_encode(Bytes bytes, std::string& out);       // unpadded; appends

void base58_decode(std::string_view text,
                   Buffer& out);  // Bitcoin's alphabet; for keys, at most 128 characters

enum class Base64 { standard, url };  // RFC 4648 §4 (padded) and §5 (unpadded)
void base64_decode(std::string_view text, Base64 alphabet,
                   Buffer& out);  // also takes §4 without padding, §5 with
void base64_encode(Bytes bytes, Base64 alphabet, std::string& out);  // appends
Buffer base64_decode(std::string_view text, Base64 alphabet);
std::string base64_encode(Bytes bytes, Base64 alphabet);

void hex_decode(std::string_view text, Buffer& out);  // either case
std::string hex_encode(Bytes bytes);                  // lower case

bool is_utf8(std::string_view text);  // well-formed, no surrogates, no overlong forms (RFC 3629)

}  // namespace vpass
