// Reads the first picture of a GIF through giflib, line by line.
#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "base/error.hpp"
#include "passes/pictures/kinds.hpp"
#include "passes/pictures/lazy_kinds.hpp"

namespace vpass {
namespace {

constexpr const char* kDamaged = "a GIF that is damaged or cut short";

int read_bytes(GifFileType* gif, GifByteType* to, int size) {
    auto& rest = *static_cast<Bytes*>(gif->UserData);
    const std::size_t n = std::min(rest.size(), static_cast<std::size_t>(std::max(size, 0)));
    std::copy_n(rest.data(), n, to);
    rest = rest.subspan(n);
    return static_cast<int>(n);
}

struct CloseGif {
    void operator()(GifFileType* gif) const {
        int error = 0;
        sym_DGifCloseFile(gif, &error);
    }
};

void require_good(int result) {
    if (result != GIF_OK) throw Error(Code::bad_picture, kDamaged);
}

// Skips the extensions up to the first picture, and returns the colour that is transparent in it, or -1.
int find_picture(GifFileType* gif) {
    int transparent = -1;
    for (;;) {
        GifRecordType type = UNDEFINED_RECORD_TYPE;
        require_good(sym_DGifGetRecordType(gif, &type));
        if (type == IMAGE_DESC_RECORD_TYPE) return transparent;
        if (type != EXTENSION_RECORD_TYPE) throw Error(Code::bad_picture, "a GIF without a picture");
        int code = 0;
        GifByteType* block = nullptr;
        require_good(sym_DGifGetExtension(gif, &code, &block));
        if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] >= 4 && (block[1] & 1))
            transparent = block[4];
        while (block) require_good(sym_DGifGetExtensionNext(gif, &block));
    }
}

}  // namespace

Picture decode_gif(Bytes file) {
    int error = 0;
    const std::unique_ptr<GifFileType, CloseGif> gif(sym_DGifOpen(&file, read_bytes, &error));
    if (!gif) throw Error(Code::bad_picture, "not a GIF, or it is damaged");
    const int transparent = find_picture(gif.get());
    require_good(sym_DGifGetImageDesc(gif.get()));
    const GifImageDesc& image = gif->Image;
    if (image.Width <= 0 || image.Height <= 0) throw Error(Code::bad_picture, "a picture without pixels");
    Picture out{static_cast<std::size_t>(image.Width), static_cast<std::size_t>(image.Height), {}};
    check_size(out.width, out.height);
    const ColorMapObject* const colours = image.ColorMap ? image.ColorMap : gif->SColorMap;
    if (!colours) throw Error(Code::bad_picture, "a GIF without colours");
    std::array<Byte, 256> tones{};
    tones.fill(255);
    for (int i = 0; i < std::min(colours->ColorCount, 256); ++i) {
        const GifColorType& c = colours->Colors[i];
        if (i != transparent) tones[static_cast<std::size_t>(i)] = grey_of(c.Red, c.Green, c.Blue);
    }

    out.pixels.resize(out.width * out.height);
    const auto read_row = [&](std::size_t y) {
        Byte* const row = out.pixels.data() + y * out.width;
        require_good(sym_DGifGetLine(gif.get(), row, image.Width));
        for (std::size_t x = 0; x < out.width; ++x) row[x] = tones[row[x]];
    };
    if (image.Interlace) {
        constexpr std::size_t kPasses[][2] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};  // first row, step
        for (const auto& [first, step] : kPasses) {
            for (std::size_t y = first; y < out.height; y += step) read_row(y);
        }
    } else {
        for (std::size_t y = 0; y < out.height; ++y) read_row(y);
    }
    return out;
}

}  // namespace vpass
