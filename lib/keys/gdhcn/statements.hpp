#pragma once
// Writes the statements of a list of WHO's network as canonical N-Quads (RDF Dataset Canonicalization): the
// bytes that its proof covers. The documents have one fixed shape, so this is a writer of that shape and not
// a reader of JSON-LD. Any other shape is refused: a document that brings its own context could say one thing
// in RDF and another in JSON.
#include <string>

#include "data/json.hpp"

namespace vpass::gdhcn {

struct Statements {
    bool second_version = false;  // of lists: with domain, participant and key usage
    std::string document;         // sorted lines, each ended by LF
    std::string options;          // likewise, of the proof without its signature
};

// Returns the statements of checked JSON. Throws Error "bad-trust" that names the place in the document.
Statements statements_of(json::Value list);

}  // namespace vpass::gdhcn
