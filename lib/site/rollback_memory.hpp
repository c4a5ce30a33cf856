#pragma once
// A verifier remembers the sites that it has used: for each root key and each ledger's name the highest
// sequence number and the manifest that had it. Without a memory somebody could offer yesterday's site, which
// is validly signed, after today's, and passes that were revoked in between would be admitted.
//
// The memory is a JSON file of the verifier's own; vpass-site(5) describes it. A file that cannot be read is
// an Error, never an empty memory.
#include <filesystem>

#include "site/site.hpp"

namespace vpass {

class SiteMemory {
 public:
    explicit SiteMemory(std::filesystem::path file) : file_(std::move(file)) {}

    // Returns the default place of the memory: vpass/sites.json below XDG_STATE_HOME, or below .local/state
    // in the user's home folder; empty when there is none.
    static std::filesystem::path default_file();

    // Throws Error "rollback" when a site of the same root or name with a higher sequence number has been
    // seen, or another one with this number. Error "bad-memory" for a file that is none.
    void require_not_older(const Site& site) const;
    // Writes only what is new. Processes may do this at the same time. Throws as above, or Error "io".
    void remember(const Site& site) const;

 private:
    std::filesystem::path file_;
};

}  // namespace vpass
