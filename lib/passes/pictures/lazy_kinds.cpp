#include "passes/pictures/lazy_kinds.hpp"

#include "passes/pictures/lazy_poppler.hpp"

namespace vpass {

VPASS_LAZY_LIBRARY(kWebp, "libwebp.so.7", "libwebp7", "pictures", "suggested", "reading WebP pictures")
VPASS_LAZY_LIBRARY(kTiff, "libtiff.so.6", "libtiff6", "pictures", "suggested", "reading TIFF pictures")
VPASS_LAZY_LIBRARY(kGif, "libgif.so.7", "libgif7", "pictures", "suggested", "reading GIF pictures")
VPASS_LAZY_LIBRARY(kHeif, "libheif.so.1", "libheif1", "pictures", "suggested",
                   "reading HEIC and AVIF pictures")
VPASS_LAZY_LIBRARY(kPoppler, "libpoppler-cpp.so.0", "libpoppler-cpp0v5", "pictures", "suggested",
                   "reading QR codes from the pages of a PDF")

}  // namespace vpass
