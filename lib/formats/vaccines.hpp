#pragma once
// The vaccines that Korea has given, by every name that records and passes have for them.
#include <span>
#include <string_view>

namespace vpass {

struct Vaccine {
    std::string_view product;                  // code of the EU
    std::string_view type;                     // its kind: SNOMED CT or ATC, as the EU's value set has it
    std::string_view manufacturer;             // code of the EU
    std::string_view name;                     // as its packet says
    std::string_view cvx;                      // code of the CDC, which readers of health cards know
    std::span<const std::string_view> others;  // more names; the first is Korea's usual one
};
std::span<const Vaccine> known_vaccines();
const Vaccine* vaccine_of_product(std::string_view product);  // nullptr when there is none

}  // namespace vpass
