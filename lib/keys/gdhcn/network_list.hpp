#pragma once
// Lists of WHO's trust network (GDHCN) are DID documents of keys, signed by the network. The proof of a list
// is checked when the network's key is given; nothing is ever fetched.
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "crypto/crypto.hpp"

namespace vpass {

// A key that signs a network's lists. `id` is the DID that proofs name. A bare JWK has no DID, and then any
// name is accepted.
struct NetworkKey {
    std::string id;
    PublicKey key;
};
// Loads the key from the DID document that the network has published, or from a JWK. Throws Error "bad-key".
NetworkKey load_network_key(const std::string& path);

// The requirements for the proofs of trust files.
struct ProofRules {
    std::vector<NetworkKey> keys;  // with any, a list of the network needs a proof by one of them
    bool required = false;         // every file needs such a proof
};

// A list that was read.
struct NetworkList {
    std::string source;  // the file
    std::string id;      // the document's DID
    // The time when the network signed it, by its proof; nothing when no network key was given.
    std::optional<UnixTime> signed_at;
    std::vector<std::string> references;  // DIDs of further lists, in place of their keys
};

// The facts that a list states about a key, beside the key itself. Keys of other trust files have none.
struct Listing {
    std::string participant;           // "KOR", "XXH": whom alone the key speaks for
    std::string usage;                 // "DSC", "SCA", "DECA", …
    std::vector<std::string> domains;  // "DCC", …; none in lists of version 1
    explicit operator bool() const { return !participant.empty(); }
};

// Returns the kinds of pass that keys of a domain sign, as bits; 0 for an unknown domain.
unsigned kinds_of_domain(std::string_view domain);

}  // namespace vpass
