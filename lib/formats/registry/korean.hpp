#pragma once
// Translates what issue says of a registry's records into Korean, for `issue --check --lang ko`.
#include <string>
#include <string_view>

namespace vpass {

// A field's name and its Korean one: "birth_date(생년월일)". Names that have none come back as they are.
std::string korean_field(std::string_view field);

// "FIELD: why" of an Error, in Korean. What has no translation stays English.
std::string korean_message(std::string_view message);

}  // namespace vpass
