#pragma once
// Declares the parts of SMART Health Cards that have files of their own: reading the payload (schema.cpp) and
// making one from a registry record (payload.cpp).
#include "formats/format.hpp"

namespace vpass::shc {

inline constexpr std::string_view kHealthCard = "https://smarthealth.cards#health-card";

// Reads the claims in out.json, and notes every mistake on the way in out.findings: one walk does both,
// because a second one would cost as much as inflating the payload.
void read_payload(Envelope& out);
// Does the same for the `vc` claim alone.
void read_credential(json::Value vc, Envelope& out);

// Returns name and birth date of the patient, and the newest event of the bundle (summary.cpp).
void summarize(const Envelope& envelope, PassSummary& out);
ClaimedDose last_dose(json::Value claims);

void write_payload(const Registration& registration, json::Writer& out);
std::string check_payload(const json::Value& payload, const ValueSets& value_sets, Findings& out);

}  // namespace vpass::shc
