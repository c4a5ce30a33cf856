#pragma once
// The option --trust, and what a command demands of the lists of WHO's trust network among its files.
#include "command.hpp"

namespace vpass {
class Site;
}

namespace vpass::tools {

struct TrustOptions {
    std::vector<std::string> files;
    std::vector<std::string> network_keys;
    bool is_proof_required = false;
    std::string max_age;
};

// Adds --network-key, --require-proof and --max-age, for a command whose arguments are trust files.
void add_proof_options(Arguments& app, TrustOptions& options);
// Adds --trust as well, and returns it.
Argument* add_trust_options(
    Arguments& app, TrustOptions& options,
    const char* help = "trust the keys in FILE, or in every file of a folder; may be repeated");

// Loads the files, and warns of entries that cannot be used. Says of each list how old it is at `at`, unless
// `quiet`; warns of one that is too old, and of one whose proof nobody checked.
void load_trust(TrustStore& store, const TrustOptions& options, std::optional<UnixTime> at, bool quiet);
void load_trust(TrustStore& store, const Site& site);

}  // namespace vpass::tools
