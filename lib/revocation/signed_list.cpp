#include "revocation/signed_list.hpp"

#include "base/error.hpp"
#include "crypto/cose.hpp"
#include "crypto/jws.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

// The claims and headers of RFC 8392 §4, RFC 9052 §3.1, RFC 9596 and RFC 9360 §2.
enum Claim : std::int64_t { kSub = 2, kExp = 4, kIat = 6, kTtl = 65534 };
enum Header : std::int64_t { kType = 16, kCertificates = 33 };

[[noreturn]] void refuse(const std::string& what) {
    throw Error(Code::bad_list, "not a signed list: " + what);
}

// Reads CBOR and JSON values alike. A number beyond the year 9999 is not a time.
template <typename Value>
std::optional<UnixTime> read_time(const Value& claim, const char* name) {
    if (!claim) return {};
    const auto seconds = claim.number();
    if (!seconds || !(*seconds >= 0 && *seconds < 253402300800.0))
        refuse(std::string(name) + " is not a time");
    return static_cast<UnixTime>(*seconds);
}

template <typename Value>
ListHead read_head(std::string_view uri, const Value& iat, const Value& exp, const Value& ttl) {
    ListHead head;
    head.uri = uri;
    if (uri.empty()) refuse("the claim sub is missing");
    const auto issued_at = read_time(iat, "iat");
    if (!issued_at) refuse("the claim iat is missing");
    head.issued_at = *issued_at;
    head.expires_at = read_time(exp, "exp");
    head.ttl = read_time(ttl, "ttl");
    return head;
}

}  // namespace

SignedList SignedList::open(Bytes file) {
    SignedList out;
    // A JOSE header is a JSON object in base64url, while a COSE_Sign1 starts with a tag or an array.
    if (as_text(file).starts_with("ey"))
        out.open_jwt(as_text(file));
    else
        out.open_cwt(file);
    return out;
}

void SignedList::open_cwt(Bytes file) {
    const cose::Sign1 message = cose::parse_sign1(file);
    if (const auto alg = message.header(cose::kAlg).integer()) algorithm_ = algorithm_from_cose(*alg);
    const cbor::Value kid = message.header(cose::kKid);
    kid_ = kid.is(cbor::Type::bytes) ? as_text(kid.bytes()) : kid.text();
    const cbor::Value chain = message.header(kCertificates);
    const Bytes leaf =
        chain.is(cbor::Type::array) && chain.size() > 0 ? chain[std::size_t{0}].bytes() : chain.bytes();
    certificate_.assign(leaf.begin(), leaf.end());
    cose::signed_bytes(message, signed_bytes_, also_signed_);
    signature_.assign(message.signature.begin(), message.signature.end());
    payload_.assign(message.payload.begin(), message.payload.end());

    const cbor::Value claims = cbor::check(payload_);
    head_ = read_head(claims[kSub].text(), claims[kIat], claims[kExp], claims[kTtl]);
    constexpr std::pair<ListClaim, ListKind> known[] = {{kStatusListClaim, ListKind::status},
                                                        {kCompactListClaim, ListKind::compact},
                                                        {kRulesClaim, ListKind::rules}};
    for (const auto& [claim, kind] : known) {
        if (!claims[claim]) continue;
        if (cbor_) refuse("it holds lists of several kinds");
        cbor_ = claims[claim];
        kind_ = kind;
    }
    if (!cbor_.is(cbor::Type::map)) refuse("no claim holds a list");
    if (kind_ == ListKind::status && message.protected_map[kType].text() != kStatusCwtType)
        refuse("its type is not " + std::string(kStatusCwtType));
}

void SignedList::open_jwt(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    const jws::Compact parts = jws::split(text);
    Buffer header_bytes;
    const json::Value header = jws::read_header(parts.header, header_bytes);
    if (header["typ"].string() != kStatusJwtType) refuse("its type is not " + std::string(kStatusJwtType));
    algorithm_ = algorithm_from_name(header["alg"].string());
    kid_ = header["kid"].string();
    if (header["x5c"].size() > 0)
        base64_decode(header["x5c"][std::size_t{0}].string(), Base64::standard, certificate_);
    append(signed_bytes_, as_bytes(parts.signed_text));
    base64_decode(parts.signature, Base64::url, signature_);
    base64_decode(parts.payload, Base64::url, payload_);

    const json::Value claims = json::check(as_text(payload_));
    head_ = read_head(claims["sub"].string(), claims["iat"], claims["exp"], claims["ttl"]);
    json_ = claims["status_list"];
    if (!json_.is(json::Type::object)) refuse("the claim status_list is missing");
}

bool SignedList::is_signed_by(const VerificationKey& key) const {
    const PublicKey& public_key = key.public_key();
    if (public_key.algorithm() != algorithm_) return false;
    return public_key.verify(signed_bytes_, signature_) ||
           (!also_signed_.empty() && public_key.verify(also_signed_, signature_));
}

void SignedList::demand(const VerificationKey& key, ListKind kind) const {
    if (kind != kind_) throw Error(Code::bad_list, "a signed list of another kind");
    if (!is_signed_by(key)) throw Error(Code::bad_signature, "the list's signature does not match");
}

Buffer seal_list(const ListHead& head, ListClaim claim, Bytes value, std::string_view content_type,
                 const ListSigner& signer) {
    Buffer header;
    cbor::Writer in_header(header);
    in_header.map(content_type.empty() ? 2 : 3);
    in_header.integer(cose::kAlg).integer(cose_algorithm(signer.key.algorithm()));
    in_header.integer(cose::kKid).bytes(as_bytes(signer.name.kid));
    if (!content_type.empty()) in_header.integer(kType).text(content_type);

    Buffer payload;
    cbor::Writer in_payload(payload);
    in_payload.map(std::uint64_t{3} + head.expires_at.has_value() + head.ttl.has_value());
    in_payload.integer(kSub).text(head.uri).integer(kIat).integer(head.issued_at);
    if (head.expires_at) in_payload.integer(kExp).integer(*head.expires_at);
    if (head.ttl) in_payload.integer(kTtl).integer(*head.ttl);
    in_payload.integer(claim).raw(value);

    Buffer signed_bytes, out;
    cose::signed_bytes(header, payload, signed_bytes);
    cose::encode_sign1(header, payload, sign_checked(signer.key, signed_bytes), out);
    return out;
}

Buffer sign_checked(const PrivateKey& key, Bytes message) {
    Buffer signature;
    key.sign(message, signature);
    if (!key.public_key().verify(message, signature))
        throw Error(Code::crypto, "a signature just made does not verify",
                    "do not use this key or this machine before you know why");
    return signature;
}

}  // namespace vpass
