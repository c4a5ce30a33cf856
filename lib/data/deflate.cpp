#include "data/deflate.hpp"

#include <libdeflate.h>

#include <array>
#include <memory>
#include <new>

#include "base/error.hpp"

namespace vpass {
namespace {

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};
struct FreeCompressor {
    void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); }
};

constexpr int kStoredLevel = 0;
constexpr int kFastLevel = 1;
constexpr int kSmallLevel = 10;
using Compressor = std::unique_ptr<libdeflate_compressor, FreeCompressor>;

}  // namespace

std::size_t inflate(Bytes in, DeflateForm form, std::size_t limit, Buffer& out) {
    static thread_local const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
        libdeflate_alloc_decompressor());
    if (!decompressor) throw std::bad_alloc();
    std::size_t taken = 0;
    std::size_t given = 0;
    const auto run = [&](Byte* room, std::size_t size) {
        const auto decompress =
            form == DeflateForm::zlib ? libdeflate_zlib_decompress_ex : libdeflate_deflate_decompress_ex;
        const auto result = decompress(decompressor.get(), in.data(), in.size(), room, size, &taken, &given);
        if (result != LIBDEFLATE_SUCCESS && result != LIBDEFLATE_INSUFFICIENT_SPACE) {
            throw Error(Code::bad_deflate, form == DeflateForm::zlib
                                               ? "not a zlib stream, or it is damaged"
                                               : "not a DEFLATE stream, or it is damaged");
        }
        return result == LIBDEFLATE_SUCCESS;
    };
    // Nearly every pass fits into this array; a buffer would be cleared first. A status list does not get
    // more memory at once than a few times its own size.
    std::array<Byte, 4096> room;
    if (run(room.data(), std::min(limit, room.size()))) {
        out.assign(room.data(), room.data() + given);
        return taken;
    }
    for (std::size_t size = room.size(); size < limit;) {
        size = std::min(limit, std::max(4 * size, 4 * in.size()));
        out.resize(size);
        if (!run(out.data(), size)) continue;
        out.resize(given);
        return taken;
    }
    throw Error(Code::too_large, "inflates past " + std::to_string(limit) + " bytes");
}

void deflate(Bytes in, DeflateForm form, Buffer& out, DeflateEffort effort) {
    static thread_local const Compressor stored(libdeflate_alloc_compressor(kStoredLevel));
    static thread_local const Compressor fast(libdeflate_alloc_compressor(kFastLevel));
    const Compressor small(effort == DeflateEffort::small ? libdeflate_alloc_compressor(kSmallLevel)
                                                          : nullptr);
    libdeflate_compressor* const compressor = small                           ? small.get()
                                              : effort == DeflateEffort::fast ? fast.get()
                                                                              : stored.get();
    if (!compressor) throw std::bad_alloc();
    if (form == DeflateForm::zlib) {
        out.resize(libdeflate_zlib_compress_bound(compressor, in.size()));
        out.resize(libdeflate_zlib_compress(compressor, in.data(), in.size(), out.data(), out.size()));
    } else {
        out.resize(libdeflate_deflate_compress_bound(compressor, in.size()));
        out.resize(libdeflate_deflate_compress(compressor, in.data(), in.size(), out.data(), out.size()));
    }
}

}  // namespace vpass
