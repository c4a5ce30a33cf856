// Names in the form of a passport's machine-readable zone (ICAO Doc 9303-3 §6).
#include <unicode/translit.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <memory>

#include "vpass/error.hpp"
#include "vpass/registration.hpp"

namespace vpass {
namespace {

// Letters that ICAO 9303-3 §6.A writes otherwise than by dropping the accent, once each is one code point.
// ICU does the rest: Hangul in the revised romanization, accents dropped, capitals.
constexpr const char* kRules =
    "::NFC; ä > ae; Ä > AE; ö > oe; Ö > OE; ü > ue; Ü > UE; å > aa; Å > AA; æ > ae; Æ > AE; ø > oe; Ø > OE; "
    "œ > oe; "
    "Œ > OE;"
    "ß > ss; þ > th; Þ > TH; ð > d; Ð > D; đ > d; Đ > D; ł > l; Ł > L; ĳ > ij; Ĳ > IJ;"
    "::Any-Latin; ::Latin-ASCII; ::Upper;";

const icu::Transliterator& transliterator() {
    // One a thread: ICU does not promise that transliterating is free of shared state.
    static thread_local const std::unique_ptr<icu::Transliterator> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        UParseError where;
        std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createFromRules(
            "vpass", icu::UnicodeString::fromUTF8(kRules), UTRANS_FORWARD, where, status));
        if (U_FAILURE(status))
            throw Error("icu", std::string("cannot transliterate names: ") + u_errorName(status));
        return made;
    }();
    return *instance;
}

bool is_latin(const icu::UnicodeString& text) {
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        UErrorCode status = U_ZERO_ERROR;
        const UScriptCode script = uscript_getScript(text.char32At(i), &status);
        // Common and inherited: signs, digits and combining accents, which any script uses.
        if (script != USCRIPT_LATIN && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) return false;
    }
    return true;
}

}  // namespace

std::string icao_name(std::string_view name, bool& transliterated) {
    auto text = icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
    if (!is_latin(text)) transliterated = true;
    transliterator().transliterate(text);
    std::string latin;
    text.toUTF8String(latin);
    std::string out;
    for (const char c : latin) {
        if (c >= 'A' && c <= 'Z')
            out += c;
        else if ((c == ' ' || c == '-') && !out.empty() && out.back() != '<')
            out += '<';
        // Apostrophes, commas and other signs are left out.
    }
    if (out.ends_with('<')) out.pop_back();
    return out;
}

}  // namespace vpass
