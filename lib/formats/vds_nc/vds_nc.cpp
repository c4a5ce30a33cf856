// Reads and writes the ICAO visible digital seal for non-constrained media, VDS-NC (ICAO technical report
// "VDS-NC", Doc 9303-13 for the seals): JSON {data:{hdr,msg},sig:{alg,cer,sigvl}}. The signature covers the
// canonical form of `data`; the signer's certificate is in the pass, and a country signing CA in the trust
// files has to vouch for it.
#include "formats/vds_nc/vds_nc.hpp"

#include "base/country.hpp"
#include "base/error.hpp"
#include "data/encoding.hpp"
#include "data/json_canonical.hpp"
#include "formats/numeric_date.hpp"
#include "formats/summary.hpp"
#include "keys/certificate.hpp"

namespace vpass {
namespace vdsnc {
namespace {

// The known uses, by data.hdr.t.
struct Use {
    std::string_view type;
    Kind kind;
    std::string_view identifier;  // member of the message
};
constexpr Use kUses[] = {{"icao.vacc", Kind::vaccination, "uvci"}, {"icao.test", Kind::test, "utci"}};
constexpr std::int64_t kVersion = 1;

bool is_supported(Algorithm algorithm) {
    return algorithm == Algorithm::es256 || algorithm == Algorithm::es384 || algorithm == Algorithm::es512;
}

bool detect(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    return start != std::string_view::npos && text[start] == '{' &&
           text.find("\"data\"") != std::string_view::npos && text.find("\"sig\"") != std::string_view::npos;
}

json::Value member(json::Value object, std::string_view name, json::Type type) {
    const json::Value value = object[name];
    if (!value.is(type))
        throw Error(Code::bad_seal,
                    "not a VDS-NC: its " + std::string(name) + " is missing or of another type");
    return value;
}

// The specification requires base64url; some issuers send the standard alphabet. A seal must keep to one of
// them, so that the bytes of its signature do not decide whether it can be read.
Base64 alphabet_of(std::initializer_list<std::string_view> members) {
    bool standard = false, url = false;
    for (const std::string_view text : members) {
        standard |= text.find_first_of("+/") != std::string_view::npos;
        url |= text.find_first_of("-_") != std::string_view::npos;
    }
    if (standard && url) throw Error(Code::bad_encoding, "the seal mixes base64url and standard base64");
    return standard ? Base64::standard : Base64::url;
}

void read_signature(json::Value sig, Envelope& out) {
    out.algorithm = algorithm_from_name(member(sig, "alg", json::Type::string).string());
    const std::string signature = member(sig, "sigvl", json::Type::string).string();
    const std::string certificate = member(sig, "cer", json::Type::string).string();
    const Base64 alphabet = alphabet_of({signature, certificate});
    base64_decode(signature, alphabet, out.signature);
    base64_decode(certificate, alphabet, out.signer_certificate);
    check_signature_length("/sig/sigvl", out);
    const Sha256 fingerprint = sha256(out.signer_certificate);
    out.kid = as_text(Bytes(fingerprint).first(8));
    base64_encode(Bytes(fingerprint).first(8), Base64::standard, out.kid_text);
    if (!is_supported(out.algorithm)) out.unsupported = "an algorithm other than ES256, ES384 and ES512";
}

// Returns the country of the first dose, or of the place where a sample was taken.
std::string entry_country(json::Value message) {
    const json::Value dose = message["ve"][std::size_t{0}]["vd"][std::size_t{0}];
    return (dose ? dose["ctr"] : message["sp"]["ctr"]).string();
}

void read_header(json::Value header, Envelope& out) {
    const std::string issuer = member(header, "is", json::Type::string).string();
    out.issuer = country_name(issuer).code;
    if (out.issuer.empty()) {
        out.issuer = issuer;
        out.country = entry_country(out.json_document["msg"]);
    }
    const std::string type = member(header, "t", json::Type::string).string();
    std::string_view identifier;
    for (const Use& use : kUses) {
        if (type != use.type) continue;
        out.kind = use.kind;
        out.type = kind_name(use.kind);
        identifier = use.identifier;
    }
    if (identifier.empty())
        out.unsupported = "a use other than vaccination and test";
    else if (member(header, "v", json::Type::number).integer() != kVersion)
        out.unsupported = "a version other than 1";
    else
        out.id = out.json_document["msg"][identifier].string();
}

void open(PassText text, Envelope& out) {
    if (text.size() != 1) throw Error(Code::bad_seal, "a VDS-NC is one text");
    const Bytes bytes = as_bytes(text[0]);
    out.bytes.assign(bytes.begin(), bytes.end());
    out.json = json::check(as_text(out.bytes));
    out.json_document = member(out.json, "data", json::Type::object);
    member(out.json_document, "msg", json::Type::object);
    read_signature(member(out.json, "sig", json::Type::object), out);
    read_header(member(out.json_document, "hdr", json::Type::object), out);
    std::string canonical;
    jcs::append_canonical(canonical, out.json_document);
    const Bytes covered = as_bytes(canonical);
    out.signed_bytes.assign(covered.begin(), covered.end());
}

void check_schema(const Envelope& envelope, const ValueSets&, Findings& out) {
    check_message(envelope.json_document["msg"], envelope.kind, envelope.clock, out);
}

void write_claims(const Envelope& envelope, json::Writer& out) {
    json::append_compact(out.raw({}).out(), envelope.json_document.raw());
}

void summarize(const Envelope& envelope, PassSummary& out) {
    const json::Value message = envelope.json_document["msg"], person = message["pid"];
    out.name = person["n"].string();
    out.birth_date = person["dob"].string();
    out.event_date = message["dat"]["sc"].string().substr(0, 10);
    out.sampled_at = message["dat"]["sc"].string();
    out.test_type = message["tr"]["tc"].string();
    out.place = message["sp"]["spn"].string();
    out.country = message["sp"]["ctr"].string();
    for (const json::Value event : message["ve"].elements()) {
        out.disease = event["dis"].string();
        out.vaccine = event["des"].string();
        out.product = event["nam"].string();
        for (const json::Value dose : event["vd"].elements()) {  // the last is the newest
            out.event_date = dose["dvc"].string();
            if (const auto number = dose["seq"].integer()) out.doses = std::to_string(*number);
            out.country = dose["ctr"].string();
            out.place = dose["adm"].string();
            out.batch = dose["lot"].string();
        }
    }
    std::string result = message["tr"]["r"].string();
    if (!result.empty()) result[0] = static_cast<char>(result[0] | 0x20);  // "Negative" is seen as well
    if (result == "negative") out.result = PassSummary::Result::not_detected;
    if (result == "positive") out.result = PassSummary::Result::detected;
}

void write_layers(PassText, const Envelope& envelope, json::Writer& out) {
    out.key("canonical").begin_object().key("bytes");
    out.integer(envelope.signed_bytes.size()).end_object();
    out.key("sig").begin_object().text("alg", algorithm_name(envelope.algorithm));
    out.key("signature_bytes").integer(envelope.signature.size()).end_object();
    out.key("certificate").begin_object().text("kid", envelope.kid_text);
    try {
        const Certificate certificate = parse_certificate(envelope.signer_certificate);
        out.text("country", certificate.country).text("common_name", certificate.common_name);
        out.text("not_before", format_rfc3339(certificate.not_before));
        out.text("not_after", format_rfc3339(certificate.not_after));
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        out.text("error", e.what());
    }
    out.end_object().key("payload");
    json::append_compact(out.raw({}).out(), envelope.json_document.raw());
}

// The payload of a record is `data`.
std::string check_payload(const json::Value& payload, const ValueSets&, Findings& out) {
    Envelope envelope;
    envelope.json_document = payload;
    if (!payload["hdr"].is(json::Type::object) || !payload["msg"].is(json::Type::object)) {
        out.push_back({&finding::kMissingField, "/payload/hdr"});
        return {};
    }
    read_header(payload["hdr"], envelope);
    if (!envelope.unsupported.empty()) out.push_back({&finding::kUnsupported, "/payload/hdr"});
    check_message(payload["msg"], envelope.kind, {}, out);
    return envelope.id;
}

void draft(const json::Value& payload, const SealOptions& options, Draft& out) {
    if (!payload.is(json::Type::object)) throw Error(Code::bad_payload, "the payload is not a JSON object");
    std::string text;
    json::Writer(text)
        .text("alg", algorithm_name(options.algorithm))
        .text("cer", base64_encode(options.certificate, Base64::url));
    out.header.assign(text.begin(), text.end());
    text.clear();
    jcs::append_canonical(text, payload);
    out.signed_bytes.assign(text.begin(), text.end());
}

void seal(Draft& draft, Bytes signature, std::string& out) {
    out = "{\"data\":";
    out += as_text(draft.signed_bytes);
    out += ",\"sig\":{";
    out += as_text(draft.header);
    json::Writer(out).text("sigvl", base64_encode(signature, Base64::url)).end_object().end_object();
}

SignerName signer_name(const Certificate& certificate) {
    if (certificate.der.empty())
        throw Error(Code::bad_key, "a VDS-NC carries its signer's certificate: give --cert");
    if (!is_supported(certificate.key.algorithm()))
        throw Error(Code::bad_key, "a VDS-NC is signed with ES256, ES384 or ES512");
    const Bytes kid = Bytes(certificate.fingerprint).first(8);
    return {std::string(as_text(kid)), base64_encode(kid, Base64::standard), certificate.country};
}

ClaimedDose last_dose(json::Value claims) {
    ClaimedDose out;
    for (const json::Value event : claims["msg"]["ve"].elements()) {
        out = {event["nam"], {}};
        for (const json::Value dose : event["vd"].elements()) out.lot = dose["lot"];
    }
    return out;
}

}  // namespace
}  // namespace vdsnc

extern const Format kVdsNc;
const Format kVdsNc = {
    .name = "vds-nc",
    .title = "ICAO visible digital seal (VDS-NC)",
    .detect = vdsnc::detect,
    .open = vdsnc::open,
    .check_schema = vdsnc::check_schema,
    .write_claims = vdsnc::write_claims,
    .write_layers = vdsnc::write_layers,
    .write_payload = vdsnc::write_payload,
    .check_payload = vdsnc::check_payload,
    .signer_name = vdsnc::signer_name,
    .draft = vdsnc::draft,
    .seal = vdsnc::seal,
    .last_dose = vdsnc::last_dose,
    .summarize = vdsnc::summarize,
};

}  // namespace vpass
