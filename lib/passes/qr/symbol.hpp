#pragma once
// The symbol of a QR code, model 2 (ISO/IEC 18004): what its versions hold, error correction, modules and the
// choice of a mask. The functions keep no state that a caller sees; any thread may call them.
#include "passes/qr.hpp"

namespace vpass::qr {

inline constexpr int kVersions = 40;

// Bytes of data that a symbol holds beside its error correction.
std::size_t capacity(int version, QrLevel level);

// Makes the symbol of as many bytes of data as its capacity. The mask is the one with the lowest penalty
// (section 7.8.3).
QrCode make_symbol(Bytes data, int version, QrLevel level);

}  // namespace vpass::qr
