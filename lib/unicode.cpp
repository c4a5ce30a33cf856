#include "unicode.hpp"

#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

namespace vpass {
namespace {

void append_utf8(std::string& out, char32_t c) {
    char bytes[U8_MAX_LENGTH];
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    out.append(bytes, size);
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
    std::u32string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[at++]);
        const std::size_t more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        char32_t c = lead < 0x80 ? lead : lead & (0x3fU >> more);
        bool sound = lead < 0x80 || (more > 0 && at + more <= utf8.size());
        for (std::size_t i = 0; sound && i < more; ++i) {
            const auto next = static_cast<unsigned char>(utf8[at + i]);
            sound = (next & 0xc0) == 0x80;
            c = c << 6 | (next & 0x3f);
        }
        sound = sound && c <= 0x10ffff;
        out += sound ? c : U'\ufffd';
        if (sound) at += more;
    }
    return out;
}

std::string to_utf8(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) append_utf8(out, c);
    return out;
}

std::u16string to_utf16(std::string_view utf8) {
    std::u16string out;
    for (const char32_t c : code_points(utf8)) {
        char16_t units[U16_MAX_LENGTH];
        std::size_t size = 0;
        U16_APPEND_UNSAFE(units, size, c);
        out.append(units, size);
    }
    return out;
}

std::string to_utf8(std::u16string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t c = 0;
        U16_NEXT_OR_FFFD(text, at, text.size(), c);
        append_utf8(out, c);
    }
    return out;
}

std::string composed(std::string_view utf8) {
    const std::u16string text = to_utf16(utf8);
    std::u16string out(text.size() * 3, u'\0');  // the most that form C makes of a unit (UAX #15 §9)
    UErrorCode status = U_ZERO_ERROR;
    const int32_t size =
        unorm2_normalize(unorm2_getNFCInstance(&status), text.data(), static_cast<int32_t>(text.size()),
                         out.data(), static_cast<int32_t>(out.size()), &status);
    if (U_FAILURE(status)) return std::string(utf8);
    out.resize(static_cast<std::size_t>(size));
    return to_utf8(out);
}

}  // namespace vpass
