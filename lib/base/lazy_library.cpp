#include "base/lazy_library.hpp"

#include <dlfcn.h>

#include <string>

#include "base/error.hpp"

namespace vpass {

void* lazy_symbol(const LazyLibrary& library, const char* function) {
    void* const handle = dlopen(library.file, RTLD_NOW | RTLD_LOCAL);  // the same handle each time
    void* const found = handle ? dlsym(handle, function) : nullptr;
    if (!found)
        throw Error(Code::io, std::string("cannot load a library: ") + dlerror(),
                    std::string("it comes with Debian's package ") + library.package);
    return found;
}

}  // namespace vpass
