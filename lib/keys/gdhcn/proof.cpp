#include "keys/gdhcn/proof.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "crypto/openssl_handles.hpp"
#include "data/encoding.hpp"
#include "keys/gdhcn/statements.hpp"

namespace vpass::gdhcn {
namespace {

// Lists of version 1 call the algorithm by the key's type, and write the signature as r‖s; those of version 2
// write it in DER.
constexpr std::string_view kHeaders[] = {R"({"b64":false,"crit":["b64"],"alg":"EC"})",
                                         R"({"b64":false,"crit":["b64"],"alg":"ES256"})"};

constexpr int kField = 32;  // bytes of a number of P-256

// Converts an ECDSA signature in DER, which has only one form, to r‖s; empty for any other bytes.
Buffer from_der(Bytes der) {
    const unsigned char* at = der.data();
    const EcdsaSigPtr parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!parsed) return {};
    unsigned char* again = nullptr;
    const int size = i2d_ECDSA_SIG(parsed.get(), &again);
    const bool is_same = size >= 0 && std::ranges::equal(Bytes(again, static_cast<std::size_t>(size)), der);
    OPENSSL_free(again);
    Buffer out(2 * kField);
    const bool fits = BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), out.data(), kField) == kField &&
                      BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), out.data() + kField, kField) == kField;
    return is_same && fits ? out : Buffer();
}

Buffer signature_of(std::string_view text, bool is_der) {
    try {
        Buffer signature = base64_decode(text, Base64::url);
        return is_der ? from_der(signature) : signature;
    } catch (const Error&) {  // not in that alphabet
        return {};
    }
}

}  // namespace

UnixTime check_proof(json::Value list, std::span<const NetworkKey> keys) {
    const json::Value proof = list["proof"];
    if (!proof) throw Error(Code::bad_trust, "it has no proof");
    const Statements statements = statements_of(list);

    const std::string jws = proof["jws"].string(), method = proof["verificationMethod"].string();
    const std::string header =
        base64_encode(as_bytes(kHeaders[statements.second_version ? 1 : 0]), Base64::url);
    if (!jws.starts_with(header + ".."))
        throw Error(Code::bad_trust,
                    "/proof/jws: it is not a detached signature with the network's algorithm");
    const Buffer signature =
        signature_of(std::string_view(jws).substr(header.size() + 2), statements.second_version);

    Buffer message;
    append(message, as_bytes(header + '.'));
    append(message, sha256(as_bytes(statements.options)));
    append(message, sha256(as_bytes(statements.document)));
    bool is_named = false;
    for (const NetworkKey& key : keys) {
        if (!key.id.empty() && key.id != method) continue;
        is_named = true;
        if (signature.size() == 2 * kField && key.key.verify(message, signature))
            return *parse_rfc3339(proof["created"].string());
    }
    if (!is_named) throw Error(Code::bad_trust, "its proof names another network key: " + method);
    throw Error(Code::bad_trust, "its proof does not hold: the network has not signed this list");
}

}  // namespace vpass::gdhcn
