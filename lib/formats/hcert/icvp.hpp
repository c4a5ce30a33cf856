#pragma once
// Reads WHO's International Certificate of Vaccination or Prophylaxis (smart-icvp, model DVCMin), claim -6.
#include "formats/format.hpp"

namespace vpass {
namespace finding {

inline constexpr FindingKind kNoVaccinator{"no-vaccinator", Level::warning, false,
                                           "it names neither the clinician nor the issuing centre"};
inline constexpr FindingKind kProduct{"product", Level::warning, false,
                                      "the product is not in WHO's catalogue of prequalified vaccines"};

inline constexpr FindingKind kTextKeys{"claim-keys", Level::warning, false,
                                       "the keys of claims are texts instead of integers"};

}  // namespace finding

namespace hcert {

// A disease that a certificate can be about, by its code in ICD-11, or in SNOMED CT in older passes.
struct DiseaseName {
    std::string_view code, name;
};
// Returns the disease by the product, or in passes of older drafts by the member `tg`. It is empty when
// neither is known: we assume no disease.
DiseaseName disease_of(cbor::Value document);

// Reads the times when the certified protection begins and ends.
void read_icvp_dates(cbor::Value document, Envelope& out);
void check_icvp(const Envelope& envelope, Findings& out);
void write_icvp(const Envelope& envelope, json::Writer& out);

}  // namespace hcert
}  // namespace vpass
