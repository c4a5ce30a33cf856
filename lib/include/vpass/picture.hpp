#pragma once
// Pictures of any origin, and the QR codes in them. Size is limited before anything is decoded, so that a
// small file cannot fill the memory. The functions keep no state; any thread may call them.
#include <string>
#include <string_view>
#include <vector>

#include "vpass/bytes.hpp"

namespace vpass {

struct Picture {
    std::size_t width = 0;
    std::size_t height = 0;
    Buffer pixels;  // row by row, 0 black to 255 white; what was transparent lies on white
};

// PNG, JPEG or BMP, told apart by their content. Throws Error "bad-picture", or "too-large" past the limits
// of limits.hpp.
Picture decode_picture(Bytes file);

// The texts of all QR codes that can be read. Throws Error "no-code" when there is none.
std::vector<std::string> read_qr_codes(const Picture& picture);

}  // namespace vpass
