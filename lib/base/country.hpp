#pragma once
// Names of countries: codes of two letters (certificates, EU passes) and of three (travel documents, ICAO Doc
// 9303-3 §5), brought to one form before anything compares them.
#include <string>
#include <string_view>

namespace vpass {

// What a name stands for, whatever its case and letters and the blanks around it.
struct CountryName {
    std::string code;  // two letters, "KR" for "KOR", "GR" for "EL"; empty when the name is not a code
    bool is_assigned = false;  // false: the code stands for nobody, as WW, XX and ZZ do
    bool is_unassigned() const { return !code.empty() && !is_assigned; }
};
CountryName country_name(std::string_view name);

std::string country_code(std::string_view name);  // the code alone; empty when it stands for nobody
std::string country_alpha3(std::string_view alpha2);

// Whether a code is that of the state, or of a territory whose passes it signs: GG and GI of GB.
bool is_country_or_territory(std::string_view code, std::string_view state);

}  // namespace vpass
