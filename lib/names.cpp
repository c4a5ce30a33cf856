// Names in the form of a passport's machine-readable zone (ICAO Doc 9303-3 §6), and back to words.
#include <unicode/uscript.h>
#include <unicode/utrans.h>

#include <algorithm>
#include <memory>

#include "unicode.hpp"
#include "vpass/error.hpp"
#include "vpass/registration.hpp"

namespace vpass {
namespace {

// Letters that ICAO 9303-3 §6.A writes otherwise than by dropping the accent, once each is one code point.
// ICU does the rest: Hangul in the revised romanization, accents dropped, capitals.
constexpr const char16_t* kRules =
    u"::NFC; ä > ae; Ä > AE; ö > oe; Ö > OE; ü > ue; Ü > UE; å > aa; Å > AA; æ > ae; Æ > AE; ø > oe; Ø > OE; "
    u"œ > oe; "
    u"Œ > OE;"
    u"ß > ss; þ > th; Þ > TH; ð > d; Ð > D; đ > d; Đ > D; ł > l; Ł > L; ĳ > ij; Ĳ > IJ;"
    u"::Any-Latin; ::Latin-ASCII; ::Upper;";

struct Close {
    void operator()(UTransliterator* rules) const { utrans_close(rules); }
};

void check(UErrorCode status) {
    if (U_FAILURE(status))
        throw Error(Code::icu, std::string("cannot transliterate names: ") + u_errorName(status));
}

const UTransliterator* transliterator() {
    // One a thread: ICU does not promise that transliterating is free of shared state.
    static thread_local const std::unique_ptr<UTransliterator, Close> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        UParseError where;
        std::unique_ptr<UTransliterator, Close> made(
            utrans_openU(u"vpass", -1, UTRANS_FORWARD, kRules, -1, &where, &status));
        check(status);
        return made;
    }();
    return instance.get();
}

std::string transliterate(std::string_view name) {
    const std::u16string text = to_utf16(name);
    // A syllable of Hangul becomes eight letters at most; other scripts may take more.
    for (std::size_t capacity = 8 * text.size();; capacity *= 2) {
        std::u16string out = text;
        out.resize(capacity);
        auto size = static_cast<int32_t>(text.size()), limit = size;
        UErrorCode status = U_ZERO_ERROR;
        utrans_transUChars(transliterator(), out.data(), &size, static_cast<int32_t>(capacity), 0, &limit,
                           &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) continue;
        check(status);
        out.resize(static_cast<std::size_t>(size));
        return to_utf8(out);
    }
}

bool is_latin(std::string_view name) {
    for (const char32_t c : code_points(name)) {
        UErrorCode status = U_ZERO_ERROR;
        const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
        // Common and inherited: signs, digits and combining accents, which any script uses.
        if (script != USCRIPT_LATIN && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) return false;
    }
    return true;
}

}  // namespace

std::string icao_name(std::string_view name, bool& transliterated) {
    if (name.empty()) return {};
    if (!is_latin(name)) transliterated = true;
    std::string out;
    for (const char c : transliterate(name)) {
        if (c >= 'A' && c <= 'Z')
            out += c;
        else if ((c == ' ' || c == '-') && !out.empty() && out.back() != '<')
            out += '<';
        // Apostrophes, commas and other signs are left out.
    }
    if (out.ends_with('<')) out.pop_back();
    return out;
}

std::string name_part(const std::string& written, std::string passport) {
    if (!written.empty()) return written;
    std::replace(passport.begin(), passport.end(), '<', ' ');
    return passport;
}

}  // namespace vpass
