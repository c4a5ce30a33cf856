#pragma once
// Declares the parts that nzcp.cpp and payload.cpp share: reading an NZ COVID Pass, and making one from a
// registry record.
#include "formats/format.hpp"

namespace vpass::nzcp {

inline constexpr std::size_t kUuid = 16;
inline constexpr std::string_view kVersion = "1.0.0";
inline constexpr std::string_view kW3cContext = "https://www.w3.org/2018/credentials/v1";
inline constexpr std::string_view kNzcpContext = "https://nzcp.covid19.health.nz/contexts/v1";
inline constexpr std::string_view kTypes[] = {"VerifiableCredential", "PublicCovidPass"};

std::string uuid_urn(Bytes bytes);
Buffer parse_uuid_urn(std::string_view text);  // Error "bad-payload"

void write_payload(const Registration& registration, json::Writer& out);

}  // namespace vpass::nzcp
