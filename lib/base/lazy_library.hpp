// Libraries that few commands need are loaded by the first call of one of their functions: to load all of
// them at the start would double the time of checking one pass.
#pragma once

namespace vpass {

struct LateLibrary {
    const char* file;     // the name that the dynamic linker knows it by
    const char* package;  // of Debian, for the message when it is missing
};

// The address of a function of the library. Throws Error(Code::io).
void* late_symbol(const LateLibrary& library, const char* function);

}  // namespace vpass

// Defines a C function as its header declares it. ICU's names are macros for names with its version: hence
// two steps.
#define LATE(library, result, name, parameters, arguments) \
    LATE_EXPANDED(library, result, name, parameters, arguments)
#define LATE_EXPANDED(library, result, name, parameters, arguments)                                       \
    extern "C" result name parameters {                                                                   \
        static const auto late = reinterpret_cast<decltype(&(name))>(vpass::late_symbol(library, #name)); \
        return late arguments;                                                                            \
    }
