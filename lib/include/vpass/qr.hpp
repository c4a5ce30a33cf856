#pragma once
// Passes as QR codes: drawn, printed, and read from pictures. Nothing here verifies a pass: a wrong one
// becomes a code as well as a good one does. Any number of threads may call these functions.
#include <vpass/error.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::v0 {

// Draws one code that holds `text`, with the level and the largest size that the pass's format asks for, and
// with the quiet zone. `scale` is the width of a module in pixels. Throws Error "qr-too-long", "usage" for a
// scale outside of 1 to 100, and "io" when libqrencode cannot be loaded.
VPASS_API std::string qr_svg(std::string_view text, int scale = 4);
VPASS_API std::string qr_png(std::string_view text, int scale = 4);  // the bytes of a PNG file
VPASS_API std::string qr_text(std::string_view text);                // for terminals: two modules a character

// The texts of all codes in a PNG, JPEG or BMP picture. A pass that was cut into several codes gives one text
// for each. Throws Error "bad-picture", "too-large", "no-code", and "io" when a library cannot be loaded. The
// libraries that decode pictures run in this process: a program that reads pictures of strangers reads them
// in a process of its own, as `vpass qr --read` does.
VPASS_API std::vector<std::string> read_qr(std::string_view picture);

}  // namespace vpass::v0
