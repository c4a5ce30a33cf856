#pragma once
// Writes a pass as a QR code (ISO/IEC 18004), and the code as a picture. Nothing here opens the pass: a wrong
// one becomes a code as well as a good one does. The functions keep no state; any thread may call them.
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "formats/format.hpp"

namespace vpass {

inline constexpr int kQuietZone = 4;  // light modules that a code needs on each side (ISO/IEC 18004 §9.1)

struct QrCode {
    int version = 0;            // 1 to 40
    int size = 0;               // modules a side, without the quiet zone
    std::vector<Byte> modules;  // row by row; 1 is dark
    bool dark(int x, int y) const { return modules[static_cast<std::size_t>(y * size + x)] != 0; }
};

// Returns the requirements of a pass's format for its codes; the defaults for text of no known format.
QrRules qr_rules(std::string_view text);

// Returns the smallest code of the level that holds one part of a pass. The text decides the mode:
// alphanumeric when all of it is in that alphabet (HC1, NZCP), else bytes, with a run of digits at the end in
// numeric mode (shc). Throws Error "qr-too-long" when the code would be larger than the rules allow.
QrCode encode_qr(std::string_view text, const QrRules& rules);

// Write pictures, with the quiet zone. `scale` is the width of a module in pixels. `out` is replaced.
void write_png(const QrCode& code, int scale, Buffer& out);  // of one bit a pixel
void write_svg(const QrCode& code, int scale, std::string& out);
// Writes a code for terminals: two modules a character, black on white whatever the terminal's colours are.
void write_blocks(const QrCode& code, std::string& out);

}  // namespace vpass
