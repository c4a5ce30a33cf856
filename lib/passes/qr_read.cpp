#include <algorithm>
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

CodeText code_of(const ZXing::Result& result) {
    CodeText code;
    code.text = text_of(result);
    const int count = sym_Result_sequenceSize(&result), index = sym_Result_sequenceIndex(&result);
    if (count < 2 || index < 0 || index >= count) return code;
    code.count = static_cast<std::size_t>(count);
    code.number = static_cast<std::size_t>(index) + 1;
    const std::string parity = sym_Result_sequenceId(&result);
    std::from_chars(parity.data(), parity.data() + parity.size(), code.parity);
    return code;
}

// Paints over a code whose corners these are; returns false when nothing was.
bool paint_over(const ZXing::Position& corners, Picture& picture) {
    const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
    const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
    const int width = static_cast<int>(picture.width), height = static_cast<int>(picture.height);
    bool painted = false;
    for (int y = std::max(top, 0); y < std::min(bottom, height); ++y) {
        Byte* const row = picture.pixels.data() + static_cast<std::size_t>(y) * picture.width;
        for (int x = std::max(left, 0); x < std::min(right, width); ++x) {
            bool inside = true;  // of all four sides
            for (std::size_t i = 0; i < 4; ++i) {
                const ZXing::PointI from = corners[i], to = corners[(i + 1) % 4];
                inside &=
                    std::int64_t{to.x - from.x} * (y - from.y) >= std::int64_t{to.y - from.y} * (x - from.x);
            }
            if (inside) row[x] = 255;
            painted |= inside;
        }
    }
    return painted;
}

// Among the finder patterns of many codes the reader overlooks some, so we search what is left when it has
// found several.
std::vector<CodeText> find_codes(const Picture& picture) {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setTryHarder(true);
    hints.setTryRotate(true);
    std::vector<CodeText> out;
    Picture rest;
    for (const Picture* searched = &picture;; searched = &rest) {
        const ZXing::ImageView view(searched->pixels.data(), static_cast<int>(picture.width),
                                    static_cast<int>(picture.height), ZXing::ImageFormat::Lum);
        const ZXing::Results found = sym_ReadBarcodes(view, hints);
        for (const ZXing::Result& result : found) out.push_back(code_of(result));
        if (out.size() < 2 || found.empty()) return out;
        if (rest.pixels.empty()) rest = picture;
        bool painted = false;
        for (const ZXing::Result& result : found) painted |= paint_over(result.position(), rest);
        if (!painted) return out;  // else the same codes would be found again
    }
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
    // Where a picture was taken from aside, the modules of a row differ in size, and those of two pixels are
    // easier to tell apart in a smooth view.
    for (const double factor : {1.5, 2.5, 3.0, 4.0}) {
        const bool is_small = static_cast<double>(picture.pixels.size()) * factor * factor <= 4 * kSmall;
        if (out.empty() && is_small) out = find_codes(magnified(picture, factor));
    }
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
