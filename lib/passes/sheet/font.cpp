// Reads the tables of a TrueType font (ISO/IEC 14496-22). Every number is read within the bounds of the file,
// which its user may have taken from anywhere.
#include "passes/sheet/font.hpp"

#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/unicode.hpp"

namespace vpass {
namespace {

constexpr std::size_t kFontBytes = 64 << 20;
constexpr std::size_t kMaxComponents = 64;  // of one glyph

void put(Buffer& out, std::size_t at, std::uint32_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i, value >>= 8)
        out[at + static_cast<std::size_t>(i)] = static_cast<Byte>(value);
}

}  // namespace

void Font::fail(const std::string& why) const {
    throw Error(Code::io, "cannot read the font " + file_ + ": " + why,
                "Debian's package fonts-nanum has the default; --font names another, a TrueType file");
}

std::uint32_t Font::number(std::size_t at, int bytes) const {
    if (at > bytes_.size() || bytes_.size() - at < static_cast<std::size_t>(bytes)) fail("it is cut short");
    std::uint32_t out = 0;
    for (int i = 0; i < bytes; ++i) out = out << 8 | bytes_[at + static_cast<std::size_t>(i)];
    return out;
}

Font::Table Font::table(const char* name) const {
    const std::uint32_t count = u16(4);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t row = 12 + 16 * i;
        u32(row + 12);
        if (as_text(Bytes(bytes_).subspan(row, 4)) != name) continue;
        const Table out{u32(row + 8), u32(row + 12)};
        if (out.start > bytes_.size() || out.size > bytes_.size() - out.start) fail("it is cut short");
        return out;
    }
    return {};
}

Font::Font(const std::string& file) : file_(file), found_(0x10000) {
    bytes_ = [&] {
        try {
            return read_file(file, kFontBytes);
        } catch (const Error& e) {
            fail(e.what());
        }
    }();
    const std::uint32_t kind = u32(0);
    if (kind != 0x00010000 && kind != 0x74727565) fail("it is not a TrueType font");
    head_ = table("head");
    hhea_ = table("hhea");
    hmtx_ = table("hmtx");
    loca_ = table("loca");
    glyf_ = table("glyf");
    const Table maxp = table("maxp");
    if (head_.size < 54 || hhea_.size < 36 || maxp.size < 6 || !glyf_.size) fail("it has no outlines");
    units_ = static_cast<int>(u16(head_.start + 18));
    if (units_ < 16) fail("it has no scale");
    long_offsets_ = u16(head_.start + 50) != 0;
    glyphs_ = u16(maxp.start + 4);
    metrics_ = u16(hhea_.start + 34);
    if (metrics_ == 0 || hmtx_.size < metrics_ * 4 ||
        loca_.size < (glyphs_ + std::size_t{1}) * (long_offsets_ ? 4 : 2))
        fail("its tables do not fit together");
    find_character_map();
}

// Format 12 has all of Unicode, format 4 its first 65,536 characters.
void Font::find_character_map() {
    const Table cmap = table("cmap");
    if (cmap.size < 4) fail("it has no table of characters");
    const std::uint32_t count = u16(cmap.start + 2);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t row = cmap.start + 4 + 8 * i;
        const std::uint32_t platform = u16(row), encoding = u16(row + 2);
        if (platform != 0 && !(platform == 3 && (encoding == 1 || encoding == 10))) continue;
        const std::size_t start = cmap.start + u32(row + 4);
        const std::uint32_t format = u16(start);
        if ((format == 4 || format == 12) && format > map_format_) {
            map_ = start;
            map_format_ = format;
        }
    }
    if (map_format_ == 0) fail("it has no table of Unicode characters");
}

Glyph Font::glyph(char32_t character) const {
    if (character >= found_.size()) return find_glyph(character);
    std::atomic<Glyph>& found = found_[character];
    Glyph out = found.load(std::memory_order_relaxed);
    if (!out) found.store(out = find_glyph(character), std::memory_order_relaxed);
    return out;
}

Glyph Font::find_glyph(char32_t character) const {
    const bool is_long = map_format_ == 12;
    const std::size_t count = is_long ? u32(map_ + 12) : u16(map_ + 6) / 2;
    // end_of() returns the end of a segment; we search the first segment that does not lie before the
    // character.
    const auto end_of = [&](std::size_t i) {
        return is_long ? u32(map_ + 16 + 12 * i + 4) : u16(map_ + 14 + 2 * i);
    };
    std::size_t low = 0, high = count;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (end_of(middle) < character)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == count) return 0;
    std::uint32_t found = 0;
    if (is_long) {
        const std::size_t row = map_ + 16 + 12 * low;
        if (u32(row) > character) return 0;
        found = u32(row + 8) + (character - u32(row));
    } else {
        const std::size_t starts = map_ + 16 + 2 * count + 2 * low;
        const std::uint32_t start = u16(starts), delta = u16(starts + 2 * count);
        if (start > character) return 0;
        const std::size_t place = starts + 4 * count;
        const std::uint32_t offset = u16(place);
        found = offset ? u16(place + offset + 2 * (character - start)) : character;
        if (found) found = (found + delta) & 0xffff;
    }
    return found < glyphs_ ? static_cast<Glyph>(found) : Glyph{0};
}

