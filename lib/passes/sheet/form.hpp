#pragma once
// Draws the forms that a code and its words are printed on. Each draws into a field whose top left is (0, 0).
#include "passes/sheet/canvas.hpp"
#include "passes/sheet/words.hpp"

namespace vpass {

// The text is "1/3" for a pass in several codes, else empty.
using PartText = std::string_view;

void draw_a4(const SheetWords& words, const QrCode& code, PartText part, Canvas& out);
// Draws the model certificate of the International Health Regulations (2005), Annex 6, on A4.
void draw_annex6(const SheetWords& words, const QrCode& code, PartText part, Canvas& out);
// Draw cards and large labels, of this size in points; `side` is that of the code.
void draw_card(const SheetWords& words, const QrCode& code, PartText part, double width, double height,
               double side, Canvas& out);
void draw_label(const SheetWords& words, const QrCode& code, PartText part, double width, double height,
                Canvas& out);

}  // namespace vpass
