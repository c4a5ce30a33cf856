#pragma once
// The requirements of a command for the lists of WHO's trust network.
#include "command.hpp"

namespace vpass::tools {

// The options --network-key, --require-proof, --max-age.
struct ProofOptions {
    std::vector<std::string> network_keys;
    bool required = false;
    std::string max_age;
};
void add_proof_options(Arguments& app, ProofOptions& options);

// Loads trust files as load_trust() under these requirements. Says of each list how old it is at `at`, unless
// `quiet`; warns of one that is too old, and of one whose proof nobody checked.
void load_trust(TrustStore& store, const std::vector<std::string>& files, const ProofOptions& options,
                std::optional<UnixTime> at, bool quiet);

}  // namespace vpass::tools
