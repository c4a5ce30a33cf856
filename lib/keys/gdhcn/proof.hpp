#pragma once
// Checks the proof of a list of WHO's network: JsonWebSignature2020 over its statements, ECDSA P-256 with
// SHA-256.
#include <span>

#include "data/json.hpp"
#include "keys/gdhcn/network_list.hpp"

namespace vpass::gdhcn {

// Returns when a list was signed, by a valid proof of one of `keys`. The list is checked JSON. Throws Error
// "bad-trust" that says why there is no valid proof.
UnixTime check_proof(json::Value list, std::span<const NetworkKey> keys);

}  // namespace vpass::gdhcn
