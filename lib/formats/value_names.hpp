#pragma once
// Names the codes of an EU DCC in English, as the EU eHealth Network publishes them.
#include <string_view>

namespace vpass {

// "Comirnaty" for "EU/1/20/1528"; empty for a code that is not listed.
std::string_view value_name(std::string_view code);

}  // namespace vpass
