#pragma once
// Makes and checks the unique certificate identifier of an EU DCC (eHealth Network, vaccination proof
// guidelines, annex 2): "URN:UVCI:01:KR:" + a unique part + "#" + a check character (Luhn mod 38 over
// everything before the "#").
#include <string>
#include <string_view>

namespace vpass {

// Returns the check character for `text`, or 0 when a character is outside A–Z, 0–9, '/' and ':'.
char uvci_check_character(std::string_view text);
enum class UvciCheck { absent, right, wrong };
UvciCheck check_uvci(std::string_view uvci);
std::string make_uvci(std::string_view country, std::string_view unique_part);

}  // namespace vpass
