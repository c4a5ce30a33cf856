// Verifiable credential or presentation of COOV's DID method: a JWT, not compressed, whose issuer's key is in
// the issuer's name (InfraBlockchain/infra-did-method-specs; W3C VC Data Model 1.1 §6.3.1). The credentials
// inside a presentation are shown as they are; only the presentation itself is judged.
#include "vpass/did.hpp"
#include "vpass/encoding.hpp"
#include "vpass/error.hpp"
#include "vpass/format.hpp"
#include "vpass/jws.hpp"
#include "vpass/numeric_date.hpp"

namespace vpass {
namespace did_infra {
namespace {

constexpr std::string_view kMethod = "did:infra:";

// The two things that a token can be: the claim that holds it, and the type that it must name.
struct Shape {
    std::string_view claim, type, name;
};
constexpr Shape kShapes[] = {{"vc", "VerifiableCredential", "credential"},
                             {"vp", "VerifiablePresentation", "presentation"}};

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

std::optional<NumericDate> read_time(json::Value claim, std::string_view pointer, Findings& findings) {
    const auto seconds = claim.number();
    if (!seconds) return {};
    const NumericDate date = numeric_date(*seconds);
    if (date.out_of_range) findings.push_back({&finding::kMilliseconds, std::string(pointer)});
    return date;
}

void read_claims(Envelope& out) {
    const json::Value iss = out.json["iss"];
    if (iss && !iss.is(json::Type::string)) throw Error(Code::bad_jws, "iss is not a text");
    out.issuer = iss.string();
    out.id = out.json["jti"].string();
    if (const auto nbf = read_time(out.json["nbf"], "/payload/nbf", out.findings))
        out.not_before = nbf->ceiling;
    if (const auto iat = read_time(out.json["iat"], "/payload/iat", out.findings)) out.issued_at = iat->floor;
    if (const auto exp = read_time(out.json["exp"], "/payload/exp", out.findings))
        out.expires_at = exp->ceiling;
    if (!out.issued_at) out.issued_at = out.not_before;
    if (out.not_before && out.expires_at && *out.expires_at <= *out.not_before)
        out.findings.push_back({&finding::kExpBeforeNbf, "/payload/exp"});
    for (const Shape& shape : kShapes) {
        if (const json::Value inside = out.json[shape.claim]) {
            out.json_document = inside;
            out.type = shape.name;
        }
    }
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
    if (!out.json.is(json::Type::object)) throw Error(Code::bad_jws, "the payload is no JSON object");
    read_claims(out);
    out.kid = out.kid_text = out.issuer;
    if (out.algorithm != Algorithm::es256 && out.algorithm != Algorithm::es256k)
        out.unsupported =
            alg.empty() ? "no algorithm in the header" : "an algorithm other than ES256 and ES256K";
    else if (!key_of_did(out.issuer))
        out.unsupported = "the issuer is no did:infra that carries its key";
    if (out.signature.size() != 64) out.findings.push_back({&finding::kSignatureFormat, "/jws/signature"});
}

bool names_type(json::Value types, std::string_view wanted) {
    if (types.string() == wanted) return true;
    for (const json::Value type : types.elements()) {
        if (type.string() == wanted) return true;
    }
    return false;
}

void check_schema(const Envelope& envelope, const ValueSets&, Findings& out) {
    if (!envelope.not_before) out.push_back({&finding::kMissingClaim, "/payload/nbf"});
    const json::Value document = envelope.json_document;
    if (!document.is(json::Type::object)) return out.push_back({&finding::kMissingClaim, "/payload/vc"});
    for (const Shape& shape : kShapes) {
        if (shape.name == envelope.type && !names_type(document["type"], shape.type))
            out.push_back({&finding::kCredentialType, "/payload/" + std::string(shape.claim) + "/type"});
    }
}

void write_claims(const Envelope& envelope, json::Writer& out) {
    json::append_compact(out.raw({}).out(), envelope.json_document.raw());
}

void write_layers(PassText text, const Envelope& envelope, json::Writer& out) {
    Buffer header;
    const json::Value fields = jws::read_header(jws::split(text[0]).header, header);
    out.key("jws").begin_object().key("characters").integer(static_cast<std::int64_t>(text[0].size()));
    out.key("header");
    json::append_compact(out.raw({}).out(), fields.raw());
    out.key("signature_bytes").integer(static_cast<std::int64_t>(envelope.signature.size())).end_object();
    out.key("payload");
    json::append_compact(out.raw({}).out(), envelope.json.raw());
}

}  // namespace
}  // namespace did_infra

extern const Format kDidInfra;
const Format kDidInfra = {
    .name = "did-infra",
    .detect = did_infra::detect,
    .open = did_infra::open,
    .check_schema = did_infra::check_schema,
    .write_claims = did_infra::write_claims,
    .write_layers = did_infra::write_layers,
    // Verify only: COOV's network has ended.
    .write_payload = nullptr,
    .check_payload = nullptr,
    .draft = nullptr,
    .seal = nullptr,
};

}  // namespace vpass
