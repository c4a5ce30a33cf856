// Reads and writes the standard form of a status list, as CWT and as JWT (draft-ietf-oauth-status-list §4 and
// §5): the packed slots under zlib.
#include "base/error.hpp"
#include "base/limits.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "revocation/signed_list.hpp"

namespace vpass {

StatusList read_status_list(const SignedList& list, const VerificationKey& key) {
    list.demand(key, ListKind::status);
    std::optional<std::int64_t> bits;
    Buffer decoded;
    Bytes compressed;
    if (list.json()) {
        bits = list.json()["bits"].integer();
        std::string scratch;
        base64_decode(list.json()["lst"].string(scratch), Base64::url, decoded);
        compressed = decoded;
    } else {
        bits = list.claim()["bits"].integer();
        compressed = list.claim()["lst"].bytes();
    }
    if (!bits || *bits < 1 || *bits > 8) throw Error(Code::bad_list, "a slot has 1, 2, 4 or 8 bits");
    Buffer raw;
    if (inflate(compressed, DeflateForm::zlib, limits::kStatusListBytes, raw) != compressed.size())
        throw Error(Code::bad_list, "bytes follow the compressed slots");
    return StatusList::from_raw(std::move(raw), static_cast<unsigned>(*bits));
}

Buffer write_status_cwt(const ListHead& head, const StatusList& list, const ListSigner& signer) {
    Buffer compressed, value;
    deflate(list.raw(), DeflateForm::zlib, compressed, DeflateEffort::small);
    cbor::Writer(value).map(2).text("bits").integer(list.bits()).text("lst").bytes(compressed);
    return seal_list(head, kStatusListClaim, value, kStatusCwtType, signer);
}

std::string write_status_jwt(const ListHead& head, const StatusList& list, const ListSigner& signer) {
    Buffer compressed;
    deflate(list.raw(), DeflateForm::zlib, compressed, DeflateEffort::small);
    std::string header, payload, out;
    json::Writer(header)
        .begin_object()
        .text("alg", algorithm_name(signer.key.algorithm()))
        .text("kid", signer.name.kid_text)
        .text("typ", kStatusJwtType)
        .end_object();
    json::Writer claims(payload);
    claims.begin_object().text("sub", head.uri).key("iat").integer(head.issued_at);
    if (head.expires_at) claims.key("exp").integer(*head.expires_at);
    if (head.ttl) claims.key("ttl").integer(*head.ttl);
    claims.key("status_list").begin_object().key("bits").integer(list.bits());
    claims.text("lst", base64_encode(compressed, Base64::url)).end_object().end_object();

    base64_encode(as_bytes(header), Base64::url, out);
    out += '.';
    base64_encode(as_bytes(payload), Base64::url, out);
    const Buffer signature = sign_checked(signer.key, as_bytes(out));
    out += '.';
    base64_encode(signature, Base64::url, out);
    return out;
}

}  // namespace vpass
