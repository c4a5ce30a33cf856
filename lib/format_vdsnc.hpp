#pragma once
// The messages inside VDS-NC seals (vdsnc_message.cpp): checked, and made from a registry record.
#include "vpass/format.hpp"

namespace vpass::vdsnc {

void check_message(json::Value message, Kind kind, Findings& out);
void write_payload(const Registration& registration, json::Writer& out);

}  // namespace vpass::vdsnc
