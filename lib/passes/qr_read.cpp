#include <charconv>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "passes/lazy_zxing.hpp"
#include "passes/picture.hpp"
#include "passes/picture_views.hpp"

namespace vpass {
namespace {

// Returns the bytes of a code as its text when they are UTF-8. The reader would guess at the charset, and
// takes Korean for Japanese. For other charsets we rely on the code's own statement or on the reader.
std::string text_of(const ZXing::Result& result) {
    const auto& bytes = sym_Result_bytes(&result);
    std::string raw(bytes.begin(), bytes.end());
    return is_utf8(raw) ? raw : sym_Result_utf8(&result);
}

std::vector<CodeText> find_codes(const Picture& picture) {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    const ZXing::ImageView view(picture.pixels.data(), static_cast<int>(picture.width),
                                static_cast<int>(picture.height), ZXing::ImageFormat::Lum);
    std::vector<CodeText> out;
    for (const ZXing::Result& result : sym_ReadBarcodes(view, hints)) {
        CodeText& code = out.emplace_back();
        code.text = text_of(result);
        const int count = sym_Result_sequenceSize(&result), index = sym_Result_sequenceIndex(&result);
        if (count < 2 || index < 0 || index >= count) continue;
        code.count = static_cast<std::size_t>(count);
        code.number = static_cast<std::size_t>(index) + 1;
        const std::string parity = sym_Result_sequenceId(&result);
        std::from_chars(parity.data(), parity.data() + parity.size(), code.parity);
    }
    return out;
}

}  // namespace

// The reader finds dark codes on light ground whose tones are far apart. When it finds none, we search other
// views of the picture. They are small, so that a picture without a code costs little more.
std::vector<CodeText> read_qr_codes(const Picture& picture) {
    // In a large code at two pixels a module, the reader sometimes misplaces the corners, so we try it at
    // double size.
    constexpr std::size_t kSmall = 1 << 20;
    std::vector<CodeText> out = find_codes(picture);
    if (out.empty() && picture.pixels.size() <= kSmall) out = find_codes(doubled(picture));
    if (out.empty()) {
        const Picture stretched = with_contrast(reduced(picture, kSmall));
        const auto look = [&](const Picture& view) {
            if (out.empty()) out = find_codes(view);
            if (out.empty()) out = find_codes(inverted(view));
        };
        look(stretched);
        look(mirrored(stretched));
        if (out.empty()) look(by_surroundings(stretched));
    }
    if (!out.empty()) return out;
    if (picture.is_damaged)
        throw Error(Code::bad_picture,
                    "a picture that is damaged or cut short, and no QR code is left in it");
    throw Error(Code::no_code, "there is no QR code in the picture, or too little is left of it");
}

}  // namespace vpass
