#pragma once
// Draws what the forms on A4 have in common: frames, tables of labels and values, and what every form says.
#include "passes/sheet/canvas.hpp"
#include "passes/sheet/words.hpp"

namespace vpass {

// In millimetres from the top left.
inline constexpr double kLeft = 20 * kMm, kRight = 190 * kMm;
inline constexpr double kThin = 0.4, kThick = 1.2;
inline constexpr double kRule = 0.55;  // grey of lines inside a table
inline constexpr double kShade = 0.94;

// A table of two columns: labels in two languages, and values.
class FormTable {
 public:
    FormTable(double left, double right, double label, double y, Canvas& out)
        : left_(left), right_(right), label_(label), top_(y), y_(y), out_(out) {}

    void row(const Row& row, double least);
    double end();  // draws the frame, and returns where it ends

 private:
    double left_, right_, label_, top_, y_;
    Canvas& out_;
};

void page_frame(const SheetWords& words, Canvas& out);            // with the number of the certificate
double heading(double y, const Wording& words, Canvas& out);      // returns where what it heads begins
double small_print(double y, const Wording& words, Canvas& out);  // returns where it ends
std::string joined(std::string_view a, std::string_view b);

const Wording& scan_words(const SheetWords& words);  // stands below the code
const Wording& warning(const SheetWords& words);     // says what the code proves, or whose it is

}  // namespace vpass
