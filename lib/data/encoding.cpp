#include "data/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/error.hpp"

namespace vpass {
namespace {

constexpr std::string_view kBase45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kMaxBase58 = 128;  // decoding takes quadratic time
constexpr std::string_view kBase64Standard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr Byte kNone = 0xff;

using Inverse = std::array<Byte, 256>;

constexpr Inverse invert(std::string_view alphabet) {
    Inverse table{};
    table.fill(kNone);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<Byte>(alphabet[i])] = static_cast<Byte>(i);
    return table;
}

constexpr Inverse kFromBase45 = invert(kBase45);
constexpr Inverse kFromBase32 = invert(kBase32);
constexpr Inverse kFromBase58 = invert(kBase58);
constexpr Inverse kFromBase64Standard = invert(kBase64Standard);
constexpr Inverse kFromBase64Url = invert(kBase64Url);
constexpr Inverse kFromHexLower = invert(kHex);
constexpr Inverse kFromHexUpper = invert("0123456789ABCDEF");

[[noreturn]] void refuse(const char* encoding, std::size_t offset) {
    throw Error(Code::bad_encoding,
                std::string("not ") + encoding + " at character " + std::to_string(offset + 1));
}

// Finds the offset of the first character outside the alphabet, for the message of a decoder that saw one.
[[noreturn]] void refuse_character(const char* encoding, const Inverse& table, std::string_view text) {
    std::size_t i = 0;
    while (i < text.size() && table[static_cast<Byte>(text[i])] != kNone) ++i;
    refuse(encoding, i);
}

}  // namespace

void base45_decode(std::string_view text, Buffer& out) {
    if (text.size() % 3 == 1) refuse("base45 (the length)", text.size());
    out.resize(text.size() / 3 * 2 + (text.size() % 3 ? 1 : 0));
    const auto* in = reinterpret_cast<const Byte*>(text.data());
    Byte* to = out.data();
    unsigned seen = 0;  // the top bit is set once any character is outside the alphabet
    std::size_t i = 0;
    for (; i + 3 <= text.size(); i += 3) {
        const unsigned a = kFromBase45[in[i]], b = kFromBase45[in[i + 1]], c = kFromBase45[in[i + 2]];
        seen |= a | b | c;
        const unsigned value = a + 45 * b + 45 * 45 * c;
        if (value > 0xffff) {
            if ((a | b | c) & 0x80) break;
            refuse("base45 (the value)", i);
        }
        *to++ = static_cast<Byte>(value >> 8);
        *to++ = static_cast<Byte>(value);
    }
    if (seen & 0x80) refuse_character("base45", kFromBase45, text);
    if (i < text.size()) {
        const unsigned a = kFromBase45[in[i]], b = kFromBase45[in[i + 1]];
        if ((a | b) & 0x80) refuse_character("base45", kFromBase45, text);
        if (a + 45 * b > 0xff) refuse("base45 (the value)", i);
        *to = static_cast<Byte>(a + 45 * b);
    }
}

void base45_encode(Bytes bytes, std::string& out) {
    std::size_t i = 0;
    for (; i + 2 <= bytes.size(); i += 2) {
        const unsigned value = bytes[i] * 256U + bytes[i + 1];
        out += {kBase45[value % 45], kBase45[value / 45 % 45], kBase45[value / 2025]};
    }
    if (i < bytes.size()) out += {kBase45[bytes[i] % 45U], kBase45[bytes[i] / 45U]};
}

void base32_decode(std::string_view text, Buffer& out) {
    std::string_view symbols = text;
    if (text.size() % 8 == 0) {
        for (int pad = 0; pad < 6 && symbols.ends_with('='); ++pad) symbols.remove_suffix(1);
    }
    const std::size_t tail = symbols.size() % 8;
    if (tail == 1 || tail == 3 || tail == 6) refuse("base32 (the length)", symbols.size());
    out.resize(symbols.size() * 5 / 8);
    Byte* to = out.data();
    std::uint64_t bits = 0;
    unsigned held = 0;  // how many of the low bits are not written yet
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        const Byte value = kFromBase32[static_cast<Byte>(symbols[i])];
        if (value == kNone) refuse("base32", i);
        bits = bits << 5 | value;
        held += 5;
        if (held < 8) continue;
        held -= 8;
        *to++ = static_cast<Byte>(bits >> held);
    }
    // Bits that carry nothing must be zero, so that only one text stands for a byte string.
    if (bits & ((1U << held) - 1)) refuse("base32", symbols.size() - 1);
}

void base32_encode(Bytes bytes, std::string& out) {
    std::uint64_t bits = 0;
    unsigned held = 0;
    for (const Byte byte : bytes) {
        bits = bits << 8 | byte;
        for (held += 8; held >= 5; held -= 5) out += kBase32[bits >> (held - 5) & 31];
    }
    if (held) out += kBase32[bits << (5 - held) & 31];
}

void base58_decode(std::string_view text, Buffer& out) {
    if (text.size() > kMaxBase58) refuse("base58 (the length)", kMaxBase58);
    out.clear();
    Buffer number;  // base 256, least significant byte first
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned carry = kFromBase58[static_cast<Byte>(text[i])];
        if (carry == kNone) refuse("base58", i);
        for (Byte& digit : number) {
            carry += digit * 58U;
            digit = static_cast<Byte>(carry);
            carry >>= 8;
        }
        if (carry) number.push_back(static_cast<Byte>(carry));
    }
    const std::size_t zeros = std::min(text.find_first_not_of(kBase58[0]), text.size());
    out.assign(zeros, 0);
    out.insert(out.end(), number.rbegin(), number.rend());
}

