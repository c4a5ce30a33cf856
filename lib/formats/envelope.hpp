#pragma once
// A pass that has been opened and is *not yet trusted*: every layer is decoded, and nothing is verified.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "crypto/crypto.hpp"
#include "data/cbor.hpp"
#include "data/json.hpp"
#include "formats/findings.hpp"
#include "keys/kind.hpp"

namespace vpass {

struct Format;

// The text of a pass: one part, or several when it was cut into QR chunks.
using PassText = std::span<const std::string_view>;

// Format::open fills an envelope. Its buffers keep their memory from pass to pass; views and values point
// into them.
struct Envelope {
    const Format* format = nullptr;
    Kind kind = Kind::other;
    std::string_view type;    // names the kind in words: "vaccination", …
    std::string unsupported;  // why this version or algorithm cannot be judged; empty when it can
    std::string malformed;    // why it counts as malformed although it decodes, for inspect to show

    Algorithm algorithm = Algorithm::unknown;
    std::string kid;            // as trust files list it: raw bytes for hcert, text elsewhere
    std::string kid_text;       // for people
    std::string issuer;         // empty when the pass names none
    Buffer signer_certificate;  // DER, when the pass carries its own
    Buffer signed_bytes;
    Buffer also_signed;  // the same in the other form that signers use; empty but for rare messages
    Buffer signature;

    // The claims from here on are unverified.
    std::string country;  // of the entry that the pass is about, as written there; empty when it names none
    std::string id;
    std::string rid;                            // shc: what card revocation lists name the pass by
    std::optional<std::uint64_t> status_index;  // slot in a status list …
    std::string status_uri;                     // … of this name; empty: in the list of the signing key
    std::optional<UnixTime> clock;              // when it is judged, as far as check_schema may know
    std::optional<UnixTime> issued_at;
    std::optional<UnixTime> not_before;
    std::optional<UnixTime> expires_at;
    bool valid_at_expiry = false;  // whether the very second of expires_at still counts
    Findings findings;             // findings of opening
    // The passes that a presentation holds, which are judged by themselves, and the key by which its holder
    // presents them. A holder's key proves who presents; it vouches for nothing.
    std::vector<std::string> credentials;
    PublicKey holder_key;

    Buffer bytes;               // what `cbor` and `json` are views of
    cbor::Value cbor;           // the payload of a CBOR format
    json::Value json;           // the payload of a JSON format
    cbor::Value document;       // the part of `cbor` that write_claims shows
    json::Value json_document;  // the part of `json` that write_claims shows
    Buffer scratch;

    // When several claims state one end of the validity, the narrower one counts.
    void begins_at(UnixTime time) { not_before = std::max(not_before.value_or(time), time); }
    void ends_at(UnixTime time) { expires_at = std::min(expires_at.value_or(time), time); }
    bool has_expired(UnixTime at) const {
        return expires_at && (valid_at_expiry ? at > *expires_at : at >= *expires_at);
    }
    bool is_signed_by(const PublicKey& key) const;
    void clear();  // forgets the pass, keeps the memory
};

}  // namespace vpass
