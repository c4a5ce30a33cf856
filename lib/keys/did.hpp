#pragma once
// Reads keys that are written into the identifier of their owner: did:infra, the DID method of COOV
// (InfraBlockchain/infra-did-method-specs, docs/Infra-DID-method-spec.md §1.2.2).
#include <string_view>

#include "crypto/crypto.hpp"

namespace vpass {

// Returns the key in "did:infra:<network>:PUB_K1_…" (secp256k1) or "…:PUB_R1_…" (P-256), ignoring a fragment.
// Returns no key when the text is another kind of DID, or one of did:infra that names an account. Throws
// Error "bad-did" when the key is damaged.
PublicKey key_of_did(std::string_view did);

}  // namespace vpass
