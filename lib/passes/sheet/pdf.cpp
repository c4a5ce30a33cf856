// Writes PDF 1.4 (ISO 32000-1). Objects have fixed numbers: those of the font and the page tree, then blocks
// of a node and its pages, each a dictionary and its content.
#include "passes/sheet/pdf.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "data/deflate.hpp"

namespace vpass {
namespace {

enum Object : std::size_t {
    kCatalog = 1,
    kPages,
    kFont,
    kCidFont,
    kDescriptor,
    kFontFile,
    kToUnicode,
    kFirstBlock
};
constexpr std::size_t kBlock = 64;                 // pages of a node
constexpr std::uint64_t kLargest = 9'999'999'999;  // a cross-reference has ten digits

std::size_t block_object(std::size_t block) { return kFirstBlock + block * (1 + 2 * kBlock); }
std::string reference(std::size_t object) { return std::to_string(object) + " 0 R"; }

void append_hex(std::string& out, std::uint32_t value) {
    for (int shift = 12; shift >= 0; shift -= 4) out += "0123456789ABCDEF"[value >> shift & 15];
}

std::string to_unicode(const GlyphSet& used) {
    std::string out =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        "<</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    std::size_t left = used.size(), in_section = 0;
    for (const auto& [glyph, character] : used) {
        if (in_section == 0) {
            in_section = std::min<std::size_t>(left, 100);  // the most that a section may have
            left -= in_section;
            out += std::to_string(in_section) + " beginbfchar\n";
        }
        out += '<';
        append_hex(out, glyph);
        out += "> <";
        for (const char16_t unit : to_utf16(to_utf8(std::u32string(1, character)))) append_hex(out, unit);
        out += ">\n";
        if (--in_section == 0) out += "endbfchar\n";
    }
    return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

}  // namespace

void PdfWriter::begin(std::size_t object, std::string& out) {
    if (offsets_.size() <= object) offsets_.resize(object + 1);
    offsets_[object] = position_ + (out.size() - start_);
    if (offsets_[object] > kLargest)
        throw Error(Code::too_large, "a PDF holds no more than 10 GB", "split the passes, or use --dir");
    out += std::to_string(object) + " 0 obj\n";
}

void PdfWriter::stream(std::size_t object, std::string_view dictionary, Bytes content, std::string& out) {
    begin(object, out);
    out.append("<<").append(dictionary).append("/Filter/FlateDecode/Length ");
    out.append(std::to_string(content.size())).append(">>\nstream\n").append(as_text(content));
    out += "\nendstream\nendobj\n";
}

void PdfWriter::end_block(std::string& out) {
    const std::size_t block = (pages_ - 1) / kBlock, count = pages_ - block * kBlock,
                      node = block_object(block);
    begin(node, out);
    out += "<</Type/Pages/Parent " + reference(kPages) + "/Count " + std::to_string(count) + "/Kids[";
    for (std::size_t i = 0; i < count; ++i) out += reference(node + 1 + 2 * i) + ' ';
    out += "]>>\nendobj\n";
}

void PdfWriter::page(Bytes deflated, std::string& out) {
    start_ = out.size();
    if (pages_ == 0) out += "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
    const std::size_t node = block_object(pages_ / kBlock), object = node + 1 + 2 * (pages_ % kBlock);
    begin(object, out);
    out += "<</Type/Page/Parent " + reference(node) + "/Contents " + reference(object + 1) + ">>\nendobj\n";
    stream(object + 1, {}, deflated, out);
    if (++pages_ % kBlock == 0) end_block(out);
    position_ += out.size() - start_;
}

void PdfWriter::write_font(const Font& font, const GlyphSet& used, std::string& out) {
    const std::string name = "/AAAAAA+VpassSheet";  // any six letters mark a subset
    begin(kFont, out);
    out += "<</Type/Font/Subtype/Type0/BaseFont" + name + "/Encoding/Identity-H/DescendantFonts[" +
           reference(kCidFont) + "]/ToUnicode " + reference(kToUnicode) + ">>\nendobj\n";
    begin(kCidFont, out);
    out += "<</Type/Font/Subtype/CIDFontType2/BaseFont" + name +
           "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
           "/FontDescriptor " +
           reference(kDescriptor) + "/W[";
    for (const auto& [glyph, character] : used)
        out += std::to_string(glyph) + '[' + std::to_string(font.width(glyph)) + ']';
    out += "]>>\nendobj\n";
    begin(kDescriptor, out);
    const Font::Measures m = font.measures();
    out += "<</Type/FontDescriptor/FontName" + name + "/Flags 4/ItalicAngle 0/StemV 80/FontBBox[";
    for (const int edge : {m.left, m.bottom, m.right, m.top}) out += std::to_string(edge) + ' ';
    out += "]/Ascent " + std::to_string(m.ascent) + "/Descent " + std::to_string(m.descent) + "/CapHeight " +
           std::to_string(m.ascent) + "/FontFile2 " + reference(kFontFile) + ">>\nendobj\n";
    const Buffer file = font.subset(used);
    Buffer deflated;
    deflate(file, DeflateForm::zlib, deflated);
    stream(kFontFile, "/Length1 " + std::to_string(file.size()), deflated, out);
    deflate(as_bytes(to_unicode(used)), DeflateForm::zlib, deflated);
    stream(kToUnicode, {}, deflated, out);
}

void PdfWriter::finish(const Font& font, const GlyphSet& used, std::string& out) {
    start_ = out.size();
    if (pages_ % kBlock != 0) end_block(out);
    write_font(font, used, out);
    begin(kPages, out);
    out += "<</Type/Pages/Count " + std::to_string(pages_) + "/MediaBox[0 0 " + std::to_string(width_) + ' ' +
           std::to_string(height_) + "]/Resources<</Font<</F " + reference(kFont) + ">>>>/Kids[";
    for (std::size_t block = 0; block * kBlock < pages_; ++block) out += reference(block_object(block)) + ' ';
    out += "]>>\nendobj\n";
    begin(kCatalog, out);
    out += "<</Type/Catalog/Lang(ko)/Pages " + reference(kPages) + ">>\nendobj\n";
    const std::uint64_t table = position_ + (out.size() - start_);
    out += "xref\n0 " + std::to_string(offsets_.size()) + "\n0000000000 65535 f \n";
    for (std::size_t object = 1; object < offsets_.size(); ++object) {
        const std::string offset = std::to_string(offsets_[object]);
        out.append(10 - offset.size(), '0').append(offset).append(" 00000 n \n");
    }
    out += "trailer\n<</Size " + std::to_string(offsets_.size()) + "/Root " + reference(kCatalog) +
           ">>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

}  // namespace vpass
