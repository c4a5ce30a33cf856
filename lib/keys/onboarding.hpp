#pragma once
// Reads and writes the uploads by which a participant joins WHO's network, signed by its key for uploads or by
// the network's trust anchor: CMS SignedData (RFC 5652) around one certificate, bare, as text, or in a JSON of the gateway.
#include <optional>
#include <span>
#include <string>

#include "keys/certificate.hpp"

namespace vpass {

struct OnboardingFile {
    std::string problem;                     // why it does not count; empty when it does
    std::optional<Certificate> certificate;  // what was signed; nothing: it is no certificate
    std::optional<UnixTime> signed_at;       // as the signer says
};

// Judges a file as the gateway does, at a time: the signature, the chain from its signer to one of `anchors`,
// and whether the JSON around it says what was signed. Never throws for what is in the file.
OnboardingFile judge_onboarding(Bytes file, std::span<const Certificate> anchors, UnixTime at);

// Returns the CMS in DER, with the signer's certificate in it. `key` belongs to that certificate. Throws
// Error "crypto" for a key that signs no CMS, and "token" when its token fails.
Buffer sign_onboarding(Bytes content, const Certificate& signer, const PrivateKey& key, UnixTime at);

}  // namespace vpass
