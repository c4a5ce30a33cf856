// Reads BMP as Windows and its programs write it: a BITMAPINFOHEADER or one of its longer successors, 1, 4,
// 8, 24 or 32 bits a pixel, not compressed.
#include "passes/bmp.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "passes/pictures/kinds.hpp"

namespace vpass {
namespace {

constexpr std::size_t kFileHeader = 14;
constexpr std::size_t kInfoHeader = 40;
enum Compression : std::uint32_t { kNone = 0, kBitFields = 3 };

class Reader {
 public:
    explicit Reader(Bytes bytes) : bytes_(bytes) {}
    std::uint32_t number(std::size_t at, std::size_t length) const {
        if (at > bytes_.size() || bytes_.size() - at < length)
            throw Error(Code::bad_picture, "a BMP that is cut short");
        std::uint32_t value = 0;
        for (std::size_t i = length; i-- > 0;) value = value << 8 | bytes_[at + i];
        return value;
    }
    Bytes part(std::size_t at, std::size_t length) const {
        if (at > bytes_.size() || bytes_.size() - at < length)
            throw Error(Code::bad_picture, "a BMP that is cut short");
        return bytes_.subspan(at, length);
    }

 private:
    Bytes bytes_;
};

// The pixel is blue, green, red.
Byte grey(const Byte* pixel) { return grey_of(pixel[2], pixel[1], pixel[0]); }

std::array<Byte, 256> read_palette(const Reader& in, std::size_t at, std::size_t colours) {
    std::array<Byte, 256> out{};
    const Bytes entries = in.part(at, 4 * colours);
    for (std::size_t i = 0; i < colours; ++i) out[i] = grey(entries.data() + 4 * i);
    return out;
}

}  // namespace

Picture decode_bmp(Bytes file) {
    const Reader in(file);
    const std::size_t pixels = in.number(10, 4);
    const std::size_t header = in.number(kFileHeader, 4);
    if (header < kInfoHeader) throw Error(Code::bad_picture, "a BMP of a kind that is not read");
    const auto width = static_cast<std::int32_t>(in.number(18, 4));
    const auto rows = static_cast<std::int32_t>(in.number(22, 4));
    const std::uint32_t depth = in.number(28, 2), compression = in.number(30, 4);
    const bool indexed = depth == 1 || depth == 4 || depth == 8;
    if (width <= 0 || rows == INT32_MIN || (!indexed && depth != 24 && depth != 32) ||
        (compression != kNone && (compression != kBitFields || depth != 32)))
        throw Error(Code::bad_picture, "a BMP of a kind that is not read");

    Picture out{static_cast<std::size_t>(width), static_cast<std::size_t>(std::abs(rows)), {}};
    check_size(out.width, out.height);
    std::array<Byte, 256> palette{};
    if (indexed) {
        const std::size_t stated = in.number(46, 4), most = std::size_t{1} << depth;
        palette = read_palette(in, kFileHeader + header, stated == 0 ? most : std::min(stated, most));
    }
    const std::size_t stride = (out.width * depth + 31) / 32 * 4;
    const Bytes data = in.part(pixels, stride * out.height);
    out.pixels.resize(out.width * out.height);
    for (std::size_t y = 0; y < out.height; ++y) {
        // A positive height means that the last row comes first.
        const Byte* const from = data.data() + stride * (rows > 0 ? out.height - 1 - y : y);
        Byte* const to = out.pixels.data() + out.width * y;
        for (std::size_t x = 0; x < out.width; ++x) {
            if (indexed) {
                const std::size_t bit = x * depth;
                const unsigned index = from[bit / 8] >> (8 - depth - bit % 8) & ((1U << depth) - 1);
                to[x] = palette[index];
            } else {
                to[x] = grey(from + x * (depth / 8));
            }
        }
    }
    return out;
}

}  // namespace vpass
