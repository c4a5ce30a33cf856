#pragma once
// The site that an authority has published: trusted keys, revocation lists and policies in one signed folder
// (vpass-site(5)).
#include <vpass/policy.hpp>
#include <vpass/revocation.hpp>

#include <memory>
#include <string>
#include <vector>

namespace vpass::v0 {

// A site as it was when it was opened. All of it was read into memory and checked then; later changes of the
// folder have no effect. It is immutable, and any number of threads may use it.
class VPASS_API Site {
 public:
    struct Options {
        std::string root;         // path of the key that signs the site: a PEM public key, or a trust file
        std::string memory = {};  // path of a file that remembers which sites were seen; empty: nothing is
        std::uint64_t min_sequence = 0;  // refuses a site with a lower sequence number
    };

    // Opens the folder. With a memory, a site that is older than one that was seen is refused, and this one
    // is then remembered; without one, an old copy that was validly signed cannot be distinguished from the
    // newest. Throws Error "bad-trust" without a root key; "bad-site" when the root has not signed the
    // folder's manifest, or a file differs from what the manifest says; "rollback" for an older site;
    // "bad-memory" and "io".
    static Site open(const std::string& folder, const Options& options);

    const Trust& trust() const;
    const Revocations& revocations() const;
    // Returns the policy of this file name in the site, such as "kr.json". Throws Error "unknown-policy", or
    // as Policy::parse.
    Policy policy(const std::string& name) const;

    std::uint64_t sequence() const;  // the number of the publication
    Time expires_at() const;         // from then on the site is stale: it no longer says that a pass is good
    // Returns warnings about what is stale or was passed over, at the time `at`.
    std::vector<std::string> warnings(Time at) const;

    struct State;
    Site(const Site&) = default;
    Site& operator=(const Site&) = default;
    const State& state() const { return *state_; }  // the library's own

 private:
    friend struct Access;
    explicit Site(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

}  // namespace vpass::v0
