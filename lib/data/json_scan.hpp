#pragma once
// Scans characters for the JSON checker and the lazy reader.
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace vpass::json {

inline const char* skip_space(const char* p, const char* end) {
    if (p == end || static_cast<unsigned char>(*p) > ' ') return p;  // nearly always
    while (p != end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) ++p;
    return p;
}

#ifdef __SSE2__
// Scans sixteen bytes at a time, where the processor has SSE2, as every x86-64 has. `marks` sets the bytes of
// a block that are looked for. Returns true at the first of them, false when fewer than sixteen bytes are
// left.
template <typename Marks>
bool skip_blocks(const char*& p, const char* end, Marks marks) {
    for (; end - p >= 16; p += 16) {
        const int hit = _mm_movemask_epi8(marks(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))));
        if (hit) {
            p += std::countr_zero(static_cast<unsigned>(hit));
            return true;
        }
    }
    return false;
}

inline __m128i quotes_and_backslashes(__m128i block) {
    return _mm_or_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('"')),
                        _mm_cmpeq_epi8(block, _mm_set1_epi8('\\')));
}
#endif

// Returns the position of the first byte that needs a closer look: a quote, a backslash, a control character
// or a byte above 0x7f.
inline const char* skip_plain(const char* p, const char* end) {
    constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    static_assert(std::endian::native == std::endian::little);
#ifdef __SSE2__
    if (skip_blocks(p, end, [](__m128i block) {
            const __m128i below = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));  // signed: those above 0x7f too
            return _mm_or_si128(quotes_and_backslashes(block), below);
        }))
        return p;
#endif
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

// Returns the position of the first byte that a JSON text has to escape: a quote, a backslash or a control
// character.
inline const char* skip_unescaped(const char* p, const char* end) {
#ifdef __SSE2__
    if (skip_blocks(p, end, [](__m128i block) {
            const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
            return _mm_or_si128(quotes_and_backslashes(block), control);
        }))
        return p;
#endif
    while (p != end && *p != '"' && *p != '\\' && static_cast<unsigned char>(*p) >= 0x20) ++p;
    return p;
}

// Returns the position of the first quote or backslash.
inline const char* skip_to_mark(const char* p, const char* end) {
#ifdef __SSE2__
    if (skip_blocks(p, end, quotes_and_backslashes)) return p;
#endif
    while (p != end && *p != '"' && *p != '\\') ++p;
    return p;
}

// Returns the position after the closing quote of the string whose opening quote is at p, in checked text.
inline const char* skip_string(const char* p, const char* end) {
    for (++p;; p += 2) {
        p = skip_to_mark(p, end);
        if (p == end) return p;
        if (*p == '"') return p + 1;
        if (end - p < 2) return end;
    }
}

// Returns the position after the value that starts at p.
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
