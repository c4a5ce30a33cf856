// Reads the pages of a TIFF, as scanners and fax machines make them, through libtiff.
#include <algorithm>
#include <cstdarg>
#include <memory>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "passes/pictures/kinds.hpp"
#include "passes/pictures/lazy_kinds.hpp"

namespace vpass {
namespace {

constexpr const char* kDamaged = "a TIFF that is damaged or cut short";

// The file in memory, as libtiff reads it.
struct Memory {
    Bytes bytes;
    std::size_t at = 0;
};

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t size) {
    auto& memory = *static_cast<Memory*>(handle);
    if (size <= 0 || memory.at >= memory.bytes.size()) return 0;
    const std::size_t n = std::min(static_cast<std::size_t>(size), memory.bytes.size() - memory.at);
    std::copy_n(memory.bytes.data() + memory.at, n, static_cast<Byte*>(to));
    memory.at += n;
    return static_cast<tmsize_t>(n);
}
tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return 0; }
toff_t seek(thandle_t handle, toff_t offset, int whence) {
    auto& memory = *static_cast<Memory*>(handle);
    const std::size_t start = whence == SEEK_CUR ? memory.at : whence == SEEK_END ? memory.bytes.size() : 0;
    return memory.at = start + offset;
}
int close_nothing(thandle_t) { return 0; }
toff_t size_of(thandle_t handle) { return static_cast<Memory*>(handle)->bytes.size(); }
int map_all(thandle_t handle, void** base, toff_t* size) {
    const Bytes bytes = static_cast<Memory*>(handle)->bytes;
    *base = const_cast<Byte*>(bytes.data());  // a file that was opened with "r" is not written to
    *size = bytes.size();
    return 1;
}
void unmap_nothing(thandle_t, void*, toff_t) {}
int say_nothing(TIFF*, void*, const char*, const char*, va_list) { return 1; }

struct CloseTiff {
    void operator()(TIFF* tiff) const { sym_TIFFClose(tiff); }
};
struct FreeOptions {
    void operator()(TIFFOpenOptions* options) const { sym_TIFFOpenOptionsFree(options); }
};

// TIFFGetFieldDefaulted() takes its arguments as printf() does, and such a function cannot be called by a
// plain pointer.
bool get(TIFF* tiff, std::uint32_t tag, ...) {
    va_list list;
    va_start(list, tag);
    const int found = sym_TIFFVGetFieldDefaulted(tiff, tag, list);
    va_end(list);
    return found == 1;
}

