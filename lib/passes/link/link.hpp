#pragma once
// A SMART Health Link (HL7) or Verifiable Health Link (IHE) as text: the address of an encrypted file, and
// its key. Whoever has the link can read the file, so no message and no finding shows any part of the link.
// Nothing in a link is signed.
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "crypto/jwe.hpp"
#include "formats/findings.hpp"

namespace vpass {

inline constexpr std::size_t kLinkUrlCharacters = 128;
inline constexpr std::size_t kLinkLabelCharacters = 80;

namespace finding {

inline constexpr FindingKind kLinkScheme{
    "link-scheme", Level::warning, false,
    "the link does not begin with shlink:/ or vhlink:/ in small letters"};
inline constexpr FindingKind kBase64Padding{"base64-padding", Level::warning, false,
                                            "base64url is padded, which the specification rules out"};
inline constexpr FindingKind kLinkMilliseconds{"time-in-milliseconds", Level::warning, false,
                                               "the expiry is in milliseconds instead of seconds"};
inline constexpr FindingKind kUrlNotHttps{"url-not-https", Level::warning, false,
                                          "the address of the file is not an https URL"};
inline constexpr FindingKind kUrlLength{"url-length", Level::warning, false,
                                        "the address of the file is longer than 128 characters"};
inline constexpr FindingKind kFlagOrder{"flag-order", Level::warning, false,
                                        "the flags are not in alphabetical order"};
inline constexpr FindingKind kFlagConflict{"flag-conflict", Level::warning, false,
                                           "the flags P and U do not go together"};
inline constexpr FindingKind kLabelLength{"label-length", Level::warning, false,
                                          "the label is longer than 80 characters"};
inline constexpr FindingKind kBadExp{"bad-exp", Level::warning, false,
                                     "the expiry is not a time in seconds, so the link has none"};
inline constexpr FindingKind kContentType{"content-type", Level::warning, false,
                                          "the manifest names another type of content than the file itself"};

}  // namespace finding

// The reason why a link or a file of it is refused; empty when it is not. The codes are stable: "bad-link",
// "bad-key", "expired", "unsupported-version", "missing-file", "passcode-needed", "bad-manifest",
// "bad-content", and those of jwe_refusal().
struct LinkRefusal {
    std::string_view code;
    std::string text;
    explicit operator bool() const { return !code.empty(); }
};

// Returns "not-encrypted", "malformed", "bad-algorithm", "decryption", "bad-zip" or "too-large".
LinkRefusal jwe_refusal(jwe::Fault fault);

struct Link {
    std::string scheme = "shlink";  // or "vhlink"
    std::string viewer;             // the URL before the '#'; empty when there is none
    std::string url;
    Buffer key;         // of 32 bytes
    std::string flags;  // as written; unknown ones mean nothing
    std::string label;
    std::int64_t version = 1;
    std::optional<UnixTime> expires_at;
    Findings findings;  // slips that do not keep it from being read

    bool has_flag(char flag) const { return flags.find(flag) != std::string::npos; }
    bool is_direct() const { return has_flag('U'); }       // the URL is that of the one file
    bool needs_passcode() const { return has_flag('P'); }  // which the file's server asks for
    bool has_expired(UnixTime at) const { return expires_at && at > *expires_at; }
};

// Returns true when a text looks like a link, without decoding it.
bool is_link(std::string_view text);

// Replaces `out`; after a refusal it holds what could be read. The function ignores the clock.
LinkRefusal read_link(std::string_view text, Link& out);

// Returns the text of a link, as short as possible. Throws Error "usage" for a URL or a label that is too
// long.
std::string write_link(const Link& link);

}  // namespace vpass
