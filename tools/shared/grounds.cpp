#include "grounds.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace vpass::tools {
namespace {

bool is_in_site(const std::string& policy) { return policy.starts_with("site:"); }

std::string stale_warning(const std::string& folder, UnixTime expires_at) {
    return "site " + folder + " is stale: it expired at " + format_rfc3339(expires_at) +
           ", and who was revoked since is not known";
}

}  // namespace

GroundsKeeper::GroundsKeeper(const GroundsOptions& options, bool quiet, Check check)
    : options_(options), quiet_(quiet), check_(std::move(check)), stamp_(stamp()) {
    const auto first = std::make_shared<Grounds>();
    // Each version of a site gets a copy of these keys; without a site there is one version.
    load_trust(options.site.folder.empty() ? first->trust : trust_, options.trust,
               options.clock.time_or_issued(), quiet);
    lists_ = read_revocation_files(options.revoked);
    std::optional<Site> site = open_site(options.site);
    if (std::ranges::none_of(options.policy.files, is_in_site))
        policy_ = std::make_shared<const Policy>(load_policy(options.policy, options.value_sets, nullptr));
    current_ = read(site, first);
    if (!site) lists_.clear();
    const auto at = options.clock.time_or_issued();
    for (const std::string& what : current_->revoked.warnings(at)) message("warning", what);
    if (site && at && *at >= manifest_.expires_at) {
        message("warning", stale_warning(options.site.folder, manifest_.expires_at));
        is_stale_ = true;
    }
}

std::shared_ptr<const Grounds> GroundsKeeper::read(const std::optional<Site>& site,
                                                   const std::shared_ptr<Grounds>& out) {
    for (const auto& key : trust_.keys()) out->trust.add(*key);
    if (site) load_trust(out->trust, *site);
    RevocationLists lists(out->trust);
    if (site) site->load_lists(lists);
    out->revoked = revocation_set(lists_, std::move(lists));
    if (site) site->require_lists(out->revoked);
    out->policy = policy_;
    if (!policy_)
        out->policy = std::make_shared<const Policy>(
            load_policy(options_.policy, options_.value_sets, site ? &*site : nullptr));
    out->place = place_of(options_.policy, *out->policy);
    check_(*out);
    if (site) {
        remember_site(options_.site, *site);
        manifest_ = site->manifest();
        manifest_hash_ = site->manifest_hash();
    }
    return out;
}

GroundsKeeper::Stamp GroundsKeeper::stamp() const {
    if (options_.site.folder.empty()) return {};
    const std::string path = (std::filesystem::path(options_.site.folder) / kManifestName).string();
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec,
            status.st_mtim.tv_nsec};
}

std::shared_ptr<const Grounds> GroundsKeeper::current() {
    if (options_.site.folder.empty()) return current_;
    const Stamp now = stamp();
    const std::lock_guard lock(mutex_);
    if (now != stamp_) read_again(now);
    warn_when_stale();
    return current_;
}

// A copy may be on its way, file by file, so we try again after a failure, less and less often.
void GroundsKeeper::read_again(const Stamp& seen) {
    const auto time = std::chrono::steady_clock::now();
    if (seen != refused_) failures_ = 0;
    if (failures_ > 0 && time < retry_at_) return;
    try {
        const std::optional<Site> site = open_site(options_.site);
        const std::uint64_t number = site->manifest().sequence;
        if (number < manifest_.sequence ||
            (number == manifest_.sequence && site->manifest_hash() != manifest_hash_))
            throw Error(Code::rollback, "it is number " + std::to_string(number) + ", and another number " +
                                            std::to_string(manifest_.sequence) + " is in use");
        if (site->manifest_hash() != manifest_hash_) {
            current_ = read(site, std::make_shared<Grounds>());
            is_stale_ = false;
            if (!quiet_)
                message("", "site " + options_.site.folder + ": number " + std::to_string(number) +
                                " is in use now");
        }
        stamp_ = seen;
        failures_ = 0;
        last_problem_.clear();
    } catch (const Error& e) {
        constexpr int kSlowest = 6;  // 64 seconds
        refused_ = seen;
        retry_at_ = time + std::chrono::seconds(1 << std::min(failures_++, kSlowest));
        if (last_problem_ == e.what()) return;
        last_problem_ = e.what();
        message("warning",
                last_problem_ + "; number " + std::to_string(manifest_.sequence) + " stays in use");
    }
}

void GroundsKeeper::warn_when_stale() {
    if (is_stale_ || !options_.clock.is_now() || options_.clock.time() < manifest_.expires_at) return;
    is_stale_ = true;
    message("warning", stale_warning(options_.site.folder, manifest_.expires_at));
}

}  // namespace vpass::tools
