#pragma once
// The two halves of `vpass qr`: passes into pictures (write.cpp) and sheets (sheets.cpp), pictures into
// passes (read.cpp).
#include "command.hpp"
#include "passes/pass_line.hpp"
#include "passes/sheet/sheet.hpp"
#include "shared/trust_options.hpp"

namespace vpass::tools {

struct QrOptions {
    StreamOptions stream;
    TrustOptions trust;  // by which parts of several passes are told apart
    ClockOption clock;   // of the age of trust lists
    bool read = false;
    std::string format;  // empty: as the place of the picture suggests
    std::string folder;
    int scale = 4;
    std::string sheet = "A4";
    std::string font;
    bool link = false;  // draw the links of records instead of their passes
    std::string_view member() const { return link ? "link" : "pass"; }
    std::string form;  // a template in SVG; empty: none
    std::string zone;  // empty: that of each pass's country
};

// Returns a path as records and messages show it: bytes that are not UTF-8 cannot stand in JSON.
std::string shown_path(const std::string& path);

// The pass in a record whose link is drawn, as far as there is one; `scratch` holds its text.
std::vector<std::string_view> linked_pass(const PassLine& line, std::vector<std::string>& scratch);

// Writes an error in the place of a pass that cannot be drawn, without a newline.
void write_error(std::size_t line, const Error& error, Answer& answer);

int write_pictures(QrOptions options);
// Writes all passes into one PDF.
int write_sheets(const QrOptions& options, const SheetStyle& style);
int read_pictures(const QrOptions& options);

}  // namespace vpass::tools
