// Draws QR codes as PNG, SVG and text. The PNG writer is our own: one bit a pixel through libdeflate takes a
// twentieth of the time of making the code, where libpng's defaults take as long as that.
#include <libdeflate.h>

#include <algorithm>

#include "data/deflate.hpp"
#include "passes/qr.hpp"

namespace vpass {
namespace {

int side(const QrCode& code) { return code.size + 2 * kQuietZone; }

// Calls act(x, width) for each run of dark modules in a row.
template <typename Act>
void for_dark_runs(const QrCode& code, int y, Act act) {
    const auto row = code.modules.begin() + y * code.size;
    const auto end = row + code.size;
    for (auto at = std::find(row, end, 1); at != end;) {
        const auto stop = std::find(at, end, 0);
        act(static_cast<int>(at - row), static_cast<int>(stop - at));
        at = std::find(stop, end, 1);
    }
}

void append_u32(Buffer& out, std::size_t value) {
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<Byte>(value >> shift));
}

// Appends a chunk of PNG (ISO/IEC 15948 §5.3): length, name, data, CRC of name and data.
void append_chunk(Buffer& out, std::string_view name, Bytes data) {
    append_u32(out, data.size());
    const std::size_t start = out.size();
    append(out, as_bytes(name));
    append(out, data);
    append_u32(out, libdeflate_crc32(0, out.data() + start, out.size() - start));
}

// Makes the pixels from `first` to before `last` of a row black, which is 0.
void blacken(Byte* row, int first, int last) {
    for (int x = first; x < last;) {
        if (x % 8 == 0 && last - x >= 8) {
            row[x / 8] = 0;
            x += 8;
        } else {
            row[x / 8] &= static_cast<Byte>(~(0x80 >> x % 8));
            ++x;
        }
    }
}

}  // namespace

void write_png(const QrCode& code, int scale, Buffer& out) {
    static thread_local Buffer rows, packed;
    const int width = side(code) * scale;
    const auto stride =
        static_cast<std::size_t>(1 + (width + 7) / 8);  // the filter, which is none, and pixels
    rows.assign(stride * static_cast<std::size_t>(width), 0xff);
    for (std::size_t at = 0; at < rows.size(); at += stride) rows[at] = 0;
    for (int y = 0; y < code.size; ++y) {
        const auto first = rows.begin() + static_cast<std::ptrdiff_t>(stride) * (y + kQuietZone) * scale;
        for_dark_runs(code, y, [&](int x, int length) {
            const int from = (x + kQuietZone) * scale;
            blacken(&*first + 1, from, from + length * scale);
        });
        for (int copy = 1; copy < scale; ++copy)
            std::copy_n(first, stride, first + static_cast<std::ptrdiff_t>(stride) * copy);
    }
    deflate(rows, DeflateForm::zlib, packed);

    out.assign({0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    Buffer header;
    append_u32(header, static_cast<std::size_t>(width));
    append_u32(header, static_cast<std::size_t>(width));
    append(header,
           Buffer{1, 0, 0, 0, 0});  // one bit a pixel, grey; the only compression, filters, no interlace
    append_chunk(out, "IHDR", header);
    append_chunk(out, "IDAT", packed);
    append_chunk(out, "IEND", {});
}

void write_svg(const QrCode& code, int scale, std::string& out) {
    const std::string modules = std::to_string(side(code)), pixels = std::to_string(side(code) * scale);
    out = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + pixels + "\" height=\"" + pixels +
          "\" viewBox=\"0 0 " + modules + ' ' + modules +
          "\" shape-rendering=\"crispEdges\">\n<path fill=\"#fff\" d=\"M0 0h" + modules + 'v' + modules +
          "H0z\"/>\n" + "<path d=\"";
    for (int y = 0; y < code.size; ++y) {
        for_dark_runs(code, y, [&](int x, int length) {
            const std::string run = std::to_string(length);
            out.append("M").append(std::to_string(x + kQuietZone)).append(" ");
            out.append(std::to_string(y + kQuietZone)).append("h").append(run);
            out.append("v1h-").append(run).append("z");
        });
    }
    out += "\"/>\n</svg>\n";
}

void write_blocks(const QrCode& code, std::string& out) {
    out.clear();
    auto dark = [&](int x, int y) {
        return x >= 0 && y >= 0 && x < code.size && y < code.size && code.dark(x, y);
    };
    for (int y = -kQuietZone; y < code.size + kQuietZone; y += 2) {
        out += "\x1b[30;107m";  // black on bright white
        for (int x = -kQuietZone; x < code.size + kQuietZone; ++x) {
            constexpr const char* blocks[] = {" ", "▀", "▄", "█"};
            out += blocks[(dark(x, y) ? 1 : 0) + (dark(x, y + 1) ? 2 : 0)];
        }
        out += "\x1b[0m\n";
    }
}

}  // namespace vpass
