// Converts the values of a registry record's fields from the forms that people write to the one that vpass
// keeps.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/ascii.hpp"
#include "formats/registration.hpp"
#include "formats/vaccines.hpp"

namespace vpass {

// A vaccine with the names that people use; type and maker follow from the product.
const Vaccine* find_vaccine(std::string_view name_or_product);  // in any case
std::string vaccine_names();                                    // "Comirnaty (화이자), …", for messages

// Returns the code of a word such as "pcr" or 음성, in any case; empty when the field has no such word.
std::string_view code_of_word(std::string_view field, std::string_view word);

// Returns "2021-07-10" for 2021.07.10, 2021/7/10, 20210710, 2021년 7월 10일 and the forms that `form` adds; a
// part of a date likewise. Any other text comes back as it is.
std::string iso_date(std::string_view written, DateForm form);

// Returns an RFC 3339 time with a large T and Z and no leap second; any other text comes back as it is.
std::string plain_time(std::string_view written);

}  // namespace vpass
