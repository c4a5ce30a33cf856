// Libraries that few commands need are loaded by the first call of one of their functions: loading all of
// them at the start would double the time of checking one pass.
//
// Each room keeps a table of the functions that it calls, with a pointer `sym_NAME` for each, and calls
// those. Nothing is defined under a library's own names, so a program may link vpass and the real library.
// The program announces what it may load in ELF notes, which package tools read:
// https://uapi-group.org/specifications/specs/elf_dlopen_metadata/
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace vpass {

struct LazyLibrary {
    const char* file;     // the name that the dynamic linker knows it by
    const char* package;  // of Debian, for the message when it is missing
};

// The address of a function of the library. Throws Error(Code::io), an error of the environment.
void* lazy_symbol(const LazyLibrary& library, const char* function);

template <class Pointer>
class LazyFunction;

// A pointer to a function of the library, found by the first call. Any thread may call it.
template <class Result, class... Arguments>
class LazyFunction<Result (*)(Arguments...)> {
 public:
    constexpr LazyFunction(const LazyLibrary& library, const char* name) : library_(library), name_(name) {}

    Result operator()(Arguments... arguments) const {
        void* found = found_.load(std::memory_order_acquire);
        if (!found) found_.store(found = lazy_symbol(library_, name_), std::memory_order_release);
        return reinterpret_cast<Result (*)(Arguments...)>(found)(static_cast<Arguments>(arguments)...);
    }

 private:
    const LazyLibrary& library_;
    const char* name_;
    mutable std::atomic<void*> found_ = nullptr;
};

// The layout of an ELF note with a text of so many bytes.
template <std::size_t size>
struct DlopenNote {
    std::uint32_t owner_size = 4, text_size = size, type = 0x407c0c0a;
    char owner[4] = {'F', 'D', 'O', 0};
    alignas(4) char text[size];
};

}  // namespace vpass

// Defines a library and the note that announces it. `feature` and `purpose` say what it is for; `priority` is
// "required", "recommended" or "suggested".
#define VPASS_LAZY_LIBRARY(name, file, package, feature, priority, purpose)                                 \
    const vpass::LazyLibrary name{file, package};                                                           \
    [[gnu::used, gnu::section(".note.dlopen")]] alignas(4) static constinit const vpass::DlopenNote<sizeof( \
        VPASS_LAZY_JSON(file, feature, priority, purpose))>                                                 \
        name##Note{.text = VPASS_LAZY_JSON(file, feature, priority, purpose)};
#define VPASS_LAZY_JSON(file, feature, priority, purpose)                                    \
    "[{\"feature\":\"" feature "\",\"description\":\"" purpose "\",\"priority\":\"" priority \
    "\",\"soname\":[\"" file "\"]}]"

// Defines sym_NAME. Two steps, because ICU's names are macros for names with its version.
#define VPASS_LAZY(library, name) VPASS_LAZY_AS(library, sym_##name, name)
#define VPASS_LAZY_AS(library, pointer, name) \
    inline constinit const LazyFunction<decltype(&(::name))> pointer{library, #name};
