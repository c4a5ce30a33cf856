#pragma once
// Reads the small texts that notes, checkpoints and proofs share. Each has one spelling; anything else is
// refused.
#include <optional>
#include <string_view>

#include "crypto/crypto.hpp"

namespace vpass {

// Reads a decimal number without leading zeros (C2SP tlog-checkpoint), at most merkle::kMaxSize.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

std::optional<Buffer> parse_padded_base64(std::string_view text);
std::optional<Sha256> parse_hash_line(std::string_view text);

// Cuts the first line off `text`, without its line break; nothing when no line break is left.
std::optional<std::string_view> take_line(std::string_view& text);

}  // namespace vpass
