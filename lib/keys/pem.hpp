#pragma once
// Reads textual encodings (RFC 7468) as they stand in files: between other text, indented, quoted in a mail.
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace vpass {

struct PemBlock {
    std::string label;     // "CERTIFICATE"
    std::size_t line = 0;  // of its -----BEGIN, from 1
    Buffer der;
    std::string problem;  // why it does not decode; empty when it does

    // X509 CERTIFICATE is an older name; TRUSTED CERTIFICATE is OpenSSL's own, with its settings after the
    // certificate.
    bool is_certificate() const;
};

// Returns a text of one block, with lines of 64 characters.
std::string to_pem(std::string_view label, Bytes der);

// Returns every block of a text, in order, including the damaged ones.
std::vector<PemBlock> pem_blocks(std::string_view text);

}  // namespace vpass
