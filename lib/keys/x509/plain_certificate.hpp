#pragma once
// Reads certificates of the usual form by themselves. OpenSSL's decoder looks up its decoders for each key,
// which takes three times what all the rest of reading a trust list does.
#include <algorithm>
#include <optional>

#include "keys/certificate.hpp"

namespace vpass {

// Returns what OpenSSL would read, for a certificate with a key on P-256 whose names and extensions are
// written as RFC 5280 has them. Returns nothing for all others, good or bad: they are OpenSSL's to judge.
std::optional<Certificate> read_plain_certificate(Bytes der);
// Reads any certificate. Throws Error "bad-certificate".
Certificate parse_certificate_by_openssl(Bytes der);

// `key new --test` puts this organizational unit into the subject, where every tool shows it.
constexpr const char* kTestUnit = "TEST KEY - NOT FOR REAL PASSES";

// An IA5String may hold anything; a URI is printable ASCII (RFC 3986 §2).
inline bool is_uri_text(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace vpass
