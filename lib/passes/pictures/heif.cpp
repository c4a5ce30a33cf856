// Reads HEIC, which telephones take, and AVIF through libheif. The library turns the picture as its file
// demands.
#include <memory>

#include "base/error.hpp"
#include "passes/pictures/kinds.hpp"
#include "passes/pictures/lazy_kinds.hpp"

namespace vpass {
namespace {

template <auto& free>
struct Freer {
    template <typename T>
    void operator()(T* object) const {
        free(object);
    }
};
using Context = std::unique_ptr<heif_context, Freer<sym_heif_context_free>>;
using Handle = std::unique_ptr<const heif_image_handle, Freer<sym_heif_image_handle_release>>;
using Image = std::unique_ptr<const heif_image, Freer<sym_heif_image_release>>;

void require_good(const heif_error& error) {
    if (error.code == heif_error_Ok) return;
    if (error.code == heif_error_Memory_allocation_error) throw std::bad_alloc();
    if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype)
        throw Error(Code::bad_picture, "a HEIF picture of a kind that is not read");
    throw Error(Code::bad_picture, "a HEIF picture that is damaged or cut short");
}

Image decode(const heif_image_handle* handle, heif_colorspace space, heif_chroma chroma) {
    heif_image* image = nullptr;
    require_good(sym_heif_decode_image(handle, &image, space, chroma, nullptr));
    return Image(image);
}

// Copies a plane of one or two bytes a sample; luma of a limited range differs from grey by its contrast
// only.
Picture copy_luma(const heif_image* image, heif_channel channel, std::size_t step) {
    Picture out{static_cast<std::size_t>(sym_heif_image_get_width(image, channel)),
                static_cast<std::size_t>(sym_heif_image_get_height(image, channel)),
                {}};
    check_size(out.width, out.height);
    const int bits = sym_heif_image_get_bits_per_pixel_range(image, channel);
    int stride = 0;
    const std::uint8_t* const plane = sym_heif_image_get_plane_readonly(image, channel, &stride);
    if (!plane || bits < 8 || bits > 16)
        throw Error(Code::bad_picture, "a HEIF picture of a kind that is not read");
    out.pixels.resize(out.width * out.height);
    for (std::size_t y = 0; y < out.height; ++y) {
        const std::uint8_t* const row = plane + y * static_cast<std::size_t>(stride);
        for (std::size_t x = 0; x < out.width; ++x) {
            Byte& to = out.pixels[y * out.width + x];
            if (step == 3)
                to = grey_of(row[3 * x], row[3 * x + 1], row[3 * x + 2]);
            else if (bits == 8)
                to = row[x];
            else
                to = static_cast<Byte>((row[2 * x] | row[2 * x + 1] << 8) >> (bits - 8));
        }
    }
    return out;
}

}  // namespace

Picture decode_heif(Bytes file) {
    const Context context(sym_heif_context_alloc());
    if (!context) throw std::bad_alloc();
    sym_heif_context_set_max_decoding_threads(context.get(), 0);
    require_good(
        sym_heif_context_read_from_memory_without_copy(context.get(), file.data(), file.size(), nullptr));
    heif_image_handle* opened = nullptr;
    require_good(sym_heif_context_get_primary_image_handle(context.get(), &opened));
    const Handle handle(opened);
    const int width = sym_heif_image_handle_get_width(opened),
              height = sym_heif_image_handle_get_height(opened);
    if (width <= 0 || height <= 0) throw Error(Code::bad_picture, "a picture without pixels");
    check_size(static_cast<std::size_t>(width), static_cast<std::size_t>(height));
    Image image = decode(opened, heif_colorspace_undefined, heif_chroma_undefined);
    if (sym_heif_image_has_channel(image.get(), heif_channel_Y))
        return copy_luma(image.get(), heif_channel_Y, 1);
    image = decode(opened, heif_colorspace_RGB, heif_chroma_interleaved_RGB);
    return copy_luma(image.get(), heif_channel_interleaved, 3);
}

}  // namespace vpass
