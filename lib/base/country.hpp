#pragma once
// Brings names of countries to one form before anything compares them: certificates and EU passes use codes
// of two letters, travel documents use codes of three (ICAO Doc 9303-3 §5).
#include <string>
#include <string_view>

namespace vpass {

// The country that a name stands for. The name's case, the form of its letters and the blanks around it do
// not matter.
struct CountryName {
    std::string code;  // two letters, "KR" for "KOR", "GR" for "EL"; empty when the name is not a code
    bool is_assigned = false;  // false: the code stands for nobody, as WW, XX and ZZ do
    bool is_unassigned() const { return !code.empty() && !is_assigned; }
};
CountryName country_name(std::string_view name);

std::string country_code(std::string_view name);  // the code alone; empty when it stands for nobody
std::string country_alpha3(std::string_view alpha2);

// Returns what a country's health authority is called where nobody gives its name.
std::string authority_of(std::string_view country);

// Returns true when `code` is the code of the state itself, or of a territory whose passes the state signs:
// GG and GI belong to GB.
bool is_country_or_territory(std::string_view code, std::string_view state);

}  // namespace vpass
