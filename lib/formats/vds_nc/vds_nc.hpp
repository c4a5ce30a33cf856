#pragma once
// Checks the messages inside VDS-NC seals and makes them from a registry record (message.cpp).
#include "formats/format.hpp"

namespace vpass::vdsnc {

// `latest` is when the seal was made or is judged, as far as that is known.
void check_message(json::Value message, Kind kind, std::optional<UnixTime> latest, Findings& out);
void write_payload(const Registration& registration, json::Writer& out);

}  // namespace vpass::vdsnc
