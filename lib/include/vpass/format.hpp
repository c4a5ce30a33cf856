#pragma once
// A pass format as plain data: a row of functions. formats.cpp holds the list; a new format is one file and
// one row.
#include "vpass/pass.hpp"
#include "vpass/value_sets.hpp"

namespace vpass {

struct Registration;

// What `sign` decides about a pass, beside its payload.
struct SealOptions {
    std::string issuer;
    Bytes kid;  // of the signing key, in the format's form
    Algorithm algorithm = Algorithm::es256;
    UnixTime issued_at = 0;
    UnixTime expires_at = 0;
};

// A pass about to be signed. Buffers are reused.
struct Draft {
    Buffer header;        // encoded protected header
    Buffer payload;       // encoded payload
    Buffer signed_bytes;  // what the signature has to cover
    Buffer scratch;
};

struct Format {
    std::string_view name;
    // By the first characters alone. At most one format claims a text.
    bool (*detect)(std::string_view text);

    // Reading. `open` decodes every layer and throws Error when one does not; an unknown version or algorithm
    // is not an error but noted in the envelope. The others take an opened envelope; `write_claims` is called
    // only when it is valid.
    void (*open)(PassText text, Envelope& out);
    void (*check_schema)(const Envelope& envelope, const ValueSets& value_sets, Findings& out);
    void (*write_claims)(const Envelope& envelope, json::Writer& out);
    void (*write_layers)(PassText text, const Envelope& envelope,
                         json::Writer& out);  // for inspect: members of an object

    // Writing. `write_payload` turns a checked registry record into a payload; `check_payload` judges a
    // ready-made one and returns its identifier; `draft` encodes a payload and what `sign` adds, or throws Error
    // "bad-payload"; `seal` joins a draft and its signature into the text of a pass.
    void (*write_payload)(const Registration& registration, json::Writer& out);
    std::string (*check_payload)(const json::Value& payload, const ValueSets& value_sets, Findings& out);
    void (*draft)(const json::Value& payload, const SealOptions& options, Draft& out);
    void (*seal)(Draft& draft, Bytes signature, std::string& out);
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);    // nullptr when there is none
const Format* detect_format(std::string_view text);  // nullptr when none claims it

}  // namespace vpass
