#pragma once
// Declares the parts of the EU DCC that have files of their own: its schema (schema.cpp) and the payload that
// is made from a registry record (payload.cpp).
#include "formats/format.hpp"

namespace vpass::hcert {

// The types of the documents that may stand in the place of an EU certificate.
inline constexpr std::string_view kDdccVaccination = "ddcc-vaccination";
inline constexpr std::string_view kDdccTest = "ddcc-test";
inline constexpr std::string_view kProphylaxis = "prophylaxis";
inline constexpr std::string_view kHealthLinkType = "health-link";

// The groups of an EU certificate, of which one holds the entry that it is about.
struct Group {
    std::string_view name;
    Kind kind;
};
inline constexpr Group kGroups[] = {{"v", Kind::vaccination}, {"t", Kind::test}, {"r", Kind::recovery}};

void check_schema(const Envelope& envelope, const ValueSets& value_sets, Findings& out);
void write_payload(const Registration& registration, json::Writer& out);
std::string check_payload(const json::Value& payload, const ValueSets& value_sets, Findings& out);

// Notes the health certificate in the envelope: the document itself, its kind and its identifier.
void read_document(cbor::Value document, Envelope& out);

}  // namespace vpass::hcert
