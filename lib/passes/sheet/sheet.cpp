#include "passes/sheet/sheet.hpp"

#include "data/deflate.hpp"
#include "passes/qr.hpp"
#include "passes/sheet/form.hpp"
#include "passes/sheet/pass_reader.hpp"
#include "passes/sheet/pdf.hpp"

namespace vpass {
namespace {

constexpr const char* kDefaultFont = "/usr/share/fonts/truetype/nanum/NanumGothic.ttf";

// The places of the fields on a sheet, in points.
struct Grid {
    double width, height;  // of the sheet
    std::size_t columns, rows;
    double left, top, step_x, step_y;
    std::size_t fields() const { return columns * rows; }
};
constexpr double kA4Width = 210 * kMm, kA4Height = 297 * kMm;
constexpr Grid kGrids[] = {
    {kA4Width, kA4Height, 1, 1, 0, 0, 0, 0},
    {85.6 * kMm, 53.98 * kMm, 1, 1, 0, 0, 0, 0},
    {kA4Width, kA4Height, 2, 4, 4.65 * kMm, 13.1 * kMm, 101.6 * kMm, 67.7 * kMm},
    {kA4Width, kA4Height, 3, 8, 7.25 * kMm, 12.9 * kMm, 66 * kMm, 33.9 * kMm},
};
const Grid& grid_of(SheetSize size) { return kGrids[static_cast<std::size_t>(size)]; }

void draw(SheetSize size, const SheetWords& words, const QrCode& code, PartText part, Canvas& out) {
    switch (size) {
        case SheetSize::a4:
            return words.is_annex6 ? draw_annex6(words, code, part, out) : draw_a4(words, code, part, out);
        case SheetSize::card:
            return draw_card(words, code, part, 85.6 * kMm, 53.98 * kMm, 35 * kMm, out);
        case SheetSize::labels_2x4:
            return draw_card(words, code, part, 99.1 * kMm, 67.7 * kMm, 42 * kMm, out);
        case SheetSize::labels_3x8:
            return draw_label(words, code, part, 63.5 * kMm, 33.9 * kMm, out);
    }
}

}  // namespace

SheetStyle::SheetStyle(const std::string& font_file, SheetSize the_size, std::string the_zone)
    : size(the_size),
      zone(std::move(the_zone)),
      font(std::make_unique<const Font>(font_file.empty() ? kDefaultFont : font_file)) {
    if (!zone.empty()) TimeZone{zone};
}
SheetStyle::~SheetStyle() = default;

struct SheetPrinter::State {
    const SheetStyle& style;
    PassReader reader{style.zone};
    GlyphSet known;
};

SheetPrinter::SheetPrinter(const SheetStyle& style) : state_(std::make_unique<State>(style)) {}
SheetPrinter::~SheetPrinter() = default;

void SheetPrinter::print(PassText pass, std::string_view name_source, SheetFields& out, PassText linked) {
    const SheetStyle& style = state_->style;
    const SheetWords words = state_->reader.words(
        pass, name_source, linked, [&](std::string_view name) { return style.font->has_all_of(name); });
    std::vector<QrCode> codes;
    for (const std::string_view part : pass) codes.push_back(encode_qr(part, qr_rules(part)));
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::string part =
            codes.size() == 1 ? "" : std::to_string(i + 1) + "/" + std::to_string(codes.size());
        Canvas canvas(*style.font);
        draw(style.size, words, codes[i], part, canvas);
        for (const auto& glyph : canvas.glyphs()) {
            if (state_->known.insert(glyph).second) out.glyphs.push_back(glyph);
        }
        const Bytes commands = as_bytes(canvas.commands());
        Buffer& field = out.fields.emplace_back();
        if (grid_of(style.size).fields() > 1) {
            field.assign(commands.begin(), commands.end());  // the sheet is deflated once it is full
        } else {
            const std::string flipped = "1 0 0 -1 0 " + std::to_string(grid_of(style.size).height) + " cm\n";
            deflate(as_bytes(flipped + canvas.commands()), DeflateForm::zlib, field);
        }
    }
}

void SheetPrinter::print_file(PassText pass, std::string_view name_source, std::string& out,
                              PassText linked) {
    state_->known.clear();
    SheetFields fields;
    print(pass, name_source, fields, linked);
    SheetFile file(state_->style);
    out.clear();
    file.add(fields, out);
    file.finish(out);
}

struct SheetFile::State {
    const SheetStyle& style;
    const Grid& grid;
    PdfWriter pdf;
    GlyphSet glyphs;
    std::string sheet;  // what lies on the one that is not full
    std::size_t fields = 0;
    Buffer deflated;

    void end_sheet(std::string& out) {
        if (fields == 0) return;
        deflate(as_bytes(sheet), DeflateForm::zlib, deflated);
        pdf.page(deflated, out);
        sheet.clear();
        fields = 0;
    }
    void place(Bytes field, std::string& out) {
        if (fields == 0) sheet = "1 0 0 -1 0 " + std::to_string(grid.height) + " cm\n";
        const auto column = static_cast<double>(fields % grid.columns);
        const auto row = static_cast<double>(fields / grid.columns);
        sheet += "q 1 0 0 1 " + std::to_string(grid.left + column * grid.step_x) + ' ' +
                 std::to_string(grid.top + row * grid.step_y) + " cm\n";
        sheet.append(as_text(field)).append("Q\n");
        if (++fields == grid.fields()) end_sheet(out);
    }
};

SheetFile::SheetFile(const SheetStyle& style)
    : state_(std::make_unique<State>(State{style,
                                           grid_of(style.size),
                                           {grid_of(style.size).width, grid_of(style.size).height},
                                           {},
                                           {},
                                           0,
                                           {}})) {}
SheetFile::~SheetFile() = default;

void SheetFile::add(const SheetFields& fields, std::string& out) {
    state_->glyphs.insert(fields.glyphs.begin(), fields.glyphs.end());
    for (const Buffer& field : fields.fields) {
        if (state_->grid.fields() == 1)
            state_->pdf.page(field, out);
        else
            state_->place(field, out);
    }
}

void SheetFile::finish(std::string& out) {
    state_->end_sheet(out);
    if (state_->pdf.pages() > 0) state_->pdf.finish(*state_->style.font, state_->glyphs, out);
}

}  // namespace vpass
