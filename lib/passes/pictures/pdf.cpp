// Draws the pages of a PDF through Poppler.
#include <algorithm>
#include <cmath>
#include <memory>

#include "base/error.hpp"
#include "passes/pictures/kinds.hpp"
#include "passes/pictures/lazy_poppler.hpp"

namespace vpass {
namespace {

// A label of 28 mm with a code of 177 modules needs 600 dpi; larger pages are drawn with fewer, within the
// time of one picture.
constexpr double kMostDpi = 600;
constexpr double kMostPixels = 16e6;  // a page of A4 at 410 dpi
constexpr std::size_t kEndBytes = 1024;

struct FreeDocument {
    void operator()(poppler::document* document) const {
        sym_document_destroy(document);
        ::operator delete(document);
    }
};
struct FreePage {
    void operator()(poppler::page* page) const {
        sym_page_destroy(page);
        ::operator delete(page);
    }
};

class Renderer {
 public:
    Renderer() {
        sym_renderer_construct(space_);
        sym_renderer_set_format(space_, poppler::image::format_gray8);
    }
    ~Renderer() { sym_renderer_destroy(space_); }
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;
    PopplerImage render(const poppler::page* page, double dpi) const {
        return sym_renderer_render(space_, page, dpi, dpi, -1, -1, -1, -1, poppler::rotate_0);
    }

 private:
    alignas(poppler::page_renderer) unsigned char space_[sizeof(poppler::page_renderer)];
};

class PdfPages : public PicturePages {
 public:
    // Poppler repairs a file that is cut short, and would leave out its last pages without a word.
    explicit PdfPages(Bytes file) {
        const std::string_view end = as_text(file.last(std::min(file.size(), kEndBytes)));
        if (end.find("%%EOF") == std::string_view::npos)
            throw Error(Code::bad_picture, "a PDF that is cut short");
        document_.reset(sym_document_load(reinterpret_cast<const char*>(file.data()),
                                          static_cast<int>(file.size()), std::string(), std::string()));
        if (!document_) throw Error(Code::bad_picture, "a PDF that is damaged");
        if (sym_document_is_locked(document_.get()))
            throw Error(Code::bad_picture, "a PDF that a password protects: take it off first");
    }

    std::size_t count() override {
        return static_cast<std::size_t>(std::max(sym_document_pages(document_.get()), 0));
    }

    Picture page(std::size_t index) override {
        const std::unique_ptr<poppler::page, FreePage> page(
            sym_document_create_page(document_.get(), static_cast<int>(index)));
        if (!page) throw Error(Code::bad_picture, "a page of a PDF that is damaged");
        const poppler::rectf box = sym_page_rect(page.get(), poppler::crop_box);
        const double width = box.width() / 72, height = box.height() / 72;  // in inches
        if (!(width > 0 && height > 0)) throw Error(Code::bad_picture, "a page without pixels");
        const double dpi = std::min(kMostDpi, std::sqrt(kMostPixels / (width * height)));
        check_size(static_cast<std::size_t>(std::max(1.0, std::min(width * dpi, 1e6))),
                   static_cast<std::size_t>(std::max(1.0, std::min(height * dpi, 1e6))));
        const Renderer renderer;
        const PopplerImage image = renderer.render(page.get(), dpi);
        const int columns = sym_image_width(&image), rows = sym_image_height(&image);
        const char* const data = sym_image_data(&image);
        if (!data || columns <= 0 || rows <= 0)
            throw Error(Code::bad_picture, "a page of a PDF that cannot be drawn");
        Picture out{static_cast<std::size_t>(columns), static_cast<std::size_t>(rows), {}};
        out.pixels.resize(out.width * out.height);
        const auto stride = static_cast<std::size_t>(sym_image_stride(&image));
        for (std::size_t y = 0; y < out.height; ++y)
            std::copy_n(reinterpret_cast<const Byte*>(data) + y * stride, out.width,
                        out.pixels.data() + y * out.width);
        return out;
    }

 private:
    std::unique_ptr<poppler::document, FreeDocument> document_;
};

}  // namespace

std::unique_ptr<PicturePages> open_pdf(Bytes file) { return std::make_unique<PdfPages>(file); }

}  // namespace vpass
