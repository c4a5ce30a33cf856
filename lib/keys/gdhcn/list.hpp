#pragma once
// Reads lists of WHO's network, version 1 and 2, whole or of one participant.
#include "keys/trust_intake.hpp"

namespace vpass::gdhcn {

bool is_list(const nlohmann::json& document);

// Reads the whole text of a file. With network keys in `rules`, a list counts only by its proof; without
// them, its shape is read as far as possible. Throws Error "bad-trust" that names the place.
void read_list(const nlohmann::json& document, std::string_view text, const ProofRules& rules,
               Intake& intake);

}  // namespace vpass::gdhcn
