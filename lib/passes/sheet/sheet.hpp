#pragma once
// Prints passes on paper: QR codes and the content of the passes, in Korean and English, as one PDF of any
// number of sheets. Nothing is verified here; the sheets themselves say that only the code is signed.
//
// SheetPrinters draw, one in each thread; one SheetFile puts together what they drew, in the order of the
// passes.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "formats/envelope.hpp"

namespace vpass {

class Font;

// card: 85.6 times 54 mm, as ISO/IEC 7810 ID-1. Labels are on sheets of A4: 2 times 4 of 99.1 by 67.7 mm, or
// 3 times 8 of 63.5 by 33.9 mm.
enum class SheetSize { a4, card, labels_2x4, labels_3x8 };

// The settings that all sheets of a run share. It keeps no state: threads share it.
struct SheetStyle {
    // `font_file` is a TrueType font with Hangul and Latin letters; empty means Debian's NanumGothic. `zone`
    // is that of the times; empty means that of each pass's country. Throws Error "io" and "usage".
    SheetStyle(const std::string& font_file, SheetSize size, std::string zone);
    ~SheetStyle();

    SheetSize size;
    std::string zone;
    std::unique_ptr<const Font> font;
};

// Fields of sheets, one for each code, and the glyphs that they need and that earlier ones of the same
// printer did not need.
struct SheetFields {
    std::vector<Buffer> fields;
    std::vector<std::pair<std::uint16_t, char32_t>> glyphs;
};

class SheetPrinter {
 public:
    explicit SheetPrinter(const SheetStyle& style);
    ~SheetPrinter();
    SheetPrinter(const SheetPrinter&) = delete;
    SheetPrinter& operator=(const SheetPrinter&) = delete;

    // Appends a field for each part of the pass. `name_source` is what the record says of the pass's Latin
    // name (vpass-records(5)). Throws Error "qr-too-long", and whatever open_pass throws for a pass that does
    // not decode; then nothing was appended.
    // A link to a pass in the place of one becomes a letter; `linked`, the pass that it leads to, may be
    // empty.
    void print(PassText pass, std::string_view name_source, SheetFields& out, PassText linked = {});
    // Replaces `out` with a PDF of this pass alone, the same bytes at every call. Throws as print() does.
    void print_file(PassText pass, std::string_view name_source, std::string& out, PassText linked = {});

 private:
    struct State;
    std::unique_ptr<State> state_;
};

class SheetFile {
 public:
    explicit SheetFile(const SheetStyle& style);
    ~SheetFile();
    SheetFile(const SheetFile&) = delete;
    SheetFile& operator=(const SheetFile&) = delete;

    // Both append the part of the PDF that is complete. A file without any field is not a PDF and stays
    // empty.
    void add(const SheetFields& fields, std::string& out);
    void finish(std::string& out);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vpass
