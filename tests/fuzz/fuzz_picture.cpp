// Fuzzes a file that claims to be a picture: every decoder of pictures, and the reader of the QR codes in it.
#include "data/encoding.hpp"
#include "fuzz.hpp"
#include "passes/picture.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kSearched =
        1 << 18;  // pixels: a search through more takes too long to be tried often
    Picture picture;
    if (!accepts([&] { picture = decode_picture({data, size}); })) return 0;
    demand(picture.width > 0 && picture.height > 0, "a picture has pixels");
    demand(picture.pixels.size() == picture.width * picture.height,
           "the pixels are as many as the sides say");
    if (picture.pixels.size() > kSearched) return 0;
    accepts([&] {
        for (const auto& [text, number, count, parity] : read_qr_codes(picture))
            demand(is_utf8(text), "what a code says is text");
    });
    return 0;
}
