#pragma once
// Converts the content of a link's file to passes, and passes to a content; opens the files that a link leads
// to.
#include <functional>
#include <vector>

#include "passes/link/link.hpp"

namespace vpass {

inline constexpr std::size_t kLinkFileBytes = 16 << 20;    // of one encrypted file or manifest
inline constexpr std::size_t kLinkContentBytes = 8 << 20;  // of one file after it was inflated
inline constexpr std::size_t kManifestFiles = 1000;

namespace content_type {
inline constexpr std::string_view kCards =
    "application/smart-health-card";  // {"verifiableCredential":["eyJ…"]}
inline constexpr std::string_view kFhir = "application/fhir+json";
// The type of passes of any format as their texts, {"passes":["HC1:…","NZCP:/1/…"]}; vpass-link(1) documents
// it.
inline constexpr std::string_view kPasses = "application/vnd.vpass.passes+json";
}  // namespace content_type

// Returns the passes in a content of one of these types, or of no named type that looks like one of them;
// none in any other. Returns false when the content does not match its type.
bool passes_of_content(std::string_view type, std::string_view content, std::vector<std::string>& out);

struct LinkedFile {
    std::string content_type;  // empty when neither the file nor the manifest says
    bool types_differ = false;
    LinkRefusal refusal;  // then there is no content
    Buffer content;
    std::vector<std::string> passes;
};

// Gives the file of a URL, at most kLinkFileBytes of it; returns false when it is not there. Error
// "too-large" counts as a fault of the file.
using LinkFetch = std::function<bool(std::string_view url, Buffer& out)>;

// Opens the files of a link that was read: the one file, or those of its manifest in their order. `at` is the
// clock; without one no link is too old. A refusal of the whole link leaves `out` empty.
LinkRefusal open_link(const Link& link, std::optional<UnixTime> at, const LinkFetch& fetch,
                      std::vector<LinkedFile>& out);

}  // namespace vpass
