// Chooses the rule that writes a name, and converts a passport name back to words.
#include "formats/names.hpp"

#include <algorithm>

#include "formats/transliterate.hpp"

namespace vpass {
namespace {

struct Surname {
    std::u32string_view hangul;
    const char* passport;
};
constexpr Surname kUsualSurnames[] = {
#include "formats/korean_surnames.inc"
};

}  // namespace

PassportName passport_surname(std::string_view name, const NameRules& rules) {
    if (rules.usual_surnames) {
        const std::u32string letters = code_points(composed(name));
        for (const Surname& surname : kUsualSurnames) {
            if (surname.hangul == letters) return {surname.passport, true, true};
        }
    }
    return transliterate(name, rules.language);
}

PassportName passport_forename(std::string_view name, const NameRules& rules) {
    return transliterate(name, rules.language);
}

std::string name_part(const std::string& written, std::string passport) {
    if (!written.empty()) return written;
    std::replace(passport.begin(), passport.end(), '<', ' ');
    return passport;
}

}  // namespace vpass
