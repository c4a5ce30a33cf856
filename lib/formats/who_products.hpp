#pragma once
// WHO's catalogue of prequalified vaccines for the International Certificate of Vaccination or Prophylaxis,
// and the diseases that such a certificate is about. The disease follows from the product.
#include <string>
#include <string_view>

#include "base/wording.hpp"

namespace vpass {

// A disease by its code in ICD-11, or in SNOMED CT in older passes.
struct ProphylaxisDisease {
    std::string_view code;
    Wording name;
};
const ProphylaxisDisease* prophylaxis_disease(std::string_view code);  // nullptr: no certificate is about it

struct WhoProduct {
    std::string_view id;                          // "YellowFeverProductd8a09f80301dc05e124f99ffe7711fc0"
    std::string_view type, name, package, maker;  // `name` is empty where the catalogue has none
    const ProphylaxisDisease* disease;

    // Annex 7 of the International Health Regulations (2005) lets a certificate against yellow fever begin
    // ten days after the vaccination, and hold for life.
    bool begins_after_ten_days() const { return disease->code == "1D47"; }
};
const WhoProduct* who_product(std::string_view id);  // nullptr when the catalogue does not have it

// Returns the product of this identifier, or the only one of this trade name, in any case; nullptr when there
// is none, and when the name is that of several products.
const WhoProduct* find_who_product(std::string_view id_or_name);

}  // namespace vpass
