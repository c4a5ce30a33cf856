#pragma once
// The stores in which `issue --since` finds earlier passes: files of records, or a ledger.
#include "earlier_passes.hpp"

namespace vpass::tools {

std::uint64_t token_of(const RecordName& name);

// Throws Error "usage" for paths that are neither, "io".
std::unique_ptr<EarlierStore> open_earlier(const EarlierPasses::Plan& plan);

}  // namespace vpass::tools
