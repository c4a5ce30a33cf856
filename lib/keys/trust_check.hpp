#pragma once
// Finds what is wrong with a set of trusted keys, for `trust check` and for whoever publishes one.
#include "keys/trust_store.hpp"

namespace vpass {

struct TrustFinding {
    std::string_view code;  // stable: "expired", "test-key", …
    bool is_error;
    const TrustedKey* key;  // null: an entry that was passed over
    std::string evidence;
    const PassedOver* entry = nullptr;
};
std::vector<TrustFinding> check_trust(const TrustStore& store, UnixTime at);

}  // namespace vpass