bool Font::has_all_of(std::string_view text) const {
    const std::u32string characters = code_points(text);
    return std::all_of(characters.begin(), characters.end(), [&](char32_t c) { return glyph(c) != 0; });
}

int Font::width(Glyph glyph) const {
    const std::uint32_t row = std::min<std::uint32_t>(glyph, metrics_ - 1);
    return scaled(static_cast<int>(u16(hmtx_.start + 4 * row)));
}

double Font::width(std::string_view text, double size) const {
    int out = 0;
    for (const char32_t c : code_points(text)) out += width(glyph(c));
    return out * size / 1000;
}

Font::Measures Font::measures() const {
    return {scaled(s16(hhea_.start + 4)),  scaled(s16(hhea_.start + 6)),  scaled(s16(head_.start + 36)),
            scaled(s16(head_.start + 38)), scaled(s16(head_.start + 40)), scaled(s16(head_.start + 42))};
}

Font::Table Font::outline(Glyph glyph) const {
    const auto offset = [&](std::size_t i) -> std::size_t {
        return long_offsets_ ? u32(loca_.start + 4 * i) : 2 * std::size_t{u16(loca_.start + 2 * i)};
    };
    const std::size_t start = offset(glyph), end = offset(glyph + std::size_t{1});
    if (start > end || end > glyf_.size) fail("an outline lies outside of it");
    return {glyf_.start + start, end - start};
}

Buffer Font::subset(const GlyphSet& used) const {
    // A glyph may be composed of others, which we keep as well.
    std::vector<bool> kept(glyphs_);
    std::vector<Glyph> open{0};
    kept[0] = true;
    for (const auto& [glyph, character] : used) {
        if (glyph < glyphs_ && !kept[glyph]) open.push_back(glyph);
        if (glyph < glyphs_) kept[glyph] = true;
    }
    while (!open.empty()) {
        const Table from = outline(open.back());
        open.pop_back();
        if (from.size < 10 || s16(from.start) >= 0) continue;
        std::size_t at = from.start + 10;
        for (std::size_t n = 0; n < kMaxComponents; ++n) {
            const std::uint32_t flags = u16(at), part = u16(at + 2);
            if (part < glyphs_ && !kept[part]) {
                kept[part] = true;
                open.push_back(static_cast<Glyph>(part));
            }
            if (!(flags & 0x20)) break;  // no more components
            at += 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0);
        }
    }
    while (kept.size() > 1 && !kept.back()) kept.pop_back();
    const std::size_t count = kept.size();

    Buffer glyf, loca(4 * (count + 1)), hmtx(4 * count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto glyph = static_cast<Glyph>(i);
        if (kept[i]) {
            const Table from = outline(glyph);
            append(glyf, Bytes(bytes_).subspan(from.start, from.size));
            glyf.resize((glyf.size() + 3) / 4 * 4);
            const std::size_t row = std::min<std::size_t>(i, metrics_ - 1);
            put(hmtx, 4 * i, u16(hmtx_.start + 4 * row), 2);
            put(hmtx, 4 * i + 2,
                u16(i < metrics_ ? hmtx_.start + 4 * row + 2
                                 : std::min(hmtx_.start + 4 * metrics_ + 2 * (i - metrics_),
                                            hmtx_.start + hmtx_.size - 2)),
                2);
        }
        put(loca, 4 * (i + 1), static_cast<std::uint32_t>(glyf.size()), 4);
    }
    const auto copy = [&](const Table& from) {
        const Bytes view = Bytes(bytes_).subspan(from.start, from.size);
        return Buffer(view.begin(), view.end());
    };
    Buffer head = copy(head_), hhea = copy(hhea_), maxp = copy(table("maxp"));
    put(head, 50, 1, 2);  // long offsets
    put(hhea, 34, static_cast<std::uint32_t>(count), 2);
    put(maxp, 4, static_cast<std::uint32_t>(count), 2);
    std::vector<std::pair<std::string_view, Buffer>> tables;
    for (const char* name : {"cvt ", "fpgm"}) {
        if (const Table from = table(name); from.size) tables.emplace_back(name, copy(from));
    }
    tables.emplace_back("glyf", std::move(glyf));
    tables.emplace_back("head", std::move(head));
    tables.emplace_back("hhea", std::move(hhea));
    tables.emplace_back("hmtx", std::move(hmtx));
    tables.emplace_back("loca", std::move(loca));
    tables.emplace_back("maxp", std::move(maxp));
    if (const Table from = table("prep"); from.size) tables.emplace_back("prep", copy(from));

    Buffer out(12 + 16 * tables.size());
    put(out, 0, 0x00010000, 4);
    put(out, 4, static_cast<std::uint32_t>(tables.size()), 2);
    put(out, 6, 128, 2);  // 16 times the greatest power of two that is not more than the number of tables
    put(out, 8, 3, 2);
    put(out, 10, static_cast<std::uint32_t>(16 * tables.size() - 128), 2);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const std::size_t row = 12 + 16 * i;
        std::copy(tables[i].first.begin(), tables[i].first.end(),
                  out.begin() + static_cast<std::ptrdiff_t>(row));
        put(out, row + 8, static_cast<std::uint32_t>(out.size()), 4);
        put(out, row + 12, static_cast<std::uint32_t>(tables[i].second.size()), 4);
        append(out, tables[i].second);
        out.resize((out.size() + 3) / 4 * 4);
    }
    return out;
}

}  // namespace vpass
