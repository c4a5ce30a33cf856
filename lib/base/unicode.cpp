#include "base/unicode.hpp"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdio>

#include "base/error.hpp"
#include "base/lazy_icu.hpp"

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

std::size_t count_code_points(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string code_point_name(char32_t c) {
    char out[16];
    std::snprintf(out, sizeof out, "U+%04X", static_cast<unsigned>(c));
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

bool is_everyday(char32_t c) {
    const auto within = [&](char32_t first, char32_t last) { return c >= first && c <= last; };
    return within(0x20, 0x7e) || (within(0xa1, 0x2ff) && c != 0xad) || within(0xac00, 0xd7a3) ||
           within(0x4e00, 0x9fff) || within(0x400, 0x482) || within(0x621, 0x64a);
}

std::string composed(std::string_view utf8) {
    if (std::ranges::all_of(utf8, [](char c) { return c > 0; }) ||
        std::ranges::all_of(code_points(utf8), is_everyday))
        return std::string(utf8);
    const std::u16string text = to_utf16(utf8);
    std::u16string out(text.size() * 3, u'\0');  // the most that form C makes of a unit (UAX #15 §9)
    UErrorCode status = U_ZERO_ERROR;
    const int32_t size = sym_unorm2_normalize(sym_unorm2_getNFCInstance(&status), text.data(),
                                              static_cast<int32_t>(text.size()), out.data(),
                                              static_cast<int32_t>(out.size()), &status);
    if (U_FAILURE(status))
        throw Error(Code::icu, std::string("cannot normalize text: ") + sym_u_errorName(status));
    out.resize(static_cast<std::size_t>(size));
    return to_utf8(out);
}

std::u32string decomposition(char32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    UChar units[32];  // the longest, of U+FDFA, has 18
    const int32_t size = sym_unorm2_getDecomposition(
        sym_unorm2_getNFKCInstance(&status), static_cast<UChar32>(c), units, std::size(units), &status);
    if (U_FAILURE(status) || size < 0) return {};
    return code_points(to_utf8(std::u16string_view(units, static_cast<std::size_t>(size))));
}

namespace {

std::uint32_t category(char32_t c) { return U_MASK(sym_u_charType(static_cast<UChar32>(c))); }

}  // namespace

bool is_white_space(char32_t c) {
    return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r')
                    : sym_u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}
bool is_dash(char32_t c) { return c < 0x80 ? c == '-' : category(c) & U_GC_PD_MASK; }
bool is_letter(char32_t c) { return category(c) & (U_GC_L_MASK | U_GC_NL_MASK); }
bool is_mark(char32_t c) { return category(c) & U_GC_M_MASK; }
bool is_virama(char32_t c) {
    constexpr int kVirama = 9;
    return sym_u_getCombiningClass(static_cast<UChar32>(c)) == kVirama;
}

bool is_invisible(char32_t c) {
    constexpr char32_t kReplacement = 0xfffd;  // stands for a letter that a wrong conversion has lost
    if (c >= 0x20 && c < 0x7f) return false;
    if (category(c) & U_GC_C_MASK || c == kReplacement) return true;
    const auto has = [&](UProperty property) {
        return sym_u_hasBinaryProperty(static_cast<UChar32>(c), property);
    };
    return has(UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !has(UCHAR_VARIATION_SELECTOR);
}

// A text that is short enough as it stands does not have to be brought into form C.
bool is_longer(std::string_view utf8, std::size_t limit) {
    return utf8.size() > limit && count_code_points(utf8) > limit &&
           count_code_points(composed(utf8)) > limit;
}

}  // namespace vpass
