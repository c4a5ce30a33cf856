#pragma once
// Reads a health link in a pass (claim 5): the address of an encrypted document, and the key that opens it.
// The issuer's signature covers the link. Four forms are in use: a text "vhlink:/…" (IHE ITI-YY3) or
// "shlink:/…" (WHO, hcert_spec 3.2.7.1.5), a map of its members (IHE ITI-YY4), and [{"u":"shlink://…"}]
// (PH4H).
//
// Whoever has the key can read the document, so no message and no claim shows the key or the address.
#include "formats/format.hpp"

namespace vpass {
namespace finding {

inline constexpr FindingKind kHealthLink{"health-link", Level::error, true,
                                         "it is not a health link: an address and a key of 32 bytes"};
inline constexpr FindingKind kTwoSlashes{"link-scheme", Level::warning, false,
                                         "the link does not begin with shlink:/ or vhlink:/"};
inline constexpr FindingKind kPaddedLink{"base64-padding", Level::warning, false,
                                         "base64url is padded, which the specification rules out"};
inline constexpr FindingKind kLinkNotHttps{"url-not-https", Level::warning, false,
                                           "the address of the file is not an https URL"};
inline constexpr FindingKind kLinkExpired{"link-expired", Level::warning, false,
                                          "the pass is valid, and its link has expired"};

}  // namespace finding

namespace hcert {

void check_health_link(const Envelope& envelope, Findings& out);
// Writes {"links":[{"sha256":…,"host":…}]}: the SHA-256 of the address, and its host.
void write_health_link(const Envelope& envelope, json::Writer& out);

}  // namespace hcert
}  // namespace vpass
