#include "passes/lazy_pictures.hpp"

namespace vpass {

VPASS_LAZY_LIBRARY(kLibPng, "libpng16.so.16", "libpng16-16", "pictures", "suggested", "reading PNG pictures")
VPASS_LAZY_LIBRARY(kLibJpeg, "libturbojpeg.so.0", "libturbojpeg0", "pictures", "suggested",
                   "reading JPEG pictures")

}  // namespace vpass
