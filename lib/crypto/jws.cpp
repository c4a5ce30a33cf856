#include "crypto/jws.hpp"

#include "base/error.hpp"
#include "data/encoding.hpp"

namespace vpass::jws {
namespace {

// Returns true for a list of at least one name, all of them members of the header (RFC 7515 §4.1.11).
bool is_list_of_members(json::Value names, json::Value header) {
    for (const json::Value name : names.elements()) {
        if (!name.is(json::Type::string) || !header[name.string()]) return false;
    }
    return names.is(json::Type::array) && names.size() > 0;
}

// A critical header changes what a signature covers or means for those who know it. So does a payload that is
// not base64url (RFC 7797), whether or not the header calls that critical. We refuse both.
void refuse_critical(json::Value header) {
    if (const json::Value names = header["crit"]) {
        if (!is_list_of_members(names, header))
            throw Error(Code::bad_jws, "the critical header names no members");
        throw Error(Code::unsupported, "a critical header, which vpass does not support");
    }
    if (const json::Value encoded = header["b64"]; encoded && encoded.boolean() != true) {
        if (!encoded.boolean()) throw Error(Code::bad_jws, "the header b64 is neither true nor false");
        throw Error(Code::unsupported, "a payload that is not in base64url");
    }
}

}  // namespace

Compact split(std::string_view text) {
    const std::size_t first = text.find('.');
    const std::size_t last = text.rfind('.');
    if (first == std::string_view::npos || last == first ||
        text.substr(first + 1, last - first - 1).find('.') != std::string_view::npos) {
        throw Error(Code::bad_jws, "not a JWS: it does not have three parts with a point between them");
    }
    return {text.substr(0, first), text.substr(first + 1, last - first - 1), text.substr(last + 1),
            text.substr(0, last)};
}

json::Value read_header(std::string_view header, Buffer& out) {
    base64_decode(header, Base64::url, out);
    const json::Value value = json::check(as_text(out));
    if (!value.is(json::Type::object)) throw Error(Code::bad_jws, "the JWS header is not a JSON object");
    refuse_critical(value);
    return value;
}

std::string thumbprint(const PublicKey& key) {
    std::string jwk;
    json::Writer out(jwk);
    auto number = [&](std::string_view name, const Buffer& value) {
        out.text(name, base64_encode(value, Base64::url));
    };
    // RFC 7638 §3.2 requires the members in the order of their names.
    out.begin_object();
    if (const auto point = key.ec_coordinates(); !point.curve.empty()) {
        out.text("crv", point.curve).text("kty", "EC");
        number("x", point.x);
        number("y", point.y);
    } else {
        const auto rsa = key.rsa();
        if (rsa.modulus.empty())
            throw Error(Code::bad_key, "vpass computes no thumbprint for a key of this kind");
        number("e", rsa.exponent);
        out.text("kty", "RSA");
        number("n", rsa.modulus);
    }
    out.end_object();
    return base64_encode(sha256(as_bytes(jwk)), Base64::url);
}

bool has_thumbprint(const PublicKey& key) {
    return key.algorithm() != Algorithm::unknown && key.algorithm() != Algorithm::ed25519;
}

std::string kid_for(std::string_view issuer, const PublicKey& key) {
    constexpr std::size_t kDidKid =
        12;  // characters, and not 11: those would be read as the 8 bytes of a DSC kid
    const std::string kid = thumbprint(key);
    return issuer.starts_with("did:") ? kid.substr(0, kDidKid) : kid;
}

}  // namespace vpass::jws