class TiffPages : public PicturePages {
 public:
    explicit TiffPages(Bytes file) : memory_{file} {
        const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(sym_TIFFOpenOptionsAlloc());
        if (!options) throw std::bad_alloc();
        sym_TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), limits::kPictureMemory);
        sym_TIFFOpenOptionsSetErrorHandlerExtR(options.get(), say_nothing, nullptr);
        sym_TIFFOpenOptionsSetWarningHandlerExtR(options.get(), say_nothing, nullptr);
        tiff_.reset(sym_TIFFClientOpenExt("", "r", &memory_, read_bytes, write_nothing, seek, close_nothing,
                                          size_of, map_all, unmap_nothing, options.get()));
        if (!tiff_) throw Error(Code::bad_picture, kDamaged);
    }

    // The library counts the pages up to the first that it cannot read.
    std::size_t count() override {
        const tdir_t count = sym_TIFFNumberOfDirectories(tiff_.get());
        if (count && (!sym_TIFFSetDirectory(tiff_.get(), count - 1) || !sym_TIFFLastDirectory(tiff_.get())))
            throw Error(Code::bad_picture, kDamaged);
        return count;
    }

    Picture page(std::size_t index) override {
        TIFF* const tiff = tiff_.get();
        if (!sym_TIFFSetDirectory(tiff, static_cast<tdir_t>(index))) throw Error(Code::bad_picture, kDamaged);
        std::uint32_t width = 0, height = 0;
        if (!get(tiff, TIFFTAG_IMAGEWIDTH, &width) || !get(tiff, TIFFTAG_IMAGELENGTH, &height))
            throw Error(Code::bad_picture, kDamaged);
        check_size(width, height);
        Picture out{width, height, Buffer(std::size_t{width} * height)};
        std::uint16_t bits = 0, samples = 0, photometric = 0;
        get(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
        get(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
        const bool has_tones = get(tiff, TIFFTAG_PHOTOMETRIC, &photometric) && samples == 1 &&
                               (bits == 1 || bits == 8) && photometric <= PHOTOMETRIC_MINISBLACK;
        if (sym_TIFFIsTiled(tiff))
            read_tiles(out);
        else if (has_tones)
            read_lines(out, bits, photometric == PHOTOMETRIC_MINISWHITE);
        else
            read_strips(out);
        return out;
    }

 private:
    // Pages of a scanner are large, and need no more memory than their own.
    void read_lines(Picture& out, unsigned bits, bool is_negative) {
        const tmsize_t size = sym_TIFFScanlineSize(tiff_.get());
        if (size < static_cast<tmsize_t>((out.width * bits + 7) / 8))
            throw Error(Code::bad_picture, kDamaged);
        Buffer line(static_cast<std::size_t>(size));
        const Byte flip = is_negative ? 255 : 0;
        for (std::size_t y = 0; y < out.height; ++y) {
            if (sym_TIFFReadScanline(tiff_.get(), line.data(), static_cast<std::uint32_t>(y), 0) != 1)
                throw Error(Code::bad_picture, kDamaged);
            Byte* const row = out.pixels.data() + y * out.width;
            for (std::size_t x = 0; x < out.width; ++x) {
                const unsigned tone = bits == 8 ? line[x] : line[x / 8] >> (7 - x % 8) & 1 ? 255 : 0;
                row[x] = static_cast<Byte>(tone ^ flip);
            }
        }
    }

    void read_strips(Picture& out) {
        std::uint32_t rows = 0;
        get(tiff_.get(), TIFFTAG_ROWSPERSTRIP, &rows);
        rows = std::clamp<std::uint32_t>(rows, 1, static_cast<std::uint32_t>(out.height));
        std::vector<std::uint32_t> raster(out.width * rows);
        for (std::size_t y = 0; y < out.height; y += rows) {
            if (!sym_TIFFReadRGBAStripExt(tiff_.get(), static_cast<std::uint32_t>(y), raster.data(), 1))
                throw Error(Code::bad_picture, kDamaged);
            const std::size_t height = std::min<std::size_t>(rows, out.height - y);
            copy_part(raster, out.width, height, height, 0, y, out);
        }
    }

    void read_tiles(Picture& out) {
        std::uint32_t width = 0, height = 0;
        if (!get(tiff_.get(), TIFFTAG_TILEWIDTH, &width) || !get(tiff_.get(), TIFFTAG_TILELENGTH, &height))
            throw Error(Code::bad_picture, kDamaged);
        check_size(width, height);
        std::vector<std::uint32_t> raster(std::size_t{width} * height);
        for (std::size_t y = 0; y < out.height; y += height) {
            for (std::size_t x = 0; x < out.width; x += width) {
                if (!sym_TIFFReadRGBATileExt(tiff_.get(), static_cast<std::uint32_t>(x),
                                             static_cast<std::uint32_t>(y), raster.data(), 1))
                    throw Error(Code::bad_picture, kDamaged);
                copy_part(raster, width, height, std::min<std::size_t>(height, out.height - y), x, y, out);
            }
        }
    }

    // The first row of a raster is the lowest one of the picture. Its colours are multiplied by their alpha.
    static void copy_part(const std::vector<std::uint32_t>& raster, std::size_t stride, std::size_t rows,
                          std::size_t used, std::size_t left, std::size_t top, Picture& out) {
        const std::size_t width = std::min(stride, out.width - left);
        for (std::size_t y = 0; y < used; ++y) {
            const std::uint32_t* const from = raster.data() + (rows - 1 - y) * stride;
            Byte* const to = out.pixels.data() + (top + y) * out.width + left;
            for (std::size_t x = 0; x < width; ++x) {
                const unsigned grey = grey_of(TIFFGetR(from[x]), TIFFGetG(from[x]), TIFFGetB(from[x])) +
                                      255U - TIFFGetA(from[x]);
                to[x] = static_cast<Byte>(std::min(grey, 255U));
            }
        }
    }

    Memory memory_;
    std::unique_ptr<TIFF, CloseTiff> tiff_;
};

}  // namespace

std::unique_ptr<PicturePages> open_tiff(Bytes file) { return std::make_unique<TiffPages>(file); }

}  // namespace vpass
