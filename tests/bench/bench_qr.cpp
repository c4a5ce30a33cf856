// Measures pictures a second on one core: ours, and those of libqrencode with libpng's defaults for the same
// codes (one bit a pixel, 4 pixels a module, level Q). Reads passes from standard input, one a line; prints
// JSON.
#include <png.h>
#include <qrencode.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "passes/qr.hpp"
#include "passes/sheet/sheet.hpp"

namespace {

constexpr int kScale = 4, kRounds = 5;

void append_png(png_structp png, png_bytep data, png_size_t length) {
    static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<char*>(data), length);
}

std::size_t reference(const std::string& pass) {
    QRcode* const code = QRcode_encodeString(pass.c_str(), 0, QR_ECLEVEL_Q, QR_MODE_8, 1);
    const int side = (code->width + 2 * vpass::kQuietZone) * kScale;
    std::string out;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &out, append_png, nullptr);
    png_set_IHDR(png, info, static_cast<png_uint_32>(side), static_cast<png_uint_32>(side), 1,
                 PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    std::vector<png_byte> row(static_cast<std::size_t>((side + 7) / 8));
    for (int y = -vpass::kQuietZone; y < code->width + vpass::kQuietZone; ++y) {
        std::fill(row.begin(), row.end(), 0xff);
        for (int x = 0; y >= 0 && y < code->width && x < code->width; ++x) {
            if (!(code->data[y * code->width + x] & 1)) continue;
            for (int i = 0; i < kScale; ++i) {
                const int pixel = (x + vpass::kQuietZone) * kScale + i;
                row[static_cast<std::size_t>(pixel / 8)] &= static_cast<png_byte>(~(0x80 >> pixel % 8));
            }
        }
        for (int i = 0; i < kScale; ++i) png_write_row(png, row.data());
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    QRcode_free(code);
    return out.size();
}

std::size_t ours(const std::string& pass) {
    static vpass::Buffer out;
    vpass::write_png(vpass::encode_qr(pass, vpass::qr_rules(pass)), kScale, out);
    return out.size();
}

// Pages of A4 in one file; a text that does not open has no page.
std::size_t page(const std::string& pass) {
    static const vpass::SheetStyle style({}, vpass::SheetSize::a4, {});
    static vpass::SheetPrinter printer(style);
    static vpass::SheetFile file(style);
    static std::string out;
    const std::string_view view = pass;
    vpass::SheetFields fields;
    printer.print({&view, 1}, {}, fields);
    out.clear();
    file.add(fields, out);
    return out.size();
}

struct Side {
    std::size_t (*draw)(const std::string& pass);
    std::vector<double> rates = {};
    std::size_t bytes = 0;

    void run(const std::vector<std::string>& passes) {
        const std::clock_t start = std::clock();
        bytes = 0;
        for (const std::string& pass : passes) bytes += draw(pass);
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        rates.push_back(static_cast<double>(passes.size()) / seconds);
    }
    double median() {
        std::sort(rates.begin(), rates.end());
        return rates[rates.size() / 2];
    }
};

}  // namespace

int main() {
    std::vector<std::string> passes;
    for (std::string line; std::getline(std::cin, line);) passes.push_back(line);
    if (passes.empty()) return 2;
    Side mine{ours}, theirs{reference}, sheets{page};
    for (int round = 0; round < kRounds; ++round) {  // in turn, so that a slow minute slows both
        mine.run(passes);
        theirs.run(passes);
        sheets.run(passes);
    }
    std::cout << "{\"rate\":" << mine.median() << ",\"reference\":" << theirs.median()
              << ",\"pages\":" << sheets.median() << ",\"page_bytes\":" << sheets.bytes / passes.size()
              << ",\"ratio\":" << mine.median() / theirs.median()
              << ",\"bytes\":" << mine.bytes / passes.size()
              << ",\"reference_bytes\":" << theirs.bytes / passes.size() << "}\n";
}
