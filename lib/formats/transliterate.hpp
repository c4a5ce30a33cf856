// Writes letters of any alphabet that has a table in A to Z and '<'.
#pragma once

#include <string_view>

#include "base/unicode.hpp"
#include "formats/names.hpp"

namespace vpass {

PassportName transliterate(std::string_view name, std::string_view language);

}  // namespace vpass
