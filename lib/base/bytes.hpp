#pragma once
// Defines bytes as a view and as an owner, and the two casts between bytes and text that the decoders need.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace vpass {

using Byte = std::uint8_t;
using Bytes = std::span<const Byte>;
using Buffer = std::vector<Byte>;

inline Bytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const Byte*>(text.data()), text.size()};
}
inline std::string_view as_text(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline void append(Buffer& out, Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

}  // namespace vpass
