// Reads verifiable credentials and presentations of COOV's DID method: a JWT, not compressed, whose issuer's
// key is in the issuer's name (InfraBlockchain/infra-did-method-specs; W3C VC Data Model 1.1 §6.3.1). The
// credentials in a presentation are passes of their own, and each is judged by itself.
#include "base/error.hpp"
#include "crypto/jws.hpp"
#include "data/encoding.hpp"
#include "formats/format.hpp"
#include "formats/numeric_date.hpp"
#include "keys/did.hpp"

namespace vpass {
namespace did_infra {
namespace {

constexpr std::string_view kMethod = "did:infra:";

// The two shapes of a token: the claim that holds its content, and the type that it must name.
struct Shape {
    std::string_view claim, type, name;
};
constexpr std::string_view kPresentation = "presentation";
constexpr Shape kShapes[] = {{"vc", "VerifiableCredential", "credential"},
                             {"vp", "VerifiablePresentation", kPresentation}};
constexpr std::size_t kMaxCredentials = 16;  // in one presentation: each costs a signature

// A compressed payload never starts like this, so nothing is decoded for other kinds of JWS.
bool detect(std::string_view text) {
    if (!text.starts_with("eyJ")) return false;
    const std::size_t first = text.find('.');
    if (first == std::string_view::npos || !text.substr(first + 1).starts_with("eyJ")) return false;
    try {
        const std::size_t last = text.find('.', first + 1);
        return as_text(base64_decode(text.substr(first + 1, last - first - 1), Base64::url)).find(kMethod) !=
               std::string_view::npos;
    } catch (const Error&) {  // not base64url: no JWS at all
        return false;
    }
}

// Reads the credentials of a presentation: one, or an array of them. Credentials with a proof inside
// (JSON-LD) are not judged.
void read_credentials(json::Value held, Envelope& out) {
    constexpr std::string_view pointer = "/payload/vp/verifiableCredential";
    auto add = [&](json::Value credential, const std::string& place) {
        if (!credential.is(json::Type::string)) return out.findings.push_back({&finding::kWrongType, place});
        if (out.credentials.size() == kMaxCredentials)
            throw Error(Code::too_many,
                        "a presentation of more than " + std::to_string(kMaxCredentials) + " credentials");
        out.credentials.push_back(credential.string());
    };
    if (!held.is(json::Type::array)) {
        if (held) add(held, std::string(pointer));
    } else {
        std::size_t n = 0;
        for (const json::Value credential : held.elements())
            add(credential, std::string(pointer) + "/" + std::to_string(n++));
    }
    if (out.credentials.empty()) out.findings.push_back({&finding::kNoCredential, std::string(pointer)});
}

void read_times(Envelope& out) {
    if (const auto nbf = read_time(out.json["nbf"], "/payload/nbf", out.findings))
        out.not_before = nbf->ceiling;
    if (const auto iat = read_time(out.json["iat"], "/payload/iat", out.findings)) out.issued_at = iat->floor;
    if (const auto exp = read_time(out.json["exp"], "/payload/exp", out.findings))
        out.expires_at = exp->ceiling;
    if (!out.issued_at) out.issued_at = out.not_before;
    const std::string pointer = out.credentials.empty() ? "/payload/vc/" : "/payload/vp/";
    for (const json::Member& member : out.json_document.members()) {
        const std::string name = member.key();
        if (is_credential_date(name)) read_credential_date(name, member.value, pointer + name, out);
    }
    check_validity("/payload/exp", out);
}

void read_claims(Envelope& out) {
    const json::Value iss = out.json["iss"];
    out.issuer = iss.string();
    if (iss && !iss.is(json::Type::string)) refuse_issuer("/payload/iss", out);
    out.id = out.json["jti"].string();
    for (const Shape& shape : kShapes) {
        const json::Value inside = out.json[shape.claim];
        if (!inside) continue;
        if (out.json_document)
            throw Error(Code::bad_jws, "the token is a credential and a presentation at once");
        out.json_document = inside;
        out.type = shape.name;
    }
    if (out.type == kPresentation) read_credentials(out.json_document["verifiableCredential"], out);
    read_times(out);
}

void open(PassText text, Envelope& out) {
    if (text.size() != 1) throw Error(Code::bad_jws, "a token is one text");
    const jws::Compact parts = jws::split(text[0]);
    const json::Value header = jws::read_header(parts.header, out.scratch);
    const std::string alg = header["alg"].string();
    out.algorithm = algorithm_from_name(alg);
    const Bytes signed_text = as_bytes(parts.signed_text);
    out.signed_bytes.assign(signed_text.begin(), signed_text.end());
    base64_decode(parts.signature, Base64::url, out.signature);
    base64_decode(parts.payload, Base64::url, out.bytes);
    out.json = json::check(as_text(out.bytes));
    if (!out.json.is(json::Type::object)) throw Error(Code::bad_jws, "the payload is not a JSON object");
    read_claims(out);
    out.kid = out.kid_text = out.issuer;
    if (out.algorithm != Algorithm::es256 && out.algorithm != Algorithm::es256k)
        out.unsupported =
            alg.empty() ? "no algorithm in the header" : "an algorithm other than ES256 and ES256K";
    else if (const PublicKey key = key_of_did(out.issuer); !key)
        out.unsupported = "the issuer is not a did:infra that carries its key";
    else if (!out.credentials.empty())
        out.holder_key = key;
    check_signature_length("/jws/signature", out);
}

bool names_type(json::Value types, std::string_view wanted) {
    if (types.string() == wanted) return true;
    for (const json::Value type : types.elements()) {
        if (type.string() == wanted) return true;
    }
    return false;
}

void check_schema(const Envelope& envelope, const ValueSets&, Findings& out) {
    if (!envelope.json["nbf"]) out.push_back({&finding::kMissingClaim, "/payload/nbf"});
    const json::Value document = envelope.json_document;
    if (!document.is(json::Type::object)) return out.push_back({&finding::kMissingClaim, "/payload/vc"});
    for (const Shape& shape : kShapes) {
        if (shape.name == envelope.type && !names_type(document["type"], shape.type))
            out.push_back({&finding::kCredentialType, "/payload/" + std::string(shape.claim) + "/type"});
    }
}

// A presentation shows the claims of its credentials, since their tokens say nothing to a reader of JSON.
void write_claims(const Envelope& envelope, json::Writer& out) {
    if (envelope.credentials.empty()) {
        json::append_compact(out.raw({}).out(), envelope.json_document.raw());
        return;
    }
    out.begin_object().key("verifiableCredential").begin_array();
    for (const std::string& credential : envelope.credentials) {
        const Buffer payload = base64_decode(jws::split(credential).payload, Base64::url);
        json::append_compact(out.raw({}).out(), json::check(as_text(payload))["vc"].raw());
    }
    out.end_array().end_object();
}

void write_layers(PassText text, const Envelope& envelope, json::Writer& out) {
    Buffer header;
    const json::Value fields = jws::read_header(jws::split(text[0]).header, header);
    out.key("jws").begin_object().key("characters").integer(text[0].size());
    out.key("header");
    json::append_compact(out.raw({}).out(), fields.raw());
    out.key("signature_bytes").integer(envelope.signature.size()).end_object();
    out.key("payload");
    json::append_compact(out.raw({}).out(), envelope.json.raw());
}

}  // namespace
}  // namespace did_infra

extern const Format kDidInfra;
const Format kDidInfra = {
    .name = "did-infra",
    .title = "credential of a DID (W3C)",
    .detect = did_infra::detect,
    .open = did_infra::open,
    .check_schema = did_infra::check_schema,
    .write_claims = did_infra::write_claims,
    .write_layers = did_infra::write_layers,
    // vpass only verifies these passes, since COOV's network has ended.
    .write_payload = nullptr,
    .check_payload = nullptr,
    .draft = nullptr,
    .seal = nullptr,
};

}  // namespace vpass
