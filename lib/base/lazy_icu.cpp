// ICU: each of the functions that unicode.cpp and note.cpp call.
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "base/lazy_library.hpp"

namespace {
constexpr vpass::LateLibrary kUc{"libicuuc.so." U_ICU_VERSION_SHORT, "libicu" U_ICU_VERSION_SHORT};
}  // namespace

LATE(kUc, const char*, u_errorName, (UErrorCode code), (code))
LATE(kUc, UBool, u_isUWhiteSpace, (UChar32 character), (character))
LATE(kUc, int8_t, u_charType, (UChar32 character), (character))
LATE(kUc, uint8_t, u_getCombiningClass, (UChar32 character), (character))
LATE(kUc, UBool, u_hasBinaryProperty, (UChar32 character, UProperty property), (character, property))
LATE(kUc, const UNormalizer2*, unorm2_getNFCInstance, (UErrorCode * status), (status))
LATE(kUc, const UNormalizer2*, unorm2_getNFKCInstance, (UErrorCode * status), (status))
LATE(kUc, int32_t, unorm2_getDecomposition,
     (const UNormalizer2* form, UChar32 character, UChar* out, int32_t capacity, UErrorCode* status),
     (form, character, out, capacity, status))
LATE(kUc, int32_t, unorm2_normalize,
     (const UNormalizer2* form, const UChar* text, int32_t length, UChar* out, int32_t capacity,
      UErrorCode* status),
     (form, text, length, out, capacity, status))
