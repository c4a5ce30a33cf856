#pragma once
// The parts of SMART Health Cards that live in files of their own: reading the payload (shc_schema.cpp) and
// making one from a registry record (shc_payload.cpp).
#include "formats/format.hpp"

namespace vpass::shc {

inline constexpr std::string_view kHealthCard = "https://smarthealth.cards#health-card";

// Reads the claims in out.json, and notes every slip on the way in out.findings: one walk does both, because
// a second one would cost as much as inflating the payload.
void read_payload(Envelope& out);
// The same for the `vc` claim alone.
void read_credential(json::Value vc, Envelope& out);

// Name and birth date of the patient, and the newest event of the bundle (shc_summary.cpp).
void summarize(const Envelope& envelope, PassSummary& out);

void write_payload(const Registration& registration, json::Writer& out);
std::string check_payload(const json::Value& payload, const ValueSets& value_sets, Findings& out);

}  // namespace vpass::shc
