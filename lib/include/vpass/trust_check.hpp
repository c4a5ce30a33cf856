#pragma once
// What is wrong with a set of trusted keys: for `trust check`, and for whoever publishes one.
#include "vpass/trust.hpp"

namespace vpass {

struct TrustFinding {
    std::string_view code;  // stable: "expired", "test-key", …
    bool is_error;
    const TrustedKey* key;
    std::string evidence;
};
std::vector<TrustFinding> check_trust(const TrustStore& store, UnixTime at);

}  // namespace vpass
