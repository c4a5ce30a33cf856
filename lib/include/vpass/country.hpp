#pragma once
// Country codes of two letters (certificates, EU passes) and of three (travel documents, ICAO Doc 9303-3 §5).
#include <string>
#include <string_view>

namespace vpass {

std::string country_alpha2(std::string_view alpha3);  // "KOR" -> "KR"; empty when there is none
std::string country_alpha3(std::string_view alpha2);

}  // namespace vpass
