#include "keys/did.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

constexpr std::string_view kMethod = "did:infra:";
constexpr std::size_t kPoint = 33;  // compressed, SEC 1 §2.3.3
constexpr std::size_t kChecksum = 4;

struct KeyType {
    std::string_view prefix, checksum_suffix, curve;
};
constexpr KeyType kKeyTypes[] = {{"PUB_K1_", "K1", "secp256k1"}, {"PUB_R1_", "R1", "P-256"}};

PublicKey decode_key(const KeyType& type, std::string_view text) {
    Buffer bytes;
    base58_decode(text, bytes);
    if (bytes.size() != kPoint + kChecksum)
        throw Error(Code::bad_did, "the key in the DID has the wrong length");
    const Bytes point = Bytes(bytes).first(kPoint);
    // EOSIO computes the checksum over the point and the curve's short name.
    Buffer checked(point.begin(), point.end());
    append(checked, as_bytes(type.checksum_suffix));
    const Ripemd160 digest = ripemd160(checked);
    if (!std::equal(bytes.begin() + kPoint, bytes.end(), digest.begin()))
        throw Error(Code::bad_did, "the checksum of the key in the DID is wrong");
    return PublicKey::from_ec_point(type.curve, point);
}

}  // namespace

PublicKey key_of_did(std::string_view did) {
    if (!did.starts_with(kMethod)) return {};
    did = did.substr(0, did.find('#'));
    const std::string_view name = did.substr(did.rfind(':') + 1);
    for (const KeyType& type : kKeyTypes) {
        if (name.starts_with(type.prefix)) return decode_key(type, name.substr(type.prefix.size()));
    }
    return {};
}

}  // namespace vpass
