#pragma once
// The passes that have been revoked.
#include <vpass/time.hpp>
#include <vpass/trust.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace vpass::v0 {

// An immutable set of revocation lists, with the keys under which they were read: a signed list counts only
// under a trusted key, and only for passes of that key's issuer. Copies share one set; any number of threads
// may use it.
class VPASS_API Revocations {
 public:
    // Reads lists of any kind that vpass-verify(1) takes, each recognised by its content, and folders of such
    // files. Throws Error "bad-revocation", which names the file.
    static Revocations load(std::span<const std::string> paths, const Trust& trust);

    const Trust& trust() const;  // the keys that the lists were read under
    // Returns warnings about lists that were passed over, and about those that have expired at `at` and so no
    // longer say that a pass is good.
    std::vector<std::string> warnings(Time at) const;

    struct State;
    Revocations(const Revocations&) = default;
    Revocations& operator=(const Revocations&) = default;
    const State& state() const { return *state_; }  // the library's own

 private:
    friend struct Access;
    explicit Revocations(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

}  // namespace vpass::v0
