#pragma once
// Every limit on hostile input, in one place. Exceeding one is an ordinary answer, never a crash.
#include <cstddef>

namespace vpass::limits {

constexpr std::size_t kLineBytes = 1 << 20;   // one record
constexpr std::size_t kJsonDepth = 64;        // nesting of a record
constexpr std::size_t kCborDepth = 32;        // nesting of a CBOR payload
constexpr std::size_t kPassBytes = 64 << 10;  // text of one pass, all QR chunks together
constexpr std::size_t kInflatedBytes =
    64 << 10;  // a payload after decompression; the largest real ones need 5 KiB
constexpr std::size_t kBatchBytes = 64 << 10;  // input handed to one worker at a time

}  // namespace vpass::limits
