// Declares the functions of poppler-cpp that pdf.cpp calls, found by the names that the C++ ABI gives them;
// see passes/lazy_zxing.hpp.
#pragma once
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kPoppler;
struct PopplerImage;

inline constinit const LazyFunction<poppler::document* (*)(const char*, int, const std::string&,
                                                           const std::string&)>
    sym_document_load{kPoppler,
                      "_ZN7poppler8document18load_from_raw_dataEPKciRKNSt7__cxx1112basic_stringIcSt11char_"
                      "traitsIcESaIcEEESA_"};
inline constinit const LazyFunction<void (*)(poppler::document*)>  //
    sym_document_destroy{kPoppler, "_ZN7poppler8documentD1Ev"};
inline constinit const LazyFunction<bool (*)(const poppler::document*)>  //
    sym_document_is_locked{kPoppler, "_ZNK7poppler8document9is_lockedEv"};
inline constinit const LazyFunction<int (*)(const poppler::document*)>  //
    sym_document_pages{kPoppler, "_ZNK7poppler8document5pagesEv"};
inline constinit const LazyFunction<poppler::page* (*)(const poppler::document*, int)>  //
    sym_document_create_page{kPoppler, "_ZNK7poppler8document11create_pageEi"};
inline constinit const LazyFunction<void (*)(poppler::page*)>  //
    sym_page_destroy{kPoppler, "_ZN7poppler4pageD1Ev"};
inline constinit const LazyFunction<poppler::rectf (*)(const poppler::page*, poppler::page_box_enum)>  //
    sym_page_rect{kPoppler, "_ZNK7poppler4page9page_rectENS_13page_box_enumE"};
inline constinit const LazyFunction<void (*)(void*)>  //
    sym_renderer_construct{kPoppler, "_ZN7poppler13page_rendererC1Ev"};
inline constinit const LazyFunction<void (*)(void*)>  //
    sym_renderer_destroy{kPoppler, "_ZN7poppler13page_rendererD1Ev"};
inline constinit const LazyFunction<void (*)(void*, poppler::image::format_enum)>  //
    sym_renderer_set_format{kPoppler, "_ZN7poppler13page_renderer16set_image_formatENS_5image11format_enumE"};
inline constinit const LazyFunction<void (*)(PopplerImage*)>  //
    sym_image_destroy{kPoppler, "_ZN7poppler5imageD1Ev"};
inline constinit const LazyFunction<const char* (*)(const PopplerImage*)>  //
    sym_image_data{kPoppler, "_ZNK7poppler5image10const_dataEv"};
inline constinit const LazyFunction<int (*)(const PopplerImage*)>  //
    sym_image_width{kPoppler, "_ZNK7poppler5image5widthEv"};
inline constinit const LazyFunction<int (*)(const PopplerImage*)>  //
    sym_image_height{kPoppler, "_ZNK7poppler5image6heightEv"};
inline constinit const LazyFunction<int (*)(const PopplerImage*)>  //
    sym_image_stride{kPoppler, "_ZNK7poppler5image13bytes_per_rowEv"};

// Stands for poppler::image, whose destructor is not inline: one pointer, returned in memory.
struct PopplerImage {
    void* content = nullptr;
    PopplerImage() = default;
    PopplerImage(const PopplerImage&) = delete;
    PopplerImage& operator=(const PopplerImage&) = delete;
    ~PopplerImage() { sym_image_destroy(this); }
};
static_assert(sizeof(PopplerImage) == sizeof(poppler::image));

inline constinit const LazyFunction<PopplerImage (*)(const void*, const poppler::page*, double, double, int,
                                                     int, int, int, poppler::rotation_enum)>
    sym_renderer_render{kPoppler,
                        "_ZNK7poppler13page_renderer11render_pageEPKNS_4pageEddiiiiNS_13rotation_enumE"};

}  // namespace vpass
