#pragma once
// Decoders of the kinds of pictures that picture.cpp tells apart. No kind's orientation (EXIF) is applied: QR
// codes are found whichever way they lie, mirrored ones too.
#include <memory>

#include "passes/picture.hpp"

namespace vpass {

// Throws Error "bad-picture" or "too-large" when a picture of this size is not decoded.
void check_size(std::size_t width, std::size_t height);

// Computes ITU-R BT.601 in thousandths.
inline Byte grey_of(unsigned red, unsigned green, unsigned blue) {
    return static_cast<Byte>((blue * 114U + green * 587U + red * 299U + 500U) / 1000U);
}

// An open file of one page or more. The bytes that it was opened from outlive it.
class PicturePages {
 public:
    virtual ~PicturePages() = default;
    virtual std::size_t count() = 0;
    virtual Picture page(std::size_t index) = 0;  // from 0
};

// All throw Error "bad-picture" for what is damaged or cut short, "too-large" as check_size(), and "io" when
// the library of the kind is not installed.
Picture decode_webp(Bytes file);
Picture decode_gif(Bytes file);   // the first picture of a sequence
Picture decode_heif(Bytes file);  // HEIC and AVIF: the primary picture
std::unique_ptr<PicturePages> open_tiff(Bytes file);
std::unique_ptr<PicturePages> open_pdf(Bytes file);

}  // namespace vpass
