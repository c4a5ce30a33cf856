// Reads PNG through libpng and JPEG through libjpeg-turbo, both through interfaces without longjmp, and tells
// the kinds of pictures apart.
#include "passes/picture.hpp"

#include <memory>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "passes/bmp.hpp"
#include "passes/lazy_pictures.hpp"
#include "passes/pictures/kinds.hpp"

namespace vpass {

void check_size(std::size_t width, std::size_t height) {
    if (width == 0 || height == 0) throw Error(Code::bad_picture, "a picture without pixels");
    if (width > limits::kPictureSide || height > limits::kPicturePixels / width)
        throw Error(Code::too_large, "a picture of " + std::to_string(width) + " times " +
                                         std::to_string(height) +
                                         " pixels is larger than pictures of passes are");
}

namespace {

constexpr std::size_t kPicturePages = 10'000;  // of a PDF or TIFF
constexpr std::string_view kPng = "\x89PNG\r\n\x1a\n";
constexpr std::string_view kJpeg = "\xff\xd8\xff";
constexpr std::string_view kLittleTiff("II*\0", 4), kBigTiff("MM\0*", 4);

struct FreePng {
    void operator()(png_image* image) const {
        if (image->opaque) sym_png_image_free(image);
    }
};

Picture decode_png(Bytes file) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const std::unique_ptr<png_image, FreePng> owner(&image);
    if (!sym_png_image_begin_read_from_memory(&image, file.data(), file.size()))
        throw Error(Code::bad_picture, "not a PNG, or it is damaged");
    check_size(image.width, image.height);
    Picture out{image.width, image.height, {}, false};
    image.format = PNG_FORMAT_GRAY;
    out.pixels.resize(PNG_IMAGE_SIZE(image));
    const png_color white{255, 255, 255};
    if (!sym_png_image_finish_read(&image, &white, out.pixels.data(), 0, nullptr))
        throw Error(Code::bad_picture, "a PNG that is damaged or cut short");
    return out;
}

struct CloseJpeg {
    void operator()(void* handle) const { sym_tjDestroy(handle); }
};

Picture decode_jpeg(Bytes file) {
    const std::unique_ptr<void, CloseJpeg> decoder(sym_tjInitDecompress());
    if (!decoder) throw std::bad_alloc();
    int width = 0, height = 0, subsampling = 0, colours = 0;
    if (sym_tjDecompressHeader3(decoder.get(), file.data(), file.size(), &width, &height, &subsampling,
                                &colours) != 0)
        throw Error(Code::bad_picture, "not a JPEG, or it is damaged");
    Picture out{static_cast<std::size_t>(width), static_cast<std::size_t>(height), {}, false};
    check_size(out.width, out.height);
    out.pixels.resize(out.width * out.height);
    // We limit the scans, since a file of many tiny scans would take minutes for each megabyte. We accept
    // damage that leaves a picture: the QR code's own error correction deals with it.
    const int result = sym_tjDecompress2(decoder.get(), file.data(), file.size(), out.pixels.data(), width, 0,
                                         height, TJPF_GRAY, TJFLAG_LIMITSCANS);
    if (result != 0 && sym_tjGetErrorCode(decoder.get()) != TJERR_WARNING)
        throw Error(Code::bad_picture, "a JPEG that is damaged or of a kind that is not read");
    out.is_damaged = result != 0;
    return out;
}

}  // namespace

PictureFile::PictureFile(Bytes file) : file_(file) {
    const std::string_view start = as_text(file.first(std::min<std::size_t>(file.size(), 12)));
    if (start.starts_with(kPng)) decode_ = decode_png;
    if (start.starts_with(kJpeg)) decode_ = decode_jpeg;
    if (start.starts_with("BM")) decode_ = decode_bmp;
    if (start.starts_with("RIFF") && start.substr(8) == "WEBP") decode_ = decode_webp;
    if (start.starts_with("GIF8")) decode_ = decode_gif;
    if (start.size() == 12 && start.substr(4, 4) == "ftyp") decode_ = decode_heif;
    if (decode_) return;
    if (start.starts_with(kLittleTiff) || start.starts_with(kBigTiff)) pages_ = open_tiff(file);
    if (start.starts_with("%PDF-")) pages_ = open_pdf(file);
    if (!pages_) throw Error(Code::bad_picture, "not a picture of a kind that is read: see vpass-qr(1)");
    count_ = pages_->count();
    if (count_ == 0) throw Error(Code::bad_picture, "a file without pages");
    if (count_ > kPicturePages)
        throw Error(Code::too_large, "a file of " + std::to_string(count_) + " pages, which are more than " +
                                         std::to_string(kPicturePages));
}

PictureFile::~PictureFile() = default;

Picture PictureFile::page(std::size_t index) const { return pages_ ? pages_->page(index) : decode_(file_); }

Picture decode_picture(Bytes file) { return PictureFile(file).page(0); }

}  // namespace vpass
