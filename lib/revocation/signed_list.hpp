#pragma once
// The signed envelope of revocation lists, and the standard list inside it. Four kinds of lists share the
// claims of draft-ietf-oauth-status-list §5: sub (the URI of this list), iat, exp, ttl. One claim holds the
// list and tells its kind:
//
//     65533   Token Status List, the standard form, also as JWT    read_status_list, write_status_cwt / _jwt
//     -70001  compact list, or a delta between two of them         compact_list.hpp
//     -70003  rules that revoke whole keys and time spans          rules.hpp
//
// Opening decodes the envelope only and trusts nothing. Every read_… function takes the key that must have
// signed the list, and checks that before it unpacks anything that could be large. The caller decides whose
// key may sign which list (status_index.hpp).
#include <optional>
#include <string>

#include "crypto/signature_batch.hpp"
#include "data/cbor.hpp"
#include "data/json.hpp"
#include "formats/format.hpp"
#include "revocation/status_list.hpp"

namespace vpass {

enum class ListKind { status, compact, rules };

// The explicit types of the standard form (§5.1 and §5.2).
constexpr std::string_view kStatusJwtType = "statuslist+jwt";
constexpr std::string_view kStatusCwtType = "application/statuslist+cwt";

enum ListClaim : std::int64_t { kStatusListClaim = 65533, kCompactListClaim = -70001, kRulesClaim = -70003 };

struct ListHead {
    std::string uri;                     // sub: names the list, equal in the passes that have a slot in it
    UnixTime issued_at = 0;              // iat
    std::optional<UnixTime> expires_at;  // exp: from this second on it no longer says that a pass is good
    std::optional<std::int64_t> ttl;     // seconds after which there may be a newer one
};

// The key that signs a list, and the name by which passes call that key.
struct ListSigner {
    const PrivateKey& key;
    SignerName name;
};

// A list that has been opened and is not yet trusted.
class SignedList {
 public:
    // Opens a COSE_Sign1 or a compact JWS. Throws Error "bad-list" when it is not a list of a kind above, or
    // what the decoders throw.
    static SignedList open(Bytes file);
    SignedList(SignedList&&) = default;
    SignedList& operator=(SignedList&&) = default;
    SignedList(const SignedList&) = delete;
    SignedList& operator=(const SignedList&) = delete;

    ListKind kind() const { return kind_; }
    const ListHead& head() const { return head_; }
    const std::string& kid() const {
        return kid_;
    }  // raw bytes of a COSE header, text of a JOSE header; or empty
    // Returns the signer's certificate in DER, where the headers have it (x5c, x5chain). It is not trusted.
    const Buffer& certificate() const { return certificate_; }

    bool is_signed_by(const VerificationKey& key) const;
    // Throws Error "bad-signature" unless `key` signed it, "bad-list" when it is of another kind.
    void demand(const VerificationKey& key, ListKind kind) const;

    cbor::Value claim() const { return cbor_; }  // the one that holds the list; missing in a JWT …
    json::Value json() const { return json_; }   // … which has it here

 private:
    SignedList() = default;
    void open_cwt(Bytes file);
    void open_jwt(std::string_view text);

    ListKind kind_ = ListKind::status;
    ListHead head_;
    std::string kid_;
    Buffer certificate_;
    Algorithm algorithm_ = Algorithm::unknown;
    Buffer payload_;  // what `cbor_` and `json_` are views of
    Buffer signed_bytes_;
    Buffer also_signed_;  // see cose.hpp
    Buffer signature_;
    cbor::Value cbor_;
    json::Value json_;
};

// The slots of a Token Status List (status_token.cpp). Throws as SignedList::demand, Error "bad-list", or
// what inflating throws.
StatusList read_status_list(const SignedList& list, const VerificationKey& key);

// These throw Error "crypto" when the fresh signature does not verify.
Buffer write_status_cwt(const ListHead& head, const StatusList& list, const ListSigner& signer);
std::string write_status_jwt(const ListHead& head, const StatusList& list, const ListSigner& signer);

// Writes a COSE_Sign1 around the claims of `head` and one more; `content_type` (header 16) may be empty.
Buffer seal_list(const ListHead& head, ListClaim claim, Bytes value, std::string_view content_type,
                 const ListSigner& signer);
Buffer sign_checked(const PrivateKey& key, Bytes message);

}  // namespace vpass
