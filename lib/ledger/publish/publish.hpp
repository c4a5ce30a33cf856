#pragma once
// Publishes a ledger's state as a site (vpass-site(5)): the keys to trust, the revoked passes in every form
// that verifiers read, policies, and the log's checkpoint.
//
// The order of writes is: the site's files beside the old site, all durable; the ledger's record of the
// publication; the exchange of the two folders. So two sites never get the same sequence number, and a run
// that is killed leaves the old site or the new one.
#include <filesystem>

#include "keys/trust_store.hpp"
#include "ledger/ledger.hpp"
#include "passes/sign.hpp"

namespace vpass {

struct PublishPlan {
    std::filesystem::path site;
    std::vector<SigningKey> keys;        // sign the lists of the passes that they signed …
    PrivateKey root;                     // … and this one the manifest
    const TrustStore* others = nullptr;  // more keys to trust; may be missing
    std::vector<std::pair<std::string, Buffer>> policies;  // by file name
    UnixTime at = 0;
    std::int64_t valid_for = 0;  // seconds until the site is stale
    std::size_t deltas = 0;      // from so many publications before
    bool refresh = false;        // publish although nothing has changed
};

struct Published {
    bool is_new = false;  // false: nothing has changed, and nothing was written
    std::uint64_t sequence = 0;
    std::uint64_t log_size = 0;
    UnixTime expires_at = 0;
    std::size_t files = 0;
    std::uint64_t bytes = 0;
};

// An unchanged state is published again only when less than half of its validity is left. Throws Error
// "no-key" when a key of the ledger, or one of its issuer, is not in the plan, "newer-site" when the folder
// holds a site with a higher sequence number than the ledger knows, "wrong-root" when another root key signed
// it, and those of SiteWriter and Ledger. `ledger` has begun the act.
Published publish(Ledger& ledger, const std::filesystem::path& ledger_folder, const PublishPlan& plan);

}  // namespace vpass
