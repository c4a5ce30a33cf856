#include <vpass/revocation.hpp>

#include "api/states.hpp"
#include "api/times.hpp"

namespace vpass::v0 {

Revocations Revocations::load(std::span<const std::string> paths, const Trust& trust) {
    auto state = std::make_shared<State>(trust);
    state->set.load(paths, trust.state().store);
    return Revocations(std::move(state));
}

const Trust& Revocations::trust() const { return state_->trust; }

std::vector<std::string> Revocations::warnings(Time at) const { return state_->set.warnings(to_unix(at)); }

}  // namespace vpass::v0
