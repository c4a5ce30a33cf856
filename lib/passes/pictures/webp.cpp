// Reads WebP through libwebp.
#include <algorithm>
#include <memory>

#include "base/error.hpp"
#include "passes/pictures/kinds.hpp"
#include "passes/pictures/lazy_kinds.hpp"

namespace vpass {
namespace {

struct FreeBuffer {
    void operator()(WebPDecBuffer* buffer) const { sym_WebPFreeDecBuffer(buffer); }
};

}  // namespace

Picture decode_webp(Bytes file) {
    WebPDecoderConfig config;
    if (!sym_WebPInitDecoderConfigInternal(&config, WEBP_DECODER_ABI_VERSION))
        throw Error(Code::io, "libwebp is of another version than this program was made for");
    if (sym_WebPGetFeaturesInternal(file.data(), file.size(), &config.input, WEBP_DECODER_ABI_VERSION) !=
        VP8_STATUS_OK)
        throw Error(Code::bad_picture, "not a WebP, or it is damaged");
    if (config.input.has_animation) throw Error(Code::bad_picture, "a WebP that is an animation");
    Picture out{
        static_cast<std::size_t>(config.input.width), static_cast<std::size_t>(config.input.height), {}};
    check_size(out.width, out.height);

    config.output.colorspace = config.input.has_alpha ? MODE_YUVA : MODE_YUV;
    const VP8StatusCode status = sym_WebPDecode(file.data(), file.size(), &config);
    const std::unique_ptr<WebPDecBuffer, FreeBuffer> owner(&config.output);
    if (status == VP8_STATUS_OUT_OF_MEMORY) throw std::bad_alloc();
    if (status != VP8_STATUS_OK) throw Error(Code::bad_picture, "a WebP that is damaged or cut short");
    const WebPYUVABuffer& planes = config.output.u.YUVA;
    out.pixels.resize(out.width * out.height);
    for (std::size_t y = 0; y < out.height; ++y) {
        const std::uint8_t* const luma = planes.y + y * static_cast<std::size_t>(planes.y_stride);
        const std::uint8_t* const alpha =
            planes.a ? planes.a + y * static_cast<std::size_t>(planes.a_stride) : nullptr;
        for (std::size_t x = 0; x < out.width; ++x) {
            // Luma is from 16, black, to 235, white.
            const int grey = std::clamp((luma[x] - 16) * 255 / 219, 0, 255);
            out.pixels[y * out.width + x] =
                static_cast<Byte>(alpha ? 255 - (255 - grey) * alpha[x] / 255 : grey);
        }
    }
    return out;
}

}  // namespace vpass
