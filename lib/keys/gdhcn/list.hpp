#pragma once
// Reads lists of WHO's network, version 1 and 2, whole or of one participant.
#include "keys/trust_intake.hpp"

namespace vpass::gdhcn {

bool is_list(json::Value document);

// Reads a file of this size, which holds the document alone. With network keys in `rules`, a list counts only
// by its proof; without them, its shape is read as far as possible. Throws Error "bad-trust" that names the
// place.
void read_list(json::Value document, std::size_t size, const ProofRules& rules, Intake& intake);

}  // namespace vpass::gdhcn
