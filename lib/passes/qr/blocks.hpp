#pragma once
// Error correction of a QR code (ISO/IEC 18004 §7.5).
#include "passes/qr/symbol.hpp"

namespace vpass::qr {

std::size_t codewords(int version);  // of data and error correction together

// The data in its blocks, each with its error correction, interleaved as they are placed.
void add_error_correction(Bytes data, int version, QrLevel level, Buffer& out);

}  // namespace vpass::qr
