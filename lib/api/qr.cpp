#include "passes/qr.hpp"

#include <vpass/qr.hpp>

#include "api/states.hpp"
#include "passes/picture.hpp"
#include "passes/sheet/sheet.hpp"

namespace vpass::v0 {
namespace {

QrCode draw(std::string_view text) { return encode_qr(text, qr_rules(text)); }

void check_scale(int scale) {
    if (scale < 1 || scale > 100) throw Error(Code::usage, "a scale is a number from 1 to 100");
}

}  // namespace

std::string qr_svg(std::string_view text, int scale) {
    check_scale(scale);
    std::string out;
    write_svg(draw(text), scale, out);
    return out;
}

std::string qr_png(std::string_view text, int scale) {
    check_scale(scale);
    Buffer out;
    write_png(draw(text), scale, out);
    return std::string(as_text(out));
}

std::string qr_text(std::string_view text) {
    std::string out;
    write_blocks(draw(text), out);
    return out;
}

std::string print_pdf(std::string_view pass, PageSize size, const std::string& font_file) {
    PassLine line;
    read_pass(pass, line);
    const SheetStyle style(font_file, size == PageSize::a4 ? SheetSize::a4 : SheetSize::card, "");
    std::string out;
    SheetPrinter(style).print_file(line.text(), "", out);
    return out;
}

std::vector<std::string> read_qr(std::string_view picture) {
    std::vector<std::string> out;
    const PictureFile file(as_bytes(picture));
    for (std::size_t i = 0; i < file.pages(); ++i) {
        for (CodeText& code : read_qr_codes(file.page(i))) out.push_back(std::move(code.text));
    }
    return out;
}

}  // namespace vpass::v0
