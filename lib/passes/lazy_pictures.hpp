// Declares the functions of libpng and libjpeg-turbo that picture.cpp calls.
#pragma once
#include <png.h>
#include <turbojpeg.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kLibPng;
VPASS_LAZY(kLibPng, png_image_begin_read_from_memory)
VPASS_LAZY(kLibPng, png_image_finish_read)
VPASS_LAZY(kLibPng, png_image_free)

extern const LazyLibrary kLibJpeg;
VPASS_LAZY(kLibJpeg, tjInitDecompress)
VPASS_LAZY(kLibJpeg, tjDestroy)
VPASS_LAZY(kLibJpeg, tjGetErrorCode)
VPASS_LAZY(kLibJpeg, tjDecompressHeader3)
VPASS_LAZY(kLibJpeg, tjDecompress2)

}  // namespace vpass
