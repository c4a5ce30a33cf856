#pragma once
// Everything there is to say about one pass or about a link to one, believed or not: each layer, and each
// finding. Nothing here is verified.
#include "formats/format.hpp"
#include "keys/trust_store.hpp"
#include "passes/link/link.hpp"

namespace vpass {

struct Inspection {
    Envelope envelope;
    std::optional<Link> link;  // when the text is a link; then the envelope is empty
    Findings findings;
    std::string failure_code;  // set when a layer does not decode; then `failure` says which and why
    std::string failure;

    bool has_errors() const;
};

// Replaces `out`. `trust` only serves to describe the signer's certificate (its validity at `at`); it may be
// empty.
void inspect(PassText text, const TrustStore& trust, const ValueSets& value_sets, std::optional<UnixTime> at,
             Inspection& out);

// Appends the members "layers" and "findings" of a record.
void write_inspection(PassText text, const Inspection& inspection, json::Writer& out);

}  // namespace vpass
