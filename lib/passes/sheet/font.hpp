#pragma once
// Reads a TrueType font: the glyphs of characters and their widths, and makes a copy of it that holds only
// the glyphs that a document uses. Any thread may call the functions.
#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace vpass {

using Glyph = std::uint16_t;

// The glyphs that a document uses, and the characters that they stand for.
using GlyphSet = std::map<Glyph, char32_t>;

class Font {
 public:
    // Throws Error "io" when the file cannot be read or is not a TrueType font.
    explicit Font(const std::string& file);

    // 0: the font lacks it. It remembers what it found, and any thread may call it.
    Glyph glyph(char32_t character) const;
    bool has_all_of(std::string_view text) const;
    int width(Glyph glyph) const;  // in thousandths of the size of type
    double width(std::string_view text, double size) const;

    // The measures that a PDF states of its fonts, in thousandths of the size of type.
    struct Measures {
        int ascent, descent, left, bottom, right, top;
    };
    Measures measures() const;

    // Returns a font file in which every other glyph is empty, so that glyphs keep their numbers.
    Buffer subset(const GlyphSet& used) const;

 private:
    struct Table {
        std::size_t start = 0, size = 0;
    };
    std::uint32_t number(std::size_t at, int bytes) const;
    std::uint32_t u16(std::size_t at) const { return number(at, 2); }
    std::uint32_t u32(std::size_t at) const { return number(at, 4); }
    int s16(std::size_t at) const { return static_cast<std::int16_t>(number(at, 2)); }
    Table table(const char* name) const;
    Table outline(Glyph glyph) const;
    Glyph find_glyph(char32_t character) const;
    int scaled(int units) const { return units * 1000 / units_; }
    void find_character_map();
    [[noreturn]] void fail(const std::string& why) const;

    std::string file_;
    Buffer bytes_;
    Table head_, hhea_, hmtx_, loca_, glyf_;
    std::size_t map_ = 0;  // where the table from characters to glyphs begins
    std::uint32_t map_format_ = 0;
    mutable std::vector<std::atomic<Glyph>> found_;  // by character; 0: not looked up yet
    int units_ = 1000;
    std::uint32_t glyphs_ = 0, metrics_ = 0;
    bool long_offsets_ = false;
};

}  // namespace vpass
