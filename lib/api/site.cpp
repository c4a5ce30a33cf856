#include <vpass/site.hpp>

#include "api/states.hpp"
#include "api/times.hpp"
#include "site/rollback_memory.hpp"

namespace vpass::v0 {

Site Site::open(const std::string& folder, const Options& options) {
    if (options.root.empty())
        throw Error(Code::bad_trust, "the site's root key is not named", "it signs the site's manifest");
    vpass::Site site = vpass::Site::read(folder, read_root_keys(options.root));
    if (site.manifest().sequence < options.min_sequence) {
        throw Error(Code::rollback, "site " + folder + ": number " +
                                        std::to_string(site.manifest().sequence) +
                                        " is below the lowest that is allowed");
    }
    if (!options.memory.empty()) SiteMemory(options.memory).require_not_older(site);

    auto keys = std::make_shared<Trust::State>();
    site.load_trust(keys->store);
    const Trust trust = Access::make<Trust>(std::move(keys));
    RevocationLists found(trust.state().store);
    site.load_lists(found);
    auto lists = std::make_shared<Revocations::State>(trust, RevocationSet(std::move(found)));
    site.require_lists(lists->set);
    if (!options.memory.empty()) SiteMemory(options.memory).remember(site);
    return Site(std::make_shared<const State>(
        State{std::move(site), trust, Access::make<Revocations>(std::move(lists))}));
}

const Trust& Site::trust() const { return state_->trust; }
const Revocations& Site::revocations() const { return state_->revocations; }
std::uint64_t Site::sequence() const { return state_->site.manifest().sequence; }
Time Site::expires_at() const { return to_time(state_->site.manifest().expires_at); }

Policy Site::policy(const std::string& name) const {
    const Bytes file = state_->site.file("policy/" + name);
    if (file.empty()) throw Error(Code::unknown_policy, "the site has no policy '" + name + "'");
    return Policy::parse(as_text(file));
}

std::vector<std::string> Site::warnings(Time at) const {
    std::vector<std::string> out = trust().warnings();
    for (std::string& what : revocations().warnings(at)) out.push_back(std::move(what));
    if (at >= expires_at())
        out.push_back("the site is stale: it expired at " + format_rfc3339(expires_at()) +
                      ", and who was revoked since is not known");
    return out;
}

}  // namespace vpass::v0
