// A trust file of any content. What was loaded can be written as a JWK Set that loads again.
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.hpp"
#include "vpass/trust.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

namespace {

bool load(TrustStore& trust, std::string_view content) {
    const int fd = memfd_create("trust", MFD_CLOEXEC);
    demand(write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()), "memory");
    const bool loaded = accepts([&] { trust.load("/proc/self/fd/" + std::to_string(fd)); });
    close(fd);
    return loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    TrustStore trust, again;
    if (!load(trust, as_text({data, size}))) return 0;
    std::vector<const TrustedKey*> keys;
    for (const auto& key : trust.keys()) {
        demand(static_cast<bool>(key->key.public_key()), "a key is a key");
        keys.push_back(key.get());
    }
    demand(load(again, to_jwks(keys)), "what is trusted can be written down");
    return 0;
}
