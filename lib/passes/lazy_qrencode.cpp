#include "passes/lazy_qrencode.hpp"

namespace vpass {

VPASS_LAZY_LIBRARY(kQrencode, "libqrencode.so.4", "libqrencode4", "qr", "recommended", "drawing QR codes")

}  // namespace vpass
