#include "base/error.hpp"

#include <algorithm>
#include <iterator>

namespace vpass {
namespace {

std::string with_hyphens(std::string name) {
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

}  // namespace

const std::string& code_name(Code code) {
    static const std::string names[] = {
#define VPASS_NAME(name, kind) with_hyphens(#name),
        VPASS_ERROR_CODES(VPASS_NAME)
#undef VPASS_NAME
    };
    return names[static_cast<std::size_t>(code)];
}

ErrorClass class_of(Code code) {
    static constexpr ErrorClass classes[] = {
#define VPASS_CLASS(name, kind) ErrorClass::kind,
        VPASS_ERROR_CODES(VPASS_CLASS)
#undef VPASS_CLASS
    };
    return classes[static_cast<std::size_t>(code)];
}

}  // namespace vpass
