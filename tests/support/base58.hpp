#pragma once
// DIDs of the method did:infra for tests, whose keys are written in base58.
#include <string>

#include "crypto/crypto.hpp"

namespace vpass::test {

inline std::string base58(Bytes bytes) {
    constexpr std::string_view kDigits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    std::string out;
    for (Buffer number(bytes.begin(), bytes.end());;) {
        unsigned rest = 0;
        bool more = false;
        for (Byte& digit : number) {
            rest = rest * 256 + digit;
            digit = static_cast<Byte>(rest / 58);
            rest %= 58;
            more |= digit != 0;
        }
        out.insert(out.begin(), kDigits[rest]);
        if (!more) return out;
    }
}

inline std::string infra_did(const PublicKey& key, const std::string& curve = "R1") {
    const auto point = key.ec_coordinates();
    Buffer bytes{static_cast<Byte>(2 + (point.y.back() & 1))};
    append(bytes, point.x);
    Buffer checked = bytes;
    append(checked, as_bytes(curve));
    append(bytes, Bytes(ripemd160(checked)).first(4));
    return "did:infra:01:PUB_" + curve + "_" + base58(bytes);
}

}  // namespace vpass::test
