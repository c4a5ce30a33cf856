#pragma once
// Character scanning shared by the JSON checker and the lazy reader.
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace vpass::json {

inline const char* skip_space(const char* p, const char* end) {
    while (p != end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) ++p;
    return p;
}

// The first byte that needs a look: a quote, a backslash, a control character or one above 0x7f. Eight at a
// time.
inline const char* skip_plain(const char* p, const char* end) {
    constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    static_assert(std::endian::native == std::endian::little);
    while (end - p >= 8) {
        std::uint64_t w;
        std::memcpy(&w, p, 8);
        const std::uint64_t quote = w ^ (ones * '"'), back = w ^ (ones * '\\');
        // (x - ones) & ~x marks zero bytes, (w - 0x20 each) & ~w marks bytes below 0x20; w itself marks those
        // above 0x7f.
        const std::uint64_t hit =
            (((quote - ones) & ~quote) | ((back - ones) & ~back) | ((w - ones * 0x20) & ~w) | w) & tops;
        if (hit) return p + (std::countr_zero(hit) >> 3);
        p += 8;
    }
    while (p != end && *p != '"' && *p != '\\' && static_cast<unsigned char>(*p) >= 0x20 &&
           static_cast<unsigned char>(*p) < 0x80) {
        ++p;
    }
    return p;
}

// Past the closing quote of the string whose opening quote is at p.
inline const char* skip_string(const char* p, const char* end) {
    for (++p;; ++p) {
        p = skip_plain(p, end);
        if (p == end) return p;
        if (*p == '"') return p + 1;
        if (*p == '\\') ++p;
    }
}

// Past the value that starts at p.
inline const char* skip_value(const char* p, const char* end) {
    if (p == end) return p;
    if (*p == '"') return skip_string(p, end);
    if (*p != '{' && *p != '[') {
        while (p != end && *p != ',' && *p != '}' && *p != ']' && *p != ' ' && *p != '\t' && *p != '\n' &&
               *p != '\r')
            ++p;
        return p;
    }
    for (int depth = 0; p != end;) {
        if (*p == '"') {
            p = skip_string(p, end);
            continue;
        }
        if (*p == '{' || *p == '[') ++depth;
        if ((*p == '}' || *p == ']') && --depth == 0) return p + 1;
        ++p;
    }
    return p;
}

inline int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string unescape(std::string_view raw);  // of checked text

}  // namespace vpass::json