void base64_decode(std::string_view text, Base64 alphabet, Buffer& out) {
    const Inverse& table = alphabet == Base64::url ? kFromBase64Url : kFromBase64Standard;
    const char* name = alphabet == Base64::url ? "base64url" : "base64";
    std::string_view symbols = text;
    if (text.size() % 4 == 0) {
        for (int pad = 0; pad < 2 && symbols.ends_with('='); ++pad) symbols.remove_suffix(1);
    }
    const std::size_t tail = symbols.size() % 4;
    if (tail == 1) refuse(name, symbols.size());
    out.resize(symbols.size() / 4 * 3 + (tail ? tail - 1 : 0));
    const auto* in = reinterpret_cast<const Byte*>(symbols.data());
    Byte* to = out.data();
    unsigned seen = 0;
    std::size_t i = 0;
    for (; i + 4 <= symbols.size(); i += 4) {
        const unsigned a = table[in[i]], b = table[in[i + 1]], c = table[in[i + 2]], d = table[in[i + 3]];
        seen |= a | b | c | d;
        *to++ = static_cast<Byte>(a << 2 | b >> 4);
        *to++ = static_cast<Byte>(b << 4 | c >> 2);
        *to++ = static_cast<Byte>(c << 6 | d);
    }
    unsigned rest = 0;  // bits of the last symbol that carry nothing and must be zero (RFC 4648 §3.5)
    if (tail) {
        const unsigned a = table[in[i]], b = table[in[i + 1]], c = tail == 3 ? table[in[i + 2]] : 0;
        seen |= a | b | c;
        *to++ = static_cast<Byte>(a << 2 | b >> 4);
        if (tail == 3) *to++ = static_cast<Byte>(b << 4 | c >> 2);
        rest = tail == 3 ? c & 3 : b & 15;
    }
    if (seen & 0x80) refuse_character(name, table, symbols);
    if (rest) refuse(name, symbols.size() - 1);
}

void base64_encode(Bytes bytes, Base64 alphabet, std::string& out) {
    const std::string_view symbols = alphabet == Base64::url ? kBase64Url : kBase64Standard;
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3) {
        const unsigned v =
            static_cast<unsigned>(bytes[i]) << 16 | static_cast<unsigned>(bytes[i + 1]) << 8 | bytes[i + 2];
        out += {symbols[v >> 18], symbols[v >> 12 & 63], symbols[v >> 6 & 63], symbols[v & 63]};
    }
    const std::size_t tail = bytes.size() - i;
    if (!tail) return;
    const unsigned v =
        static_cast<unsigned>(bytes[i]) << 16 | (tail == 2 ? static_cast<unsigned>(bytes[i + 1]) << 8 : 0U);
    out += {symbols[v >> 18], symbols[v >> 12 & 63]};
    if (tail == 2) out += symbols[v >> 6 & 63];
    if (alphabet == Base64::standard) out.append(3 - tail, '=');
}

Buffer base64_decode(std::string_view text, Base64 alphabet) {
    Buffer out;
    base64_decode(text, alphabet, out);
    return out;
}

std::string base64_encode(Bytes bytes, Base64 alphabet) {
    std::string out;
    base64_encode(bytes, alphabet, out);
    return out;
}

void hex_decode(std::string_view text, Buffer& out) {
    if (text.size() % 2) refuse("hex (the length)", text.size());
    out.resize(text.size() / 2);
    auto digit = [&](std::size_t i) -> unsigned {
        const auto c = static_cast<Byte>(text[i]);
        const Byte value = std::min(kFromHexLower[c], kFromHexUpper[c]);
        if (value == kNone) refuse("hex", i);
        return value;
    };
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<Byte>(digit(2 * i) << 4 | digit(2 * i + 1));
    }
}

std::string hex_encode(Bytes bytes) {
    std::string out(2 * bytes.size(), '\0');
    char* p = out.data();
    for (const Byte b : bytes) {
        *p++ = kHex[b >> 4];
        *p++ = kHex[b & 15];
    }
    return out;
}

bool is_utf8(std::string_view text) {
    const auto* p = reinterpret_cast<const Byte*>(text.data());
    const Byte* const end = p + text.size();
    auto follows = [&](int n) {  // n continuation bytes
        for (int i = 1; i <= n; ++i) {
            if (p + i >= end || (p[i] & 0xc0) != 0x80) return false;
        }
        return true;
    };
    // Nearly all text is ASCII, so we test eight bytes at a time.
    auto ascii = [&] {
        std::uint64_t word = 0;
        if (end - p >= 8) std::memcpy(&word, p, 8);
        return end - p >= 8 && (word & 0x8080808080808080) == 0;
    };
    while (p < end) {
        const Byte c = *p;
        if (ascii()) {
            p += 8;
        } else if (c < 0x80) {
            ++p;
        } else if (c < 0xc2) {
            return false;
        } else if (c < 0xe0) {
            if (!follows(1)) return false;
            p += 2;
        } else if (c < 0xf0) {
            if (!follows(2) || (c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f)) return false;
            p += 3;
        } else {
            if (c > 0xf4 || !follows(3) || (c == 0xf0 && p[1] < 0x90) || (c == 0xf4 && p[1] > 0x8f))
                return false;
            p += 4;
        }
    }
    return true;
}

}  // namespace vpass
