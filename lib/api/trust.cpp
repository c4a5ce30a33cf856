#include <vpass/trust.hpp>

#include "api/states.hpp"

namespace vpass::v0 {

Trust::Trust() : state_(std::make_shared<const State>()) {}

Trust Trust::load(std::span<const std::string> paths) {
    auto state = std::make_shared<State>();
    for (const std::string& path : paths) state->store.load(path);
    return Trust(std::move(state));
}

Trust Trust::parse(std::string_view content, const std::string& source) {
    auto state = std::make_shared<State>();
    state->store.load_text(std::string(content), source);
    return Trust(std::move(state));
}

std::size_t Trust::size() const { return state_->store.keys().size(); }

std::vector<std::string> Trust::warnings() const {
    std::vector<std::string> out;
    for (const PassedOver& entry : state_->store.passed_over()) out.push_back(entry.text());
    return out;
}

std::string Trust::jwks() const {
    std::vector<const TrustedKey*> keys;
    for (const auto& key : state_->store.keys()) keys.push_back(key.get());
    return to_jwks(keys);
}

}  // namespace vpass::v0
