#include <vpass/revocation.hpp>

#include "api/states.hpp"
#include "api/times.hpp"
#include "revocation/list_files.hpp"

namespace vpass::v0 {

Revocations Revocations::load(std::span<const std::string> paths, const Trust& trust) {
    return Revocations(std::make_shared<State>(trust, read_revocation_set(paths, trust.state().store)));
}

const Trust& Revocations::trust() const { return state_->trust; }

std::vector<std::string> Revocations::warnings(Time at) const { return state_->set.warnings(to_unix(at)); }

}  // namespace vpass::v0
