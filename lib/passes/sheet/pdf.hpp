#pragma once
// Writes a PDF as its pages come, in memory that hardly grows: eight bytes for each object. Its one font
// stands at the end, with the glyphs that the pages used.
#include <string>
#include <string_view>
#include <vector>

#include "passes/sheet/font.hpp"

namespace vpass {

class PdfWriter {
 public:
    PdfWriter(double width, double height) : width_(width), height_(height) {}  // in points

    // Both append to `out`, whose content may be written out in order. A page is drawing commands, deflated;
    // it calls the font F.
    void page(Bytes deflated, std::string& out);
    void finish(const Font& font, const GlyphSet& used, std::string& out);
    std::size_t pages() const { return pages_; }

 private:
    void begin(std::size_t object, std::string& out);  // notes where it stands
    void stream(std::size_t object, std::string_view dictionary, Bytes content, std::string& out);
    void end_block(std::string& out);
    void write_font(const Font& font, const GlyphSet& used, std::string& out);

    double width_, height_;
    std::size_t pages_ = 0;
    std::uint64_t position_ = 0;          // in the file, of the end of what was appended before
    std::size_t start_ = 0;               // in `out`, of what this call appends
    std::vector<std::uint64_t> offsets_;  // by object
};

}  // namespace vpass
