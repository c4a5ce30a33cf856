#pragma once
// Reads Windows bitmaps, for which Debian does not have a library of their own.
#include "passes/picture.hpp"

namespace vpass {

Picture decode_bmp(Bytes file);  // Error "bad-picture", "too-large"

}  // namespace vpass
