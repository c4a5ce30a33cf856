#pragma once
// The small texts that notes, checkpoints and proofs share: one spelling each, everything else is refused.
#include <optional>
#include <string_view>

#include "crypto/crypto.hpp"

namespace vpass {

// C2SP tlog-checkpoint: decimal without leading zeros. At most merkle::kMaxSize.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

std::optional<Buffer> parse_padded_base64(std::string_view text);
std::optional<Sha256> parse_hash_line(std::string_view text);

// Cuts the first line off `text`, without its line break; nothing when no line break is left.
std::optional<std::string_view> take_line(std::string_view& text);

}  // namespace vpass
