#pragma once
// The fuzz targets share these helpers. A target may throw only Error, which counts as an ordinary refusal; a
// broken promise ends the process.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/bytes.hpp"
#include "base/error.hpp"

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

// Calls `action` with the path of a file of this content, for code that only reads files.
template <typename Action>
void with_file(std::string_view content, const Action& action) {
    struct Memory {
        int fd = memfd_create("fuzz", MFD_CLOEXEC);
        ~Memory() { close(fd); }
    } const memory;
    demand(write(memory.fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()),
           "memory");
    action("/proc/self/fd/" + std::to_string(memory.fd));
}

}  // namespace vpass::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
