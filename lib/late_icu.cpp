// ICU: each of the functions that unicode.cpp, names.cpp, note.cpp and country.cpp call.
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utrans.h>

#include "late.hpp"

namespace {
constexpr vpass::LateLibrary kUc{"libicuuc.so." U_ICU_VERSION_SHORT, "libicu" U_ICU_VERSION_SHORT};
constexpr vpass::LateLibrary kI18n{"libicui18n.so." U_ICU_VERSION_SHORT, "libicu" U_ICU_VERSION_SHORT};
}  // namespace

LATE(kUc, const char*, u_errorName, (UErrorCode code), (code))
LATE(kUc, UBool, u_isUWhiteSpace, (UChar32 character), (character))
LATE(kUc, UScriptCode, uscript_getScript, (UChar32 character, UErrorCode* status), (character, status))
LATE(kUc, const char* const*, uloc_getISOCountries, (), ())
LATE(kUc, const char*, uloc_getISO3Country, (const char* locale), (locale))
LATE(kUc, const UNormalizer2*, unorm2_getNFCInstance, (UErrorCode * status), (status))
LATE(kUc, int32_t, unorm2_normalize,
     (const UNormalizer2* form, const UChar* text, int32_t length, UChar* out, int32_t capacity,
      UErrorCode* status),
     (form, text, length, out, capacity, status))
LATE(kI18n, UTransliterator*, utrans_openU,
     (const UChar* id, int32_t id_length, UTransDirection direction, const UChar* rules, int32_t rules_length,
      UParseError* where, UErrorCode* status),
     (id, id_length, direction, rules, rules_length, where, status))
LATE(kI18n, void, utrans_transUChars,
     (const UTransliterator* rules, UChar* text, int32_t* length, int32_t capacity, int32_t start,
      int32_t* limit, UErrorCode* status),
     (rules, text, length, capacity, start, limit, status))
LATE(kI18n, void, utrans_close, (UTransliterator * rules), (rules))
