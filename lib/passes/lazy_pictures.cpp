// The readers and writers of pictures and codes: each of the functions that picture.cpp, qr_encode.cpp and
// qr_decode.cpp call.
#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>
#include <png.h>
#include <qrencode.h>
#include <turbojpeg.h>

#include "base/lazy_library.hpp"

namespace {
constexpr vpass::LateLibrary kQrencode{"libqrencode.so.4", "libqrencode4"};
constexpr vpass::LateLibrary kPng{"libpng16.so.16", "libpng16-16"};
constexpr vpass::LateLibrary kJpeg{"libturbojpeg.so.0", "libturbojpeg0"};
constexpr vpass::LateLibrary kZXing{"libZXing.so.2", "libzxing2"};
}  // namespace

LATE(kQrencode, QRinput*, QRinput_new2, (int version, QRecLevel level), (version, level))
LATE(kQrencode, int, QRinput_append,
     (QRinput * input, QRencodeMode mode, int size, const unsigned char* data), (input, mode, size, data))
LATE(kQrencode, void, QRinput_free, (QRinput * input), (input))
LATE(kQrencode, QRcode*, QRcode_encodeInput, (QRinput * input), (input))
LATE(kQrencode, void, QRcode_free, (QRcode * code), (code))

LATE(kPng, int, png_image_begin_read_from_memory,
     (png_imagep image, png_const_voidp memory, std::size_t size), (image, memory, size))
LATE(kPng, int, png_image_finish_read,
     (png_imagep image, png_const_colorp background, void* buffer, png_int_32 row_stride, void* colormap),
     (image, background, buffer, row_stride, colormap))
LATE(kPng, void, png_image_free, (png_imagep image), (image))

LATE(kJpeg, tjhandle, tjInitDecompress, (), ())
LATE(kJpeg, int, tjDestroy, (tjhandle handle), (handle))
LATE(kJpeg, int, tjGetErrorCode, (tjhandle handle), (handle))
LATE(kJpeg, int, tjDecompressHeader3,
     (tjhandle handle, const unsigned char* data, unsigned long size, int* width, int* height,
      int* subsampling, int* colours),
     (handle, data, size, width, height, subsampling, colours))
LATE(kJpeg, int, tjDecompress2,
     (tjhandle handle, const unsigned char* data, unsigned long size, unsigned char* out, int width,
      int pitch, int height, int format, int flags),
     (handle, data, size, out, width, pitch, height, format, flags))

// ZXing-cpp has no interface in C, so these six are found by the names that the C++ ABI gives them.
namespace ZXing {

Results ReadBarcodes(const ImageView& view, const DecodeHints& hints) {
    static const auto late = reinterpret_cast<Results (*)(const ImageView&, const DecodeHints&)>(
        vpass::late_symbol(kZXing, "_ZN5ZXing12ReadBarcodesERKNS_9ImageViewERKNS_11DecodeHintsE"));
    return late(view, hints);
}

const ByteArray& Result::bytes() const {
    static const auto late = reinterpret_cast<const ByteArray& (*)(const Result*)>(
        vpass::late_symbol(kZXing, "_ZNK5ZXing6Result5bytesEv"));
    return late(this);
}

int Result::sequenceSize() const {
    static const auto late = reinterpret_cast<int (*)(const Result*)>(
        vpass::late_symbol(kZXing, "_ZNK5ZXing6Result12sequenceSizeEv"));
    return late(this);
}

int Result::sequenceIndex() const {
    static const auto late = reinterpret_cast<int (*)(const Result*)>(
        vpass::late_symbol(kZXing, "_ZNK5ZXing6Result13sequenceIndexEv"));
    return late(this);
}

std::string Result::sequenceId() const {
    static const auto late = reinterpret_cast<std::string (*)(const Result*)>(
        vpass::late_symbol(kZXing, "_ZNK5ZXing6Result10sequenceIdB5cxx11Ev"));
    return late(this);
}

std::string Result::utf8() const {
    static const auto late = reinterpret_cast<std::string (*)(const Result*)>(
        vpass::late_symbol(kZXing, "_ZNK5ZXing6Result4utf8B5cxx11Ev"));
    return late(this);
}

}  // namespace ZXing
