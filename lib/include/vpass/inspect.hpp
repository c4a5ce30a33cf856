#pragma once
// Reports everything about a pass, whether or not it is trusted.
#include <vpass/time.hpp>
#include <vpass/trust.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace vpass::v0 {

// Explains the text of a pass, or of a record with the member `pass`: a JSON object with `layers`, each as
// far as it decodes, and `findings`. Nothing in it is verified; `trust` and `at` only serve to describe the
// signer's certificate. Never throws because of the content of a pass. Any number of threads may call it.
VPASS_API std::string inspect(std::string_view pass, const Trust& trust = {}, std::optional<Time> at = {});

}  // namespace vpass::v0
