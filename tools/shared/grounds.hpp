#pragma once
// The grounds are what passes are judged by. While a door's verifier runs for days, the site may be replaced
// by a newer one, or grow stale. A newer site counts as a whole or not at all, from one batch of lines to the
// next.
#include <functional>
#include <mutex>

#include "policy_options.hpp"
#include "revocation/list_files.hpp"
#include "site_options.hpp"
#include "trust_options.hpp"

namespace vpass::tools {

// All members come from one site, never from a mixture of two.
struct Grounds {
    TrustStore trust;
    RevocationSet revoked;
    std::shared_ptr<const Policy> policy;
    Place place;
};

struct GroundsOptions {
    TrustOptions trust;
    std::vector<std::string> revoked;
    std::vector<std::string> value_sets;
    SiteOption site;
    PolicyOptions policy;
    ClockOption clock;
};

class GroundsKeeper {
 public:
    // Throws whatever is wrong with the files that the options name, or that `check` finds wrong. Warns of
    // lists and of a site that have expired.
    using Check = std::function<void(const Grounds& grounds)>;
    GroundsKeeper(const GroundsOptions& options, bool quiet, Check check);

    // Returns the grounds for the next batch of lines. It reads the site again when its manifest has changed.
    // A site that is damaged, or older than one that was used, is not accepted: the last good one is kept,
    // with a warning. Any thread may call this.
    std::shared_ptr<const Grounds> current();

 private:
    struct Stamp {  // of the manifest's file; it tells cheaply that another one is there
        std::uint64_t device = 0, inode = 0, size = 0;
        std::int64_t seconds = 0, nanoseconds = 0;
        bool operator==(const Stamp&) const = default;
    };
    Stamp stamp() const;
    // Completes `out`, which holds no more than the keys of --trust.
    std::shared_ptr<const Grounds> read(const std::optional<Site>& site, const std::shared_ptr<Grounds>& out);
    void read_again(const Stamp& seen);
    void warn_when_stale();

    const GroundsOptions& options_;
    bool quiet_;
    Check check_;
    TrustStore trust_;  // of --trust, when there is a site
    std::vector<RevocationFile> lists_;
    std::shared_ptr<const Policy> policy_;  // unless the site has it

    std::mutex mutex_;  // of all that follows
    std::shared_ptr<const Grounds> current_;
    Stamp stamp_;
    Manifest manifest_;  // of the site in use
    Sha256 manifest_hash_{};
    bool is_stale_ = false;
    std::string last_problem_;
    Stamp refused_;  // of the manifest that was last not taken, so many times
    int failures_ = 0;
    std::chrono::steady_clock::time_point retry_at_;
};

}  // namespace vpass::tools
