#pragma once
// The keys that a verifier trusts. Nothing is trusted by default.
#include <vpass/error.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::v0 {

// An immutable set of public keys. Each key verifies only passes of its own issuer. Copies share one set; any
// number of threads may use it.
class VPASS_API Trust {
 public:
    Trust();  // trusts nobody

    // Reads files of any kind that vpass-trust(5) lists, each recognised by its content, and folders of such
    // files. Throws Error "bad-trust", which names the file, for one that cannot be read or has no usable
    // key.
    static Trust load(std::span<const std::string> paths);
    static Trust load(const std::string& path) { return load({&path, 1}); }
    // Reads the content of such a file. `source` names it in messages.
    static Trust parse(std::string_view content, const std::string& source);

    std::size_t size() const;  // how many keys there are
    // Returns warnings about the entries that could not be used and were passed over, one sentence each.
    std::vector<std::string> warnings() const;
    // Writes all keys as a JWK Set in the form of vpass-trust(5).
    std::string jwks() const;

    struct State;
    Trust(const Trust&) = default;
    Trust& operator=(const Trust&) = default;
    const State& state() const { return *state_; }  // the library's own

 private:
    friend struct Access;
    explicit Trust(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

}  // namespace vpass::v0
