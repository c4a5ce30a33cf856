#pragma once
// Draws passes as QR codes, and reads them from pictures. Nothing here verifies a pass: a wrong one becomes a
// code as well as a good one does. Any number of threads may call these functions.
#include <vpass/error.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::v0 {

// Draws one code that holds `text`, with the level and the largest size that the pass's format asks for, and
// with the quiet zone. `scale` is the width of a module in pixels. Throws Error "qr-too-long", and "usage"
// for a scale outside of 1 to 100.
VPASS_API std::string qr_svg(std::string_view text, int scale = 4);
VPASS_API std::string qr_png(std::string_view text, int scale = 4);  // the bytes of a PNG file
VPASS_API std::string qr_text(std::string_view text);                // for terminals: two modules a character

enum class PageSize : std::uint8_t { a4, card };  // card: 85.6 by 54 mm

// Prints the text of a pass, or of a record with the member `pass`: a PDF with its codes and what it says, in
// Korean and English, a page for each code. Equal arguments give equal files. `font_file` is a TrueType font
// with Hangul and Latin letters; empty: Debian's NanumGothic. Throws Error "io" for the font, "qr-too-long",
// and the Error of a pass that does not decode.
VPASS_API std::string print_pdf(std::string_view pass, PageSize size = PageSize::a4,
                                const std::string& font_file = {});

// Returns the texts of all codes in a picture (PNG, JPEG, WebP, HEIC, GIF or BMP), or in all pages of a TIFF
// or PDF. A pass that was cut into several codes gives one text for each. Throws Error "bad-picture",
// "too-large", "no-code", and "io" when a library cannot be loaded. The libraries that decode pictures run in
// this process: a program that reads pictures of strangers should do so in a process of its own, as `vpass qr
// --read` does.
VPASS_API std::vector<std::string> read_qr(std::string_view picture);

}  // namespace vpass::v0
