#pragma once
// What the fuzz targets share. A target may throw nothing but Error, which counts as an ordinary refusal; a
// broken promise ends the process.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "vpass/bytes.hpp"
#include "vpass/error.hpp"

namespace vpass::fuzz {

template <typename Action>
bool accepts(const Action& action) {
    try {
        action();
        return true;
    } catch (const Error&) {
        return false;
    }
}

inline void demand(bool promise, const char* what) {
    if (promise) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

}  // namespace vpass::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
