#include "passes/sheet/canvas.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/unicode.hpp"

namespace vpass {

// Writes hundredths, which is a third of the time of std::to_chars() for the double.
void Canvas::number(double value) {
    const std::int64_t hundredths = std::llround(value * 100);
    const std::int64_t size = std::abs(hundredths);
    char text[32];
    if (hundredths < 0) commands_ += '-';
    char* end = std::to_chars(text, text + sizeof text, size / 100).ptr;
    *end++ = '.';
    *end++ = static_cast<char>('0' + size % 100 / 10);
    *end++ = static_cast<char>('0' + size % 10);
    *end++ = ' ';
    commands_.append(text, end);
}

void Canvas::numbers(std::initializer_list<double> values, std::string_view command) {
    for (const double value : values) number(value);
    commands_.append(command) += '\n';
}

void Canvas::glyphs(std::string_view text) {
    commands_ += '<';
    for (const char32_t c : code_points(text)) {
        const Glyph glyph = font_.glyph(c);
        if (glyph) glyphs_.emplace(glyph, c);
        for (int shift = 12; shift >= 0; shift -= 4) commands_ += "0123456789ABCDEF"[glyph >> shift & 15];
    }
    commands_ += "> Tj ";
}

// The page is upside down for PDF, so that y grows downwards; the text is turned back. Bold type is drawn
// with an outline.
void Canvas::text(double x, double y, double size, std::string_view text, Ink ink) {
    if (text.empty()) return;
    commands_ += "BT ";
    numbers({ink.grey}, "g");
    if (ink.bold) {
        numbers({ink.grey}, "G");
        numbers({size * 0.035}, "w 2 Tr");
    }
    commands_ += "/F ";
    numbers({size}, "Tf 1 0 0 -1");
    numbers({x, y}, "Tm");
    glyphs(text);
    commands_ += ink.bold ? "0 Tr ET\n" : "ET\n";
}

void Canvas::centred(double x, double y, double size, std::string_view text, Ink ink) {
    this->text(x - width(text, size) / 2, y, size, text, ink);
}

void Canvas::spaced(double x, double y, double size, std::string_view text, double spacing, Ink ink) {
    const double whole = width(text, size) + spacing * static_cast<double>(count_code_points(text) - 1);
    numbers({spacing}, "Tc");
    this->text(x - whole / 2, y, size, text, ink);
    commands_ += "0 Tc\n";
}

// Breaks the text at blanks where there are some, else anywhere.
std::vector<std::string> Canvas::wrap(double size, double width, std::string_view text) const {
    const std::u32string characters = code_points(text);
    std::vector<std::string> out;
    for (std::size_t start = 0; start < characters.size();) {
        double used = 0;
        std::size_t end = start, blank = start;
        for (; end < characters.size(); ++end) {
            used += font_.width(font_.glyph(characters[end])) * size / 1000;
            if (used > width && end > start) break;
            if (characters[end] == U' ') blank = end;
        }
        if (end < characters.size() && blank > start) end = blank;
        out.push_back(to_utf8(std::u32string_view(characters).substr(start, end - start)));
        start = end;
        while (start < characters.size() && characters[start] == U' ') ++start;
    }
    return out;
}

std::size_t Canvas::lines(double size, double smallest, double width, std::string_view text) const {
    const double natural = font_.width(text, size);
    if (natural * smallest <= width * size) return 1;
    return wrap(smallest, width, text).size();
}

std::size_t Canvas::fitted(double x, double y, double size, double smallest, double width,
                           std::string_view text, Ink ink) {
    const double natural = font_.width(text, size);
    if (natural * smallest <= width * size) {
        this->text(x, y, natural > width ? size * width / natural : size, text, ink);
        return 1;
    }
    const std::vector<std::string> parts = wrap(smallest, width, text);
    for (std::size_t i = 0; i < parts.size(); ++i)
        this->text(x, y + 1.25 * smallest * static_cast<double>(i), smallest, parts[i], ink);
    return parts.size();
}

void Canvas::line(double x1, double y1, double x2, double y2, double thickness, double grey) {
    numbers({grey}, "G");
    numbers({thickness}, "w");
    numbers({x1, y1}, "m");
    numbers({x2, y2}, "l S");
}

void Canvas::frame(double x, double y, double width, double height, double thickness, double grey) {
    numbers({grey}, "G");
    numbers({thickness}, "w");
    numbers({x, y, width, height}, "re S");
}

void Canvas::fill(double x, double y, double width, double height, double grey) {
    numbers({grey}, "g");
    numbers({x, y, width, height}, "re f");
}

// Draws the code as one path, so that viewers show no seams between the modules.
void Canvas::code(const QrCode& code, double x, double y, double side) {
    const double module = side / code.size;
    commands_ += "q 0 g ";
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, module, std::chars_format::fixed, 5).ptr;
    const std::string scale(text, end);
    commands_ += scale + " 0 0 " + scale + ' ';
    numbers({x, y}, "cm");
    // Each number below 1,000 with a blank behind it.
    const auto add = [](char* to, int value) {
        if (value >= 100) *to++ = static_cast<char>('0' + value / 100);
        if (value >= 10) *to++ = static_cast<char>('0' + value / 10 % 10);
        *to++ = static_cast<char>('0' + value % 10);
        *to++ = ' ';
        return to;
    };
    for (int row = 0; row < code.size; ++row) {
        const Byte* const modules = code.modules.data() + static_cast<std::size_t>(row * code.size);
        for (int column = 0, stop = 0; column < code.size; column = stop + 1) {
            for (stop = column; stop < code.size && modules[stop];) ++stop;
            if (stop == column) continue;
            char* to = add(add(add(text, column), row), stop - column);
            for (const char c : {'1', ' ', 'r', 'e', '\n'}) *to++ = c;
            commands_.append(text, to);
        }
    }
    commands_ += "f Q\n";
}

}  // namespace vpass
