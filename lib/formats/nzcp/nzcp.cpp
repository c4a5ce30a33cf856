// Reads and writes the NZ COVID Pass, "NZCP:/1/" (minhealthnz/nzcovidpass-spec, spec/main.md): CWT ->
// COSE_Sign1 -> base32.
#include "formats/nzcp/nzcp.hpp"

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "crypto/cose.hpp"
#include "crypto/jws.hpp"
#include "data/encoding.hpp"
#include "formats/life_dates.hpp"
#include "formats/numeric_date.hpp"
#include "formats/summary.hpp"

namespace vpass {
namespace nzcp {
namespace {

constexpr std::string_view kScheme = "NZCP:/";
constexpr std::string_view kPrefix = "NZCP:/1/";
constexpr Byte kTagSign1 = 0xd2;  // tag 18 in its one-byte form, the only one that the specification allows
constexpr std::size_t kMaxName = 100;  // characters

// The CWT claims (RFC 8392 §4).
enum Claim : std::int64_t { kIss = 1, kExp = 4, kNbf = 5, kIat = 6, kCti = 7 };

bool detect(std::string_view text) { return text.starts_with(kScheme); }

// Returns the first requirement of the specification for the layers that is not met, before the signature is
// looked at; empty when all are met.
std::string why_unsupported(const cose::Sign1& message, const Envelope& envelope) {
    if (!message.is_protected(cose::kAlg)) return "no algorithm in the protected header";
    if (envelope.algorithm != Algorithm::es256) return "an algorithm other than ES256";
    if (!message.is_protected(cose::kKid)) return "no key identifier in the protected header";
    if (!envelope.issuer.starts_with("did:web:")) return "the issuer is not a did:web";
    return {};
}

void read_claims(cbor::Value claims, Envelope& out) {
    const auto [iss, exp, nbf, iat] = claims.pick({kIss, kExp, kNbf, kIat});
    out.issuer = iss.text();
    if (iss && !iss.is(cbor::Type::text)) refuse_issuer("/cwt/iss", out);
    if (const auto time = read_time(nbf, "/cwt/nbf", out.findings)) out.not_before = time->ceiling;
    if (const auto time = read_time(exp, "/cwt/exp", out.findings)) out.expires_at = time->ceiling;
    read_time(iat, "/cwt/iat", out.findings);  // says nothing here, and is still no place for nonsense
    out.issued_at = out.not_before;
    if (!nbf) out.findings.push_back({&finding::kMissingClaim, "/cwt/nbf"});
    if (!exp) out.findings.push_back({&finding::kMissingClaim, "/cwt/exp"});
    const Bytes cti = claims[kCti].bytes();
    if (cti.size() == kUuid) out.id = uuid_urn(cti);
    out.document = claims["vc"];
    out.type = "vaccination";
    for (const cbor::Member& member : out.document.members()) {
        const std::string_view name = member.key.text();
        if (is_credential_date(name))
            read_credential_date(name, member.value, "/payload/" + std::string(name), out);
    }
    check_validity("/cwt/exp", out);
}

void open(PassText text, Envelope& out) {
    if (text.size() != 1) throw Error(Code::bad_encoding, "an NZCP pass is one text");
    if (!text[0].starts_with(kPrefix)) {
        out.unsupported = "a version other than 1";
        return;
    }
    base32_decode(text[0].substr(kPrefix.size()), out.bytes);
    const cose::Sign1 message = cose::parse_sign1(out.bytes);
    if (out.bytes.front() != kTagSign1) throw Error(Code::bad_cose, "not a COSE_Sign1 with tag 18");
    // The kid is a text by specification, and bytes in practice.
    const cbor::Value kid = message.protected_map[cose::kKid];
    out.kid = kid.is(cbor::Type::bytes) ? as_text(kid.bytes()) : kid.text();
    out.kid_text = is_utf8(out.kid) ? out.kid : hex_encode(as_bytes(out.kid));
    out.algorithm = algorithm_from_cose(message.protected_map[cose::kAlg].integer().value_or(0));
    cose::signed_bytes(message, out.signed_bytes, out.also_signed);
    out.signature.assign(message.signature.begin(), message.signature.end());
    check_signature_length("/cose/signature", out);
    out.cbor = cbor::check(message.payload);
    if (!out.cbor.is(cbor::Type::map)) throw Error(Code::bad_cwt, "the claims are not a map");
    read_claims(out.cbor, out);
    out.unsupported = why_unsupported(message, out);
}

class Checker {
 public:
    explicit Checker(Findings& out) : out_(out) {}

    void credential(cbor::Value vc) {
        if (!vc.is(cbor::Type::map)) return report(finding::kMissingClaim, "");
        if (vc["version"].text() != kVersion) report(finding::kUnsupported, "/version");
        if ((*vc["@context"].elements().begin()).text() != kW3cContext)
            report(finding::kContext, "/@context");
        types(vc["type"]);
        subject(vc["credentialSubject"]);
    }

 private:
    void report(const FindingKind& kind, std::string_view pointer) {
        out_.push_back({&kind, "/payload" + std::string(pointer)});
    }

    void types(cbor::Value list) {
        std::size_t n = 0;
        bool right = list.size() == std::size(kTypes);
        for (const cbor::Value type : list.elements()) right = right && type.text() == kTypes[n++];
        if (!right) report(finding::kCredentialType, "/type");
    }

