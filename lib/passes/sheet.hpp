#pragma once
// A pass on paper: its QR code and what it says, in Korean and English, as PDF. Nothing is verified here; the
// page itself says that only the code is signed.
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "formats/envelope.hpp"

namespace vpass {

enum class SheetSize { a4, card };  // card: 85.6 times 54 mm, as ISO/IEC 7810 ID-1

// Fonts are loaded once. One SheetPrinter a thread.
class SheetPrinter {
 public:
    // A TrueType font with Hangul and Latin letters; empty: Debian's NanumGothic. Throws Error "io".
    SheetPrinter(const std::string& font_file, SheetSize size);
    ~SheetPrinter();
    SheetPrinter(const SheetPrinter&) = delete;
    SheetPrinter& operator=(const SheetPrinter&) = delete;

    // Replaces `out` with a PDF of one page for each part of the pass, the same bytes at every call.
    // `name_source` is what the record says of the pass's Latin name (vpass-records(5)). Throws Error
    // "qr-too-long", and whatever open_pass throws for a pass that does not decode.
    void print(PassText pass, std::string_view name_source, Buffer& out);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vpass
