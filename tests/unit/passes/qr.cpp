// Tests codes and their pictures: a drawn code reads back, also when it is small or after lossy compression.
#include <qrencode.h>
#include <turbojpeg.h>

#include <catch2/catch.hpp>
#include <memory>
#include <random>
#include <set>

#include "base/error.hpp"
#include "passes/picture.hpp"
#include "passes/qr.hpp"
#include "passes/qr/symbol.hpp"

using namespace vpass;

namespace {

constexpr std::string_view kBase45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

std::string cycle(std::string_view alphabet, std::size_t length) {
    std::string out;
    for (std::size_t i = 0; i < length; ++i) out += alphabet[(i * 7 + i / 5) % alphabet.size()];
    return out;
}

std::string hc1(std::size_t length) { return "HC1:" + cycle(kBase45, length - 4); }
std::string shc(std::size_t jws) { return "shc:/" + cycle("5676290952432060346029", 2 * jws); }

int version_of(const std::string& text) {
    try {
        return encode_qr(text, qr_rules(text)).version;
    } catch (const Error& e) {
        CHECK(e.code() == Code::qr_too_long);
        return 0;
    }
}

Picture picture_of(const std::string& text, int scale) {
    Buffer png;
    write_png(encode_qr(text, qr_rules(text)), scale, png);
    return decode_picture(png);
}

Buffer jpeg_of(const Picture& picture, int quality) {
    const std::unique_ptr<void, int (*)(void*)> encoder(tjInitCompress(), tjDestroy);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    REQUIRE(tjCompress2(encoder.get(), picture.pixels.data(), static_cast<int>(picture.width), 0,
                        static_cast<int>(picture.height), TJPF_GRAY, &data, &size, TJSAMP_GRAY, quality,
                        0) == 0);
    Buffer out(data, data + size);
    tjFree(data);
    return out;
}

std::vector<std::string> texts_of(const Picture& picture) {
    std::vector<std::string> out;
    for (const CodeText& code : read_qr_codes(picture)) out.push_back(code.text);
    return out;
}

std::string refusal(const Picture& picture) {
    try {
        return texts_of(picture).front();
    } catch (const Error& e) {
        return e.name();
    }
}

}  // namespace

