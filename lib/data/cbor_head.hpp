#pragma once
// Reads the head of a CBOR item (RFC 8949 §3) without checking bounds, so the bytes must be known to hold it.
#include "base/bytes.hpp"

namespace vpass::cbor {

enum Major : unsigned { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kTag, kSimple };
constexpr Byte kBreak = 0xff;

struct Head {
    unsigned major;
    std::uint64_t argument;
    const Byte* after;
    bool indefinite;  // additional information 31
};

inline Head read_head(const Byte* p) {
    const unsigned major = *p >> 5;
    const unsigned info = *p & 31;
    ++p;
    if (info < 24) return {major, info, p, false};
    if (info == 31) return {major, 0, p, true};
    std::uint64_t argument = 0;
    for (unsigned n = 1U << (info - 24); n; --n) argument = argument << 8 | *p++;
    return {major, argument, p, false};
}

}  // namespace vpass::cbor
