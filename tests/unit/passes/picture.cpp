// Tests pictures of every kind that is read, including third-party and hostile ones.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "base/file.hpp"
#include "data/json.hpp"
#include "passes/picture.hpp"
#include "passes/qr.hpp"
#include "support/vectors.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

void put(Buffer& out, std::size_t at, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out[at + static_cast<std::size_t>(i)] = static_cast<Byte>(value >> 8 * i);
}

// Returns a bitmap of a picture that is black and white.
Buffer bmp_of(const Picture& picture, unsigned depth, bool top_down) {
    const std::size_t colours = depth <= 8 ? std::size_t{1} << depth : 0;
    const std::size_t stride = (picture.width * depth + 31) / 32 * 4, data = 54 + 4 * colours;
    Buffer out(data + stride * picture.height);
    out[0] = 'B', out[1] = 'M';
    put(out, 10, static_cast<std::uint32_t>(data), 4);
    put(out, 14, 40, 4);
    put(out, 18, static_cast<std::uint32_t>(picture.width), 4);
    const auto height = static_cast<std::int32_t>(picture.height);
    put(out, 22, static_cast<std::uint32_t>(top_down ? -height : height), 4);
    put(out, 26, 1, 2);
    put(out, 28, depth, 2);
    for (std::size_t i = 1; i < colours; ++i)
        put(out, 54 + 4 * i, 0xffffff, 4);  // all but the first are white
    for (std::size_t y = 0; y < picture.height; ++y) {
        const std::size_t row = data + stride * (top_down ? y : picture.height - 1 - y);
        for (std::size_t x = 0; x < picture.width; ++x) {
            const bool white = picture.pixels[y * picture.width + x] != 0;
            if (!white) continue;
            if (depth >= 24)
                put(out, row + x * depth / 8, 0xffffff, 3);
            else
                out[row + x * depth / 8] |= static_cast<Byte>(1U << (8 - depth - x * depth % 8));
        }
    }
    return out;
}

std::string refusal(Bytes file) {
    try {
        decode_picture(file);
    } catch (const Error& e) {
        return e.name();
    }
    return "none";
}

Buffer png(std::uint32_t width, std::uint32_t height) {  // of a header alone
    const QrCode code = encode_qr("x", {});
    Buffer out;
    write_png(code, 1, out);
    for (int i = 0; i < 4; ++i) {
        out[static_cast<std::size_t>(16 + i)] = static_cast<Byte>(width >> (24 - 8 * i));
        out[static_cast<std::size_t>(20 + i)] = static_cast<Byte>(height >> (24 - 8 * i));
    }
    // libpng checks the CRC of the header, so it has to be right.
    std::uint32_t crc = 0xffffffff;
    for (std::size_t i = 12; i < 29; ++i) {
        crc ^= out[i];
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    for (int i = 0; i < 4; ++i)
        out[static_cast<std::size_t>(29 + i)] = static_cast<Byte>(~crc >> (24 - 8 * i));
    return out;
}

}  // namespace

TEST_CASE("picture: every readable picture of the vectors gives its text", "[picture]") {
    if (!test::have_vectors("images")) return;
    const fs::path folder = test::vectors_path("images");
    std::size_t readable = 0;
    for (const char* list : {"eu.ndjson", "kr.ndjson", "shc.ndjson"}) {
        std::ifstream in(folder / list);
        for (std::string line; std::getline(in, line);) {
            const json::Value entry = json::check(line);
            const std::string name = entry["image"].string(), text = entry["text"].string();
            const bool wanted = entry["readable"].boolean().value_or(true);
            CAPTURE(name);
            const Picture picture = decode_picture(read_file(folder / name, 64 << 20));
            if (!wanted) {
                CHECK_THROWS_AS(read_qr_codes(picture), Error);
                continue;
            }
            std::vector<std::string> found;
            for (const CodeText& code : read_qr_codes(picture)) found.push_back(code.text);
            REQUIRE(found.size() == 1);
            if (text.empty())  // the list does not say which
                CHECK(found[0].starts_with("shc:/"));
            else
                CHECK(found[0] == text);
            ++readable;
        }
    }
    CHECK(readable >= 35);
}

TEST_CASE("picture: bitmaps of every depth, either way up", "[picture]") {
    Buffer file;
    write_png(encode_qr("HC1:ABC", {}), 4, file);
    const Picture code = decode_picture(file);
    for (const unsigned depth : {1U, 4U, 8U, 24U, 32U}) {
        for (const bool top_down : {false, true}) {
            CAPTURE(depth, top_down);
            const Buffer bmp = bmp_of(code, depth, top_down);
            const Picture read = decode_picture(bmp);
            CHECK(read.width == code.width);
            CHECK(read.pixels == code.pixels);
            CHECK(refusal(Bytes(bmp).first(bmp.size() - 1)) == "bad-picture");
            CHECK(refusal(Bytes(bmp).first(30)) == "bad-picture");
        }
    }
}

TEST_CASE("picture: what is not a picture, or too large for one, is refused before it takes memory",
          "[picture]") {
    CHECK(refusal({}) == "bad-picture");
    CHECK(refusal(as_bytes("{\"pass\":\"x\"}")) == "bad-picture");
    CHECK(refusal(as_bytes("\x89PNG\r\n\x1a\n")) == "bad-picture");
    CHECK(refusal(as_bytes("\xff\xd8\xff\xe0")) == "bad-picture");
    CHECK(refusal(png(29, 29)) == "none");
    CHECK(refusal(png(30'000, 30'000)) == "too-large");
    CHECK(refusal(png(100'000, 1)) == "too-large");
    CHECK(refusal(png(29, 30)) == "bad-picture");  // a row is missing
    Buffer bmp = bmp_of({8, 8, Buffer(64, 0)}, 1, false);
    put(bmp, 18, 30'000, 4);
    put(bmp, 22, 30'000, 4);
    CHECK(refusal(bmp) == "too-large");
    put(bmp, 22, 0, 4);
    CHECK(refusal(bmp) == "bad-picture");
    put(bmp, 22, 0x80000000, 4);
    CHECK(refusal(bmp) == "bad-picture");
}
