// Declares the functions of libwebp, libtiff, giflib and libheif that are called here.
#pragma once
#include <gif_lib.h>
#include <libheif/heif.h>
#include <tiffio.h>
#include <webp/decode.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kWebp;
VPASS_LAZY(kWebp, WebPGetFeaturesInternal)
VPASS_LAZY(kWebp, WebPInitDecoderConfigInternal)
VPASS_LAZY(kWebp, WebPDecode)
VPASS_LAZY(kWebp, WebPFreeDecBuffer)

extern const LazyLibrary kTiff;
VPASS_LAZY(kTiff, TIFFOpenOptionsAlloc)
VPASS_LAZY(kTiff, TIFFOpenOptionsFree)
VPASS_LAZY(kTiff, TIFFOpenOptionsSetMaxSingleMemAlloc)
VPASS_LAZY(kTiff, TIFFOpenOptionsSetErrorHandlerExtR)
VPASS_LAZY(kTiff, TIFFOpenOptionsSetWarningHandlerExtR)
VPASS_LAZY(kTiff, TIFFClientOpenExt)
VPASS_LAZY(kTiff, TIFFClose)
VPASS_LAZY(kTiff, TIFFNumberOfDirectories)
VPASS_LAZY(kTiff, TIFFSetDirectory)
VPASS_LAZY(kTiff, TIFFLastDirectory)
VPASS_LAZY(kTiff, TIFFVGetFieldDefaulted)
VPASS_LAZY(kTiff, TIFFIsTiled)
VPASS_LAZY(kTiff, TIFFScanlineSize)
VPASS_LAZY(kTiff, TIFFReadScanline)
VPASS_LAZY(kTiff, TIFFReadRGBAStripExt)
VPASS_LAZY(kTiff, TIFFReadRGBATileExt)

extern const LazyLibrary kGif;
VPASS_LAZY(kGif, DGifOpen)
VPASS_LAZY(kGif, DGifCloseFile)
VPASS_LAZY(kGif, DGifGetRecordType)
VPASS_LAZY(kGif, DGifGetImageDesc)
VPASS_LAZY(kGif, DGifGetLine)
VPASS_LAZY(kGif, DGifGetExtension)
VPASS_LAZY(kGif, DGifGetExtensionNext)

extern const LazyLibrary kHeif;
VPASS_LAZY(kHeif, heif_context_alloc)
VPASS_LAZY(kHeif, heif_context_free)
VPASS_LAZY(kHeif, heif_context_set_max_decoding_threads)
VPASS_LAZY(kHeif, heif_context_read_from_memory_without_copy)
VPASS_LAZY(kHeif, heif_context_get_primary_image_handle)
VPASS_LAZY(kHeif, heif_image_handle_release)
VPASS_LAZY(kHeif, heif_image_handle_get_width)
VPASS_LAZY(kHeif, heif_image_handle_get_height)
VPASS_LAZY(kHeif, heif_decode_image)
VPASS_LAZY(kHeif, heif_image_release)
VPASS_LAZY(kHeif, heif_image_has_channel)
VPASS_LAZY(kHeif, heif_image_get_width)
VPASS_LAZY(kHeif, heif_image_get_height)
VPASS_LAZY(kHeif, heif_image_get_bits_per_pixel_range)
VPASS_LAZY(kHeif, heif_image_get_plane_readonly)

}  // namespace vpass
