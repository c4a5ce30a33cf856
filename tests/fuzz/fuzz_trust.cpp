// Fuzzes a trust file of any content. A store that was loaded can be written as a JWK Set that loads again.
#include "fuzz.hpp"
#include "keys/trust_store.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

namespace {

bool load(TrustStore& trust, std::string_view content) {
    return accepts([&] { fuzz::with_file(content, [&](const std::string& path) { trust.load(path); }); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    TrustStore trust, again;
    if (!load(trust, as_text({data, size}))) return 0;
    std::vector<const TrustedKey*> keys;
    for (const auto& key : trust.keys()) {
        demand(static_cast<bool>(key->key.public_key()), "a key is a key");
        if (!key->is_idle) keys.push_back(key.get());
    }
    if (keys.empty()) return 0;  // of a file without a key there is nothing to write
    demand(load(again, to_jwks(keys)), "what is trusted can be written down");
    return 0;
}
