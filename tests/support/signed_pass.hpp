#pragma once
// Signs passes of any format, as `sign` does, without a ledger.
#include <string>

#include "formats/format.hpp"

namespace vpass::test {

inline std::string sealed(const Format& format, Draft& draft, const PrivateKey& key) {
    Buffer signature;
    key.sign(draft.signed_bytes, signature);
    std::string pass;
    format.seal(draft, signature, pass);
    return pass;
}

// Throws Error "bad-payload".
inline std::string signed_pass(const Format& format, std::string_view payload, const SealOptions& options,
                               const PrivateKey& key) {
    Draft draft;
    format.draft(json::check(payload), options, draft);
    return sealed(format, draft, key);
}

}  // namespace vpass::test
