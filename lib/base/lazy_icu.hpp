// The functions of ICU that unicode.cpp calls.
#pragma once
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/lazy_library.hpp"

namespace vpass {

extern const LazyLibrary kIcu;
VPASS_LAZY(kIcu, u_errorName)
VPASS_LAZY(kIcu, u_isUWhiteSpace)
VPASS_LAZY(kIcu, u_charType)
VPASS_LAZY(kIcu, u_getCombiningClass)
VPASS_LAZY(kIcu, u_hasBinaryProperty)
VPASS_LAZY(kIcu, unorm2_getNFCInstance)
VPASS_LAZY(kIcu, unorm2_getNFKCInstance)
VPASS_LAZY(kIcu, unorm2_getDecomposition)
VPASS_LAZY(kIcu, unorm2_normalize)

}  // namespace vpass
