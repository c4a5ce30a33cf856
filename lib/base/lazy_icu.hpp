// The functions of ICU that unicode.cpp and places.cpp call.
#pragma once
#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
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
VPASS_LAZY(kIcu, uenum_close)
VPASS_LAZY(kIcu, uenum_next)
VPASS_LAZY(kIcu, uloc_getDisplayCountry)

extern const LazyLibrary kIcuCalendars;
VPASS_LAZY(kIcuCalendars, ucal_open)
VPASS_LAZY(kIcuCalendars, ucal_close)
VPASS_LAZY(kIcuCalendars, ucal_setMillis)
VPASS_LAZY(kIcuCalendars, ucal_get)
VPASS_LAZY(kIcuCalendars, ucal_getCanonicalTimeZoneID)
VPASS_LAZY(kIcuCalendars, ucal_openTimeZoneIDEnumeration)

}  // namespace vpass
