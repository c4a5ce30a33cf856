// The only file that includes ZXing-cpp.
#define ZX_USE_UTF8 1  // text() is std::string, as in later releases
#include <ZXing/ReadBarcode.h>

#include "vpass/encoding.hpp"
#include "vpass/error.hpp"
#include "vpass/picture.hpp"

namespace vpass {
namespace {

// The bytes of a code are its text when they are UTF-8: the reader would guess at the charset, and takes
// Korean for Japanese. What is in another charset says so, or is left to the reader.
std::string text_of(const ZXing::Result& result) {
    const auto& bytes = result.bytes();
    std::string raw(bytes.begin(), bytes.end());
    return is_utf8(raw) ? raw : result.text();
}

// Each pixel four times.
Picture doubled(const Picture& picture) {
    Picture out;
    out.width = picture.width * 2;
    out.height = picture.height * 2;
    out.pixels.resize(picture.pixels.size() * 4);
    for (std::size_t y = 0; y < out.height; ++y) {
        for (std::size_t x = 0; x < out.width; ++x)
            out.pixels[y * out.width + x] = picture.pixels[y / 2 * picture.width + x / 2];
    }
    return out;
}

std::vector<std::string> find_codes(const Picture& picture) {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    const ZXing::ImageView view(picture.pixels.data(), static_cast<int>(picture.width),
                                static_cast<int>(picture.height), ZXing::ImageFormat::Lum);
    std::vector<std::string> out;
    for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) out.push_back(text_of(result));
    return out;
}

}  // namespace

std::vector<std::string> read_qr_codes(const Picture& picture) {
    // A large code at two pixels a module is lost now and then to where its corners are thought to be.
    constexpr std::size_t kSmall = 1 << 20;
    std::vector<std::string> out = find_codes(picture);
    if (out.empty() && picture.pixels.size() <= kSmall) out = find_codes(doubled(picture));
    if (out.empty())
        throw Error(Code::no_code, "there is no QR code in the picture, or too little is left of it");
    return out;
}

}  // namespace vpass
