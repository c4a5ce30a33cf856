#pragma once
// The kinds of pass that a signer's certificate can be limited to (EU DCC, certificate governance, 4.3).
#include <cstdint>
#include <string_view>

namespace vpass {

// What a pass is about. A certificate can name the last three.
enum class Kind : std::uint8_t { other, vaccination, test, recovery };
std::string_view kind_name(Kind kind);  // "vaccination"

}  // namespace vpass
