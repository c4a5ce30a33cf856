#pragma once
// Writes drawing commands of PDF, in points from the top left.
#include <string>
#include <string_view>
#include <vector>

#include "passes/qr.hpp"
#include "passes/sheet/font.hpp"

namespace vpass {

inline constexpr double kMm = 72 / 25.4;

struct Ink {
    double grey = 0;  // 0 is black
    bool bold = false;
};
inline constexpr Ink kBlack{}, kBold{0, true}, kGrey{0.35, false};

class Canvas {
 public:
    explicit Canvas(const Font& font) : font_(font) {}

    void text(double x, double y, double size, std::string_view text,
              Ink ink = kBlack);  // y is the base line
    void centred(double x, double y, double size, std::string_view text, Ink ink = kBlack);
    void spaced(double x, double y, double size, std::string_view text, double spacing,
                Ink ink);  // centred at x
    // Draws a text in a space of this width: smaller when it is too wide, and then in several lines. Returns
    // how many lines.
    std::size_t fitted(double x, double y, double size, double smallest, double width, std::string_view text,
                       Ink ink = kBlack);
    // Returns the same number without drawing.
    std::size_t lines(double size, double smallest, double width, std::string_view text) const;
    double width(std::string_view text, double size) const { return font_.width(text, size); }

    void line(double x1, double y1, double x2, double y2, double thickness, double grey = 0);
    void frame(double x, double y, double width, double height, double thickness, double grey = 0);
    void fill(double x, double y, double width, double height, double grey);
    void code(const QrCode& code, double x, double y, double side);

    std::string& commands() { return commands_; }
    const GlyphSet& glyphs() const { return glyphs_; }

 private:
    std::vector<std::string> wrap(double size, double width, std::string_view text) const;
    void number(double value);
    void numbers(std::initializer_list<double> values, std::string_view command);
    void glyphs(std::string_view text);

    const Font& font_;
    std::string commands_;
    GlyphSet glyphs_;
};

}  // namespace vpass
