#pragma once
// The options --site, --root, --state, --min-sequence: a published site, checked, and newer than any that was
// seen before.
#include "command.hpp"
#include "site/site.hpp"

namespace vpass::tools {

struct SiteOption {
    std::string folder;
    std::vector<std::string> roots;
    std::string state;
    std::uint64_t min_sequence = 0;
};
void add_site_options(Arguments& app, SiteOption& options);

// Returns nothing when no site was named. Throws Error "bad-site", "rollback".
std::optional<Site> open_site(const SiteOption& options);
// Is called once all of the site has been found good: from then on older sites are refused.
void remember_site(const SiteOption& options, const Site& site);

}  // namespace vpass::tools
