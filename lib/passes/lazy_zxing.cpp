#include "passes/lazy_zxing.hpp"

namespace vpass {

VPASS_LAZY_LIBRARY(kZXing, "libZXing.so.2", "libzxing2", "qr", "suggested", "reading QR codes from pictures")

}  // namespace vpass
