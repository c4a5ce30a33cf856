#pragma once
// Reads the times of passes by the same rules in every format. A time that is there and cannot be read is
// never treated as absent: it leaves a finding that refuses the pass.
#include <optional>

#include "formats/envelope.hpp"

namespace vpass {

// A time claim of a token (RFC 7519 §2 and RFC 8392 §2, NumericDate): seconds since 1970, by specification
// with or without a fraction, in practice also in milliseconds.
struct NumericDate {
    UnixTime floor = 0;         // the whole second in or at which it lies
    UnixTime ceiling = 0;       // the first whole second at or after it
    bool out_of_range = false;  // beyond the years 0 to 9999: cut to their first or last second
};
NumericDate numeric_date(double seconds);

// Returns the time that a claim holds; nothing when the claim is missing or is not a finite number. A number
// outside the years 0 to 9999 is cut to them, so that a pass of the far future is not yet valid. CBOR's tag
// 1, which RFC 8392 §2 leaves out, is read with a finding.
std::optional<NumericDate> read_time(cbor::Value claim, std::string_view pointer, Findings& out);
std::optional<NumericDate> read_time(json::Value claim, std::string_view pointer, Findings& out);

// Reads the dates that a W3C credential has beside the token's claims (VC Data Model 1.1 §4.6, 2.0 §4.9). The
// narrower of the two counts.
bool is_credential_date(std::string_view name);  // "expirationDate"
void read_credential_date(std::string_view name, cbor::Value date, std::string_view pointer, Envelope& out);
void read_credential_date(std::string_view name, json::Value date, std::string_view pointer, Envelope& out);

// Checks, once all times are read, that the pass expires after it becomes valid, and that it expires at all.
// `exp` is the pointer of the claim.
void check_validity(std::string_view exp, Envelope& out);

}  // namespace vpass
