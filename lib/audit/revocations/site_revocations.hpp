#pragma once
// Collects everyone whom a published site names as revoked, by every form of its lists. A verifier never
// needs this, because one form is enough for it; an audit does.
#include <map>
#include <vector>

#include "site/site.hpp"

namespace vpass {

struct SiteRevocations {
    struct List {
        std::string folder;
        StatusList slots;  // of the compact form, which the manifest vouches for
        std::shared_ptr<const KeyIdentity> signer;
    };
    // A form that does not hold the set of its list.
    struct Difference {
        std::string path;
        std::string problem;
        std::uint64_t slots = 0;  // how many differ, and the first of them
        std::optional<std::uint64_t> first;
    };
    struct Cards {
        std::string path;
        CardList list;
    };
    struct Hash {
        std::string name;  // as hash_name() makes it
        std::string path;
        RevocationHash hash{};
    };
    struct Rule {
        std::string path;
        std::shared_ptr<const KeyIdentity> signer;
        RevocationRule rule;
    };
    std::map<std::string, List> lists;  // by URI
    std::vector<Difference> differences;
    std::vector<Cards> cards;
    std::vector<Hash> hashes;  // sorted by name
    std::vector<Rule> rules;
};

// Makes the checks that a verifier makes. Throws Error "bad-site", also for a copy that was kept up to date
// by deltas and so lacks most forms.
SiteRevocations read_site_revocations(const Site& site);

// Returns a hash with the passes that it may belong to.
std::string hash_name(std::string_view country, std::string_view kid, HashKind kind,
                      const RevocationHash& hash);

// Adds the differences between two lists to `out`.
void compare_slots(const StatusList& a, const StatusList& b, SiteRevocations::Difference& out);

}  // namespace vpass
