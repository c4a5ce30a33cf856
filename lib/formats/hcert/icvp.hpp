#pragma once
// Reads and writes WHO's International Certificate of Vaccination or Prophylaxis (smart-icvp, model DVCMin),
// claim -6.
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

// The payload of `issue` is the document, with the certificate's identifier as its member `id`: the model has
// no place for it, so that it becomes the identifier of the CWT (claim 7).
bool is_icvp_payload(const json::Value& payload);
void write_icvp_payload(const Registration& record, json::Writer& out);
std::string check_icvp_payload(const json::Value& payload, Findings& out);
void encode_icvp(const json::Value& payload, cbor::Writer& out);  // without the identifier

// Reads the times when the certified protection begins and ends.
void read_icvp_dates(cbor::Value document, Envelope& out);
void check_icvp(const Envelope& envelope, Findings& out);
// Writes the document and the `disease`, which follows from the product, or in passes of older drafts from
// the member `tg`. We assume no disease where neither is known.
void write_icvp(const Envelope& envelope, json::Writer& out);
void summarize_icvp(cbor::Value document, PassSummary& out);

}  // namespace hcert
}  // namespace vpass