TEST_CASE("qr: version and level follow the format", "[qr]") {
    // The longest texts of a version are those of ISO/IEC 18004, table 7.
    CHECK(version_of(hc1(221)) == 10);  // alphanumeric at level Q
    CHECK(version_of(hc1(222)) == 11);
    CHECK(version_of(hc1(2420)) == 40);
    CHECK(version_of(hc1(2421)) == 0);
    CHECK(version_of(shc(1195)) == 22);  // docs/index.md: what fits into version 22 at level L
    CHECK(version_of(shc(1196)) == 0);
    CHECK(version_of("NZCP:/1/" + cycle("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 303)) ==
          10);                                                      // alphanumeric, level M
    CHECK(version_of("{\"data\":" + cycle("abc\"{}", 205)) == 10);  // bytes, level M
    CHECK(version_of("{\"data\":" + cycle("abc\"{}", 206)) == 11);
}

TEST_CASE("qr: every kind of text reads back, small and after JPEG", "[qr]") {
    const std::string texts[] = {
        hc1(620),
        hc1(1093),
        shc(900),
        "shc:/2/3/" + cycle("56762909524", 1000),
        "NZCP:/1/" + cycle("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 400),
        R"({"data":{"hdr":{"is":"KOR"},"msg":{"pid":{"n":"홍길동 洪吉童 Łukasz"}}},"sig":{}})",
        "eyJhbGciOiJFUzI1NksifQ." + cycle("aB3_-", 500),
        "x1234567890"};
    for (const std::string& text : texts) {
        CAPTURE(text.substr(0, 10));
        for (const int scale : {1, 2, 4}) {
            CAPTURE(scale);
            CHECK(texts_of(picture_of(text, scale)) == std::vector<std::string>{text});
        }
        const Buffer jpeg = jpeg_of(picture_of(text, 2), 60);
        CHECK(texts_of(decode_picture(jpeg)) == std::vector<std::string>{text});
    }
}

TEST_CASE("qr: several codes in a picture", "[qr]") {
    const std::string texts[] = {hc1(500), shc(300), hc1(250)};
    Picture page{1000, 1200, Buffer(1000 * 1200, 255)};
    std::size_t top = 20;
    for (const std::string& text : texts) {
        const Picture code = picture_of(text, 3);
        for (std::size_t y = 0; y < code.height; ++y)
            std::copy_n(code.pixels.begin() + static_cast<std::ptrdiff_t>(y * code.width), code.width,
                        page.pixels.begin() + static_cast<std::ptrdiff_t>((top + y) * page.width + 300));
        top += code.height + 20;
    }
    auto found = texts_of(page);
    CHECK(std::set<std::string>(found.begin(), found.end()) ==
          std::set<std::string>(std::begin(texts), std::end(texts)));
    CHECK(found.size() == 3);
}

TEST_CASE("qr: why a picture gives nothing", "[qr]") {
    CHECK(refusal({100, 100, Buffer(10000, 255)}) == "no-code");
    Picture damaged = picture_of(shc(300), 4);  // every fifth row of modules is turned, between the finders
    for (std::size_t y = 60; y < damaged.height - 60; ++y) {
        for (std::size_t x = 60; y / 4 % 5 == 0 && x < damaged.width - 60; ++x)
            damaged.pixels[y * damaged.width + x] ^= 0xff;
    }
    CHECK(refusal(damaged) == "no-code");
}

TEST_CASE("qr: SVG and terminal show the same modules", "[qr]") {
    const std::string text = "x";
    const QrCode code = encode_qr(text, {QrLevel::low, 1});
    REQUIRE(code.size == 21);
    std::string svg, blocks;
    write_svg(code, 3, svg);
    CHECK(svg.find("width=\"87\" height=\"87\" viewBox=\"0 0 29 29\"") != std::string::npos);
    CHECK(svg.find("M4 4h7v1h-7z") != std::string::npos);  // the top of a finder pattern
    write_blocks(code, blocks);
    const auto lines = std::count(blocks.begin(), blocks.end(), '\n');
    CHECK(lines == 15);
    CHECK(blocks.find("\x1b[30;107m    █▀▀▀▀▀█ ") != std::string::npos);
    for (int y = 0, dark = 0; y < code.size; ++y) {
        for (int x = 0; x < code.size; ++x) dark += code.dark(x, y);
        if (y == 0) CHECK(dark >= 14);
    }
}

namespace {

Picture changed(Picture picture, const std::function<double(double, std::size_t x, std::size_t y)>& tone) {
    for (std::size_t y = 0; y < picture.height; ++y) {
        for (std::size_t x = 0; x < picture.width; ++x) {
            Byte& pixel = picture.pixels[y * picture.width + x];
            pixel = static_cast<Byte>(tone(pixel, x, y));
        }
    }
    return picture;
}

Picture mirror_image(const Picture& picture) {
    return changed(picture, [&](double, std::size_t x, std::size_t y) {
        return static_cast<double>(picture.pixels[y * picture.width + picture.width - 1 - x]);
    });
}

}  // namespace

TEST_CASE("qr: light on dark, faint, in uneven light, mirrored", "[qr]") {
    for (const std::size_t length : {60, 200, 333, 420, 600}) {
        const std::string text = hc1(length);
        CAPTURE(length);
        const std::vector<std::string> wanted{text};
        const Picture plain = picture_of(text, 4);
        const auto width = static_cast<double>(plain.width);
        CHECK(texts_of(changed(plain, [](double v, auto, auto) { return 255 - v; })) == wanted);
        CHECK(texts_of(changed(plain, [](double v, auto, auto) { return 120 + v * 16 / 255; })) == wanted);
        CHECK(texts_of(changed(plain, [](double v, auto, auto) { return 136 - v * 16 / 255; })) == wanted);
        CHECK(texts_of(changed(plain, [](double v, auto, auto) { return 237 + v * 18 / 255; })) == wanted);
        CHECK(texts_of(mirror_image(plain)) == wanted);
        CHECK(texts_of(changed(mirror_image(plain), [](double v, auto, auto) { return 255 - v; })) == wanted);
        // The light runs from bright to dark, so that paper on one side is darker than ink on the other.
        CHECK(texts_of(changed(plain, [&](double v, std::size_t x, auto) {
                  return (60 + v * 40 / 255) * (1 + 1.5 * static_cast<double>(x) / width);
              })) == wanted);
    }
}

TEST_CASE("qr: a picture of which half is missing is damaged, with or without a code", "[qr]") {
    Buffer jpeg = jpeg_of(picture_of(hc1(400), 4), 80);
    CHECK_FALSE(decode_picture(jpeg).is_damaged);
    jpeg.resize(jpeg.size() / 2);
    const Picture half = decode_picture(jpeg);
    CHECK(half.is_damaged);
    CHECK(refusal(half) == "bad-picture");
    CHECK(refusal(changed(picture_of("x", 4), [](double, auto, auto) { return 255; })) == "no-code");
}

namespace {

// A reader of formats: bits 10 to 12 beside the upper left finder pattern name the mask.
int mask_of(const std::vector<Byte>& modules, int size) {
    int out = 0;
    for (int i = 10; i < 13; ++i) {
        const int bit = modules[static_cast<std::size_t>(8 * size + 14 - i)] & 1;
        out |= (bit ^ (0x5412 >> i & 1)) << (i - 10);
    }
    return out;
}

bool is_masked(int mask, int x, int y) {
    const int rules[] = {(x + y) % 2,
                         y % 2,
                         x % 3,
                         (x + y) % 3,
                         (x / 3 + y / 2) % 2,
                         x * y % 2 + x * y % 3,
                         (x * y % 2 + x * y % 3) % 2,
                         ((x + y) % 2 + x * y % 3) % 2};
    return rules[mask] == 0;
}

std::string random_text(std::mt19937& random, int kind, std::size_t size) {
    const std::string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        if (kind == 0) out += alphabet[random() % alphabet.size()];
        if (kind == 1) out += static_cast<char>(1 + random() % 127);
        if (kind == 2) out += i < 5 ? 'a' : static_cast<char>('0' + random() % 10);
    }
    return out;
}

}  // namespace

// Another encoder may choose another mask, and holds the same bits below it.
TEST_CASE("qr: every version and level holds the bits that libqrencode gives it", "[qr]") {
    std::mt19937 random(20);
    constexpr QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
    int same_mask = 0;
    for (int n = 0; n < 4 * 40 * 3; ++n) {
        const auto level = static_cast<QrLevel>(n % 4);
        const int version = 1 + n / 4 % 40, kind = n / 160;
        const std::size_t room = qr::capacity(version, level);
        const std::string text = random_text(random, kind, kind == 0 ? room * 16 / 11 - 4 : room - 4);
        CAPTURE(n, version, kind);
        const std::unique_ptr<QRinput, void (*)(QRinput*)> input(QRinput_new2(0, levels[n % 4]),
                                                                 QRinput_free);
        const auto append = [&](QRencodeMode mode, std::string_view part) {
            if (!part.empty())
                REQUIRE(QRinput_append(input.get(), mode, static_cast<int>(part.size()),
                                       reinterpret_cast<const unsigned char*>(part.data())) == 0);
        };
        std::size_t digits = kind == 0 ? 0 : text.size() - 1 - text.find_last_not_of("0123456789");
        if (digits < 6) digits = 0;
        append(kind == 0 ? QR_MODE_AN : QR_MODE_8, std::string_view(text).substr(0, text.size() - digits));
        append(QR_MODE_NUM, std::string_view(text).substr(text.size() - digits));
        const std::unique_ptr<QRcode, void (*)(QRcode*)> wanted(QRcode_encodeInput(input.get()), QRcode_free);
        REQUIRE(wanted);
        const QrCode code = encode_qr(text, {level, 40});
        REQUIRE(code.version == wanted->version);
        REQUIRE(code.size == wanted->width);
        const std::vector<Byte> theirs(wanted->data, wanted->data + code.size * code.size);
        const int mask = mask_of(code.modules, code.size), their_mask = mask_of(theirs, code.size);
        same_mask += mask == their_mask;
        int differences = 0;
        for (int y = 0; y < code.size; ++y) {
            for (int x = 0; x < code.size; ++x) {
                const Byte module = theirs[static_cast<std::size_t>(y * code.size + x)];
                const bool is_function = module & 0x80, is_format = is_function && (x == 8 || y == 8);
                if (is_format && mask != their_mask) continue;
                const bool ours = code.dark(x, y) != (!is_function && is_masked(mask, x, y));
                const bool other = (module & 1) != (!is_function && is_masked(their_mask, x, y));
                differences += ours != other;
            }
        }
        CHECK(differences == 0);
    }
    CHECK(same_mask > 100);  // both count penalties, and read the standard differently
}