    void subject(cbor::Value subject) {
        if (!subject.is(cbor::Type::map)) return report(finding::kMissingField, "/credentialSubject");
        name(subject["givenName"], "/credentialSubject/givenName");
        if (subject["familyName"]) name(subject["familyName"], "/credentialSubject/familyName");
        const cbor::Value dob = subject["dob"];
        if (!dob) return report(finding::kMissingField, "/credentialSubject/dob");
        if (!parse_date(dob.text())) report(finding::kNoDate, "/credentialSubject/dob");
    }

    void name(cbor::Value value, std::string_view pointer) {
        if (!value) return report(finding::kMissingField, pointer);
        if (!value.is(cbor::Type::text)) return report(finding::kWrongType, pointer);
        if (is_longer(value.text(), kMaxName)) report(finding::kNameLength, pointer);
    }

    Findings& out_;
};

void check_schema(const Envelope& envelope, const ValueSets&, Findings& out) {
    if (envelope.id.empty()) out.push_back({&finding::kTokenId, "/cwt/cti"});
    Checker(out).credential(envelope.document);
    const std::string_view dob = envelope.document["credentialSubject"]["dob"].text();
    for (const LifeSlip& slip : find_life_slips(dob, {}, envelope.issued_at))
        out.push_back({slip.kind, "/payload/credentialSubject/dob"});
}

void write_claims(const Envelope& envelope, json::Writer& out) { cbor::to_json(envelope.document, out); }

void summarize(const Envelope& envelope, PassSummary& out) {
    const cbor::Value subject = envelope.document["credentialSubject"];
    out.name =
        written_name(std::string(subject["familyName"].text()), std::string(subject["givenName"].text()));
    out.birth_date = subject["dob"].text();
}

void write_layers(PassText text, const Envelope& envelope, json::Writer& out) {
    out.key("base32").begin_object().key("characters").integer(text[0].size());
    out.end_object();
    if (envelope.bytes.empty()) return;
    const cose::Sign1 message = cose::parse_sign1(envelope.bytes);
    out.key("cose").begin_object().key("tagged").boolean(message.tagged);
    out.text("alg", algorithm_name(envelope.algorithm)).text("kid", envelope.kid_text);
    out.key("protected");
    cbor::to_json(message.protected_map, out);
    out.key("unprotected");
    cbor::to_json(message.unprotected_map, out);
    out.key("signature_bytes").integer(message.signature.size()).end_object();
    out.key("cwt").begin_object().text("iss", envelope.issuer);
    if (envelope.not_before) out.text("nbf", format_rfc3339(*envelope.not_before));
    if (envelope.expires_at) out.text("exp", format_rfc3339(*envelope.expires_at));
    if (!envelope.id.empty()) out.text("cti", envelope.id);
    out.end_object().key("payload");
    if (envelope.document)
        cbor::to_json(envelope.document, out);
    else
        out.null();
}

// The payload of a record is the `vc` with the token's identifier as its `id`.
std::string check_payload(const json::Value& payload, const ValueSets&, Findings& out) {
    Buffer encoded;
    cbor::Writer(encoded).json(payload);
    Checker(out).credential(cbor::check(encoded));
    std::string id = payload["id"].string();
    if (id.empty()) out.push_back({&finding::kTokenId, "/payload/id"});
    return id;
}

void draft(const json::Value& payload, const SealOptions& options, Draft& out) {
    const Buffer cti = parse_uuid_urn(payload["id"].string());
    out.header.clear();
    cbor::Writer header(out.header);
    header.map(2).integer(cose::kKid).text(options.signer.kid);
    header.integer(cose::kAlg).integer(cose_algorithm(options.algorithm));
    out.payload.clear();
    cbor::Writer claims(out.payload);
    claims.map(5).integer(kIss).text(options.signer.issuer).integer(kNbf).integer(options.issued_at);
    claims.integer(kExp).integer(options.expires_at);
    claims.text("vc").map(payload.size() - 1);
    for (const json::Member& member : payload.members()) {
        if (!member.has_key("id")) claims.text(member.key()).json(member.value);
    }
    claims.integer(kCti).bytes(cti);
    cose::signed_bytes(out.header, out.payload, out.signed_bytes);
}

void seal(Draft& draft, Bytes signature, std::string& out) {
    cose::encode_sign1(draft.header, draft.payload, signature, draft.scratch);
    out = kPrefix;
    base32_encode(draft.scratch, out);
}

// The issuer may choose the fragment of the key's DID URL; without a choice we derive the name from the key.
SignerName signer_name(const Certificate& certificate) {
    if (certificate.key.algorithm() != Algorithm::es256)
        throw Error(Code::bad_key, "NZ COVID Passes are signed with ES256");
    const std::string kid = jws::kid_for("did:web:", certificate.key);
    return {kid, kid, certificate.uri("did:")};
}

}  // namespace
}  // namespace nzcp

extern const Format kNzcp;
const Format kNzcp = {
    .name = "nzcp",
    .title = "New Zealand COVID Pass",
    .detect = nzcp::detect,
    .open = nzcp::open,
    .check_schema = nzcp::check_schema,
    .write_claims = nzcp::write_claims,
    .write_layers = nzcp::write_layers,
    .write_payload = nzcp::write_payload,
    .check_payload = nzcp::check_payload,
    .signer_name = nzcp::signer_name,
    .draft = nzcp::draft,
    .seal = nzcp::seal,
    .summarize = nzcp::summarize,
};

}  // namespace vpass
