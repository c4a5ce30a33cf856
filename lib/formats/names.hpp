#pragma once
// Writes names in the form of a passport's machine-readable zone (ICAO Doc 9303-3): A to Z, and '<' between
// the parts.
#include <string>
#include <string_view>

namespace vpass {

struct NameRules {
    std::string language = {};    // ISO 639: Cyrillic letters are written otherwise in be, bg, mk, sr and uk
    bool usual_surnames = false;  // Korean surnames as most passports have them: a guess
};

struct PassportName {
    std::string text;
    bool transliterated = false;  // from other letters than Latin ones
    bool usual = false;           // from the table of usual surnames
};

// Letters are written by the tables of ICAO 9303-3 section 6, Hangul by the Revised Romanization's rule for
// names. White space, hyphens and commas become one '<'; other signs and digits are left out (section 4.6).
// Throws Error "bad-field" with the code point of a letter that has no table.
PassportName passport_surname(std::string_view name, const NameRules& rules);
PassportName passport_forename(std::string_view name, const NameRules& rules);

// Returns a name as its owner writes it, else as in the passport.
std::string name_part(const std::string& written, std::string passport);

}  // namespace vpass
