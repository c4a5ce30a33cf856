// Reads and writes the EU Digital COVID Certificate, "HC1:" (ehn-dcc-development/eu-dcc-hcert-spec,
// hcert_spec.md): CWT -> COSE_Sign1 -> zlib -> base45.
#include "formats/hcert/hcert.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "crypto/cose.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "data/json_cursor.hpp"
#include "formats/format.hpp"
#include "formats/hcert/health_link.hpp"
#include "formats/hcert/icvp.hpp"
#include "formats/numeric_date.hpp"
#include "formats/summary.hpp"

namespace vpass {
namespace hcert {
namespace {

constexpr std::string_view kPrefix = "HC1:";

// The CWT claims (RFC 8392 §4, hcert_spec.md §3.3).
enum Claim : std::int64_t { kIss = 1, kExp = 4, kNbf = 5, kIat = 6, kCti = 7, kHcert = -260 };
// The slot in a status list, in two forms: as draft-ietf-oauth-status-list §6.3 has it, and alone, for the
// list of the signing key, which saves about 85 characters of a QR code.
enum StatusClaim : std::int64_t { kStatus = 65535, kShortStatus = -70002 };

// The kinds of content of claim -260 that are issued here.
enum Certificate260 : std::int64_t { kEuDcc = 1, kIcvp = -6 };

// A document that claim -260 holds in place of an EU certificate.
struct Sibling {
    std::int64_t key;
    std::string_view type;
    Kind kind;
};
constexpr Sibling kSiblings[] = {
    {3, kDdccVaccination, Kind::vaccination},  // WHO DDCC:VS
    {4, kDdccTest, Kind::test},                // WHO DDCC:TR
    {5, kHealthLinkType, Kind::health_link},   // Verifiable Health Link
    {kIcvp, kProphylaxis, Kind::prophylaxis},  // WHO ICVP
};

// Results of tests (SNOMED CT), as the value set names them.
constexpr std::string_view kNotDetected = "260415000";
constexpr std::string_view kDetected = "260373001";

// The third character is the version: a digit or a capital letter (hcert_spec.md §4.2.2).
bool detect(std::string_view text) {
    if (text.size() < 4 || !text.starts_with("HC") || text[3] != ':') return false;
    return (text[2] >= '0' && text[2] <= '9') || (text[2] >= 'A' && text[2] <= 'Z');
}

std::optional<UnixTime> read_second(cbor::Value claim, std::string_view pointer, Findings& findings) {
    const auto time = read_time(claim, pointer, findings);
    return time ? std::optional(time->floor) : std::nullopt;
}

// Returns the first entry of the first group that has one. check_schema refuses a pass with several entries.
cbor::Value first_entry(cbor::Value dcc, Kind& kind) {
    for (const Group& group : kGroups) {
        for (const cbor::Value entry : dcc[group.name].elements()) {
            kind = group.kind;
            return entry;
        }
    }
    return {};
}

// The bytes that a kid stands for that was written as text.
void decode_kid(std::string& kid) {
    try {
        kid = as_text(base64_decode(kid, Base64::standard));
    } catch (const Error&) {  // it is a name of another kind
    }
}

void read_headers(const cose::Sign1& message, Envelope& out) {
    const cbor::Value kid = message.header(cose::kKid);
    if (kid.is(cbor::Type::bytes))
        out.kid = as_text(kid.bytes());
    else if (kid.is(cbor::Type::text))
        out.kid = kid.text();
    const bool is_base64 = out.kid.size() == 12 && out.kid.ends_with('=');
    if (is_base64 && kid.is(cbor::Type::text)) decode_kid(out.kid);
    base64_encode(as_bytes(out.kid), Base64::standard, out.kid_text);
    if (out.kid.empty())
        out.findings.push_back({&finding::kKidMissing, "/cose/kid"});
    else if (is_base64)
        out.findings.push_back({&finding::kKidEncoding, "/cose/kid"});
    else if (out.kid.size() != 8)
        out.findings.push_back({&finding::kKidLength, "/cose/kid"});
    if (!message.tagged) out.findings.push_back({&finding::kUntagged, "/cose"});

    const auto alg = message.header(cose::kAlg).integer();
    if (alg) out.algorithm = algorithm_from_cose(*alg);
    if (out.algorithm != Algorithm::es256 && out.algorithm != Algorithm::ps256) {
        out.unsupported =
            alg ? "algorithm " + std::to_string(*alg) : std::string("no algorithm in the header");
    }
    // A chain is one certificate or an array of them, the signer's first (RFC 9360 §2).
    const cbor::Value chain = message.header(cose::kX5Chain);
    const Bytes signer = chain.is(cbor::Type::array) ? (*chain.elements().begin()).bytes() : chain.bytes();
    out.signer_certificate.assign(signer.begin(), signer.end());
}

void read_sibling(cbor::Value document, const Sibling& sibling, Envelope& out) {
    out.document = document;
    out.kind = sibling.kind;
    out.type = sibling.type;
    if (sibling.kind == Kind::prophylaxis) read_icvp_dates(document, out);
    const cbor::Value id = document["hcid"];
    out.id = (id ? id : document["identifier"]).text();
    out.country = document["country"].text();
}

// Early WHO samples carry the data set as a bare map of texts, without CWT claims around it. We read the
// map's own dates in place of the claims.
void read_bare_map(cbor::Value document, Envelope& out) {
    read_sibling(document, document["vaccine"] ? kSiblings[0] : kSiblings[1], out);
    auto date = [&](std::string_view name) -> std::optional<Date> {
        const cbor::Value value = document[name];
        const auto read = parse_date(value.text());
        if (value && !read) out.findings.push_back({&finding::kNoDate, "/payload/" + std::string(name)});
        return read;
    };
    auto seconds = [](Date day) { return std::chrono::sys_seconds(day).time_since_epoch().count(); };
    if (const auto from = date("valid_from")) out.not_before = seconds(*from);
    if (const auto until = date("valid_until")) out.expires_at = seconds(*until + std::chrono::days(1));
    check_validity("/payload/valid_until", out);
}

void read_status(cbor::Value status, cbor::Value short_status, Envelope& out) {
    const cbor::Value list = status["status_list"];
    const cbor::Value index = list ? list["idx"] : short_status;
    if (!index) return;
    const auto slot = index.integer();
    out.status_uri = list["uri"].text();
    if (slot && *slot >= 0 && (!list || !out.status_uri.empty()))
        out.status_index = static_cast<std::uint64_t>(*slot);
    else
        out.findings.push_back({&finding::kWrongType, "/cwt/status"});
}

// Returns the identifier of a CWT (RFC 8392 §3.1.7) where it is a name that people write, and not a number.
std::string_view name_in(Bytes cti) {
    const bool is_name = std::ranges::all_of(cti, [](Byte c) { return c > ' ' && c <= '~'; });
    return is_name ? as_text(cti) : std::string_view();
}

void read_claims(cbor::Value claims, Envelope& out) {
    auto [iss, exp, nbf, iat, cti, hcert, status, short_status] =
        claims.pick({kIss, kExp, kNbf, kIat, kCti, kHcert, kStatus, kShortStatus});
    const bool has_text_keys = !hcert && claims["-260"];
    if (has_text_keys) {
        const auto named = claims.pick({"1", "4", "5", "6", "-260"});
        iss = named[0], exp = named[1], nbf = named[2], iat = named[3], hcert = named[4];
        out.findings.push_back({&finding::kTextKeys, "/cwt"});
    }
    out.issuer = iss.text();
    if (iss && !iss.is(cbor::Type::text)) refuse_issuer("/cwt/iss", out);
    out.issued_at = read_second(iat, "/cwt/iat", out.findings);
    out.expires_at = read_second(exp, "/cwt/exp", out.findings);
    out.not_before = read_second(nbf, "/cwt/nbf", out.findings);
    out.valid_at_expiry = true;  // national verifiers accept that second, and issuers' test data require it
    if (!out.not_before) out.not_before = out.issued_at;
    if (out.issued_at && out.expires_at && *out.expires_at < *out.issued_at) {
        out.findings.push_back({&finding::kExpBeforeIat, "/cwt/exp"});
    }
    // WHO's own passes have none, against its specification.
    if (!exp)
        out.findings.push_back(
            {hcert[kEuDcc] || !hcert ? &finding::kMissingClaim : &finding::kNoExpiry, "/cwt/exp"});
    if (!iat) out.findings.push_back({&finding::kMissingClaim, "/cwt/iat"});
    read_status(status, short_status, out);
    if (const cbor::Value dcc = hcert[kEuDcc]) return read_document(dcc, out);
    for (const Sibling& sibling : kSiblings) {
        const cbor::Value document =
            has_text_keys ? hcert[std::string_view(std::to_string(sibling.key))] : hcert[sibling.key];
        if (!document) continue;
        read_sibling(document, sibling, out);
        if (out.id.empty()) out.id = name_in(cti.bytes());
        return;
    }
}

void open(PassText text, Envelope& out) {
    if (text.size() != 1) throw Error(Code::bad_encoding, "an HC1 pass is one text");
    if (!text[0].starts_with(kPrefix)) {
        out.unsupported = "version " + std::string(text[0].substr(0, 3));
        return;
    }
    base45_decode(text[0].substr(kPrefix.size()), out.scratch);
    const std::size_t taken = inflate(out.scratch, DeflateForm::zlib, limits::kInflatedBytes, out.bytes);
    if (taken != out.scratch.size()) out.findings.push_back({&finding::kTrailingBytes, "/zlib"});

    const cose::Sign1 message = cose::parse_sign1(out.bytes);
    read_headers(message, out);
    cose::signed_bytes(message, out.signed_bytes, out.also_signed);
    out.signature.assign(message.signature.begin(), message.signature.end());
    check_signature_length("/cose/signature", out);
    out.cbor = cbor::check(message.payload);
    if (!out.cbor.is(cbor::Type::map)) throw Error(Code::bad_cwt, "the claims are not a map");
    if (!out.cbor[kHcert] && !out.cbor[kExp] && out.cbor["name"])
        read_bare_map(out.cbor, out);
    else
        read_claims(out.cbor, out);
}

void write_claims(const Envelope& envelope, json::Writer& out) {
    if (envelope.kind == Kind::prophylaxis) return write_icvp(envelope, out);
    if (envelope.kind == Kind::health_link) return write_health_link(envelope, out);
    cbor::to_json(envelope.document, out);
}

void write_time(json::Writer& out, std::string_view name, std::optional<UnixTime> time) {
    if (time) out.text(name, format_rfc3339(*time));
}

std::string text_of(cbor::Value value) { return std::string(value.text()); }

// A value of the WHO's data sets is a text, or a coding.
std::string text_or_code(cbor::Value value) { return text_of(value["code"] ? value["code"] : value); }

PassSummary::Result result_of(std::string_view code) {
    if (code == kNotDetected) return PassSummary::Result::not_detected;
    return code == kDetected ? PassSummary::Result::detected : PassSummary::Result::unknown;
}

// The event stands beside the person, or in a map of its own.
void summarize_sibling(cbor::Value document, PassSummary& out) {
    out.name = text_of(document["name"]);
    out.birth_date = text_of(document["birthDate"]);
    out.sex = text_or_code(document["sex"]);
    cbor::Value event = document;
    for (const std::string_view name : {"test", "vaccination"}) {
        if (document[name].is(cbor::Type::map)) event = document[name];
    }
    out.disease = text_or_code(event["disease"] ? event["disease"] : event["pathogen"]);
    out.vaccine = text_or_code(event["vaccine"]);
    out.product = text_or_code(event["brand"]);
    out.maker = text_or_code(event["manufacturer"]);
    out.batch = text_of(event["lot"]);
    out.place = text_of(event["centre"]);
    out.country = text_or_code(event["country"]);
    out.test_type = text_or_code(event["type"]);
    out.result = result_of(text_or_code(event["result"]));
    out.event_date = text_of(event["date"]).substr(0, 10);
    out.sampled_at = text_of(event["date"]);
    if (const auto dose = event["dose"].integer()) out.doses = std::to_string(*dose);
}

// Rules know only the EU's certificate among the documents that claim -260 can hold.
cbor::Value rule_claims(const Envelope& envelope) {
    const bool known = is_covid_certificate(envelope.kind) && envelope.type == kind_name(envelope.kind);
    return known ? envelope.document : cbor::Value();
}

void summarize(const Envelope& envelope, PassSummary& out) {
    const cbor::Value document = envelope.document, name = document["nam"];
    if (envelope.kind == Kind::prophylaxis) return summarize_icvp(document, out);
    if (!name) return summarize_sibling(document, out);
    out.name = written_name(text_of(name["fn"]), text_of(name["gn"]));
    // The name is written as in the passport: the surname first, and '<' between the parts (ICAO 9303-3
    // §4.6).
    out.latin_name = text_of(name["fnt"]);
    if (const std::string_view given = name["gnt"].text(); !given.empty())
        out.latin_name += (out.latin_name.empty() ? "" : " ") + std::string(given);
    std::replace(out.latin_name.begin(), out.latin_name.end(), '<', ' ');
    out.birth_date = document["dob"].untagged().text();
    Kind kind = Kind::other;
    const cbor::Value entry = first_entry(document, kind);
    for (const std::string_view date : {"dt", "sc", "fr"}) {  // of a vaccination, a sample, a positive test
        if (const cbor::Value value = entry[date]) out.event_date = value.untagged().text().substr(0, 10);
    }
    const auto dose = entry["dn"].integer(), doses = entry["sd"].integer();
    if (dose && doses) out.doses = std::to_string(*dose) + '/' + std::to_string(*doses);
    out.result = result_of(entry["tr"].text());
    const std::pair<std::string_view, std::string PassSummary::*> texts[] = {
        {"tg", &PassSummary::disease},     {"vp", &PassSummary::vaccine},
        {"mp", &PassSummary::product},     {"ma", &PassSummary::test_device},
        {"tt", &PassSummary::test_type},   {"nm", &PassSummary::test_name},
        {"tc", &PassSummary::place},       {"co", &PassSummary::country},
        {"is", &PassSummary::authority},   {"df", &PassSummary::valid_from},
        {"du", &PassSummary::valid_until}, {"sc", &PassSummary::sampled_at},
    };
    for (const auto& [key, member] : texts) out.*member = text_of(entry[key].untagged());
    if (kind == Kind::vaccination) out.maker.swap(out.test_device);  // both are "ma"
}

void write_layers(PassText text, const Envelope& envelope, json::Writer& out) {
    out.key("base45").begin_object();
    out.key("characters").integer(text[0].size()).end_object();
    out.key("zlib").begin_object();
    out.key("compressed_bytes").integer(envelope.scratch.size());
    out.key("bytes").integer(envelope.bytes.size()).end_object();
    const cose::Sign1 message = cose::parse_sign1(envelope.bytes);
    out.key("cose").begin_object().key("tagged").boolean(message.tagged);
    out.text("alg", algorithm_name(envelope.algorithm)).text("kid", envelope.kid_text);
    out.key("kid_protected").boolean(message.is_protected(cose::kKid));
    out.key("protected");
    cbor::to_json(message.protected_map, out);
    out.key("unprotected");
    cbor::to_json(message.unprotected_map, out);
    out.key("signature_bytes").integer(message.signature.size()).end_object();
    out.key("cwt").begin_object();
    if (!envelope.issuer.empty()) out.text("iss", envelope.issuer);
    write_time(out, "iat", envelope.issued_at);
    write_time(out, "exp", envelope.expires_at);
    if (const std::string_view cti = name_in(envelope.cbor[kCti].bytes()); !cti.empty()) out.text("cti", cti);
    if (envelope.status_index) out.key("status_index").integer(*envelope.status_index);
    if (!envelope.status_uri.empty()) out.text("status_uri", envelope.status_uri);
    out.key("claims").begin_array();
    for (const cbor::Member& claim : envelope.cbor.members()) cbor::to_json(claim.key, out);
    out.end_array().end_object();
    out.key("payload");
    if (envelope.document)
        write_claims(envelope, out);
    else
        cbor::to_json(envelope.cbor, out);
}

// The kid is the first 8 bytes of the certificate's SHA-256 (hcert_spec.md §3.2).
SignerName signer_name(const Certificate& certificate) {
    if (certificate.der.empty())
        throw Error(Code::bad_key, "HC1 passes name their signer's certificate: give --cert");
    const Algorithm algorithm = certificate.key.algorithm();
    if (algorithm != Algorithm::es256 && algorithm != Algorithm::ps256)
        throw Error(Code::bad_key, "HC1 passes are signed with ES256 or PS256");
    const Bytes kid = Bytes(certificate.fingerprint).first(8);
    return {std::string(as_text(kid)), base64_encode(kid, Base64::standard), certificate.country};
}

void write_status(const SealOptions& options, cbor::Writer& claims) {
    if (!options.status_index) return;
    const auto slot = static_cast<std::int64_t>(*options.status_index);
    if (options.status_uri.empty()) {
        claims.integer(kShortStatus).integer(slot);
    } else {
        claims.integer(kStatus).map(1).text("status_list").map(2).text("idx").integer(slot);
        claims.text("uri").text(options.status_uri);
    }
}

void draft(const json::Value& payload, const SealOptions& options, Draft& out) {
    if (!payload.is(json::Type::object)) throw Error(Code::bad_payload, "the payload is not a JSON object");
    out.header.clear();
    cbor::Writer(out.header)
        .map(2)
        .integer(cose::kAlg)
        .integer(cose_algorithm(options.algorithm))
        .integer(cose::kKid)
        .bytes(as_bytes(options.signer.kid));
    out.payload.clear();
    cbor::Writer claims(out.payload);
    const bool is_icvp = is_icvp_payload(payload);
    const std::string id = is_icvp ? payload["id"].string() : "";
    claims.map(4 + (id.empty() ? 0 : 1) + (options.status_index ? 1 : 0));
    claims.integer(kIss).text(options.signer.issuer);
    claims.integer(kExp).integer(options.expires_at).integer(kIat).integer(options.issued_at);
    if (!id.empty()) claims.integer(kCti).bytes(as_bytes(id));
    claims.integer(kHcert).map(1);
    if (is_icvp)
        encode_icvp(payload, claims.integer(kIcvp));
    else
        claims.integer(kEuDcc).json(payload);
    write_status(options, claims);
    cose::signed_bytes(out.header, out.payload, out.signed_bytes);
}

// We do not deflate a message of usual size, which is a third signature and hashes: that would take two bytes
// off 380, and a fifth of the time that signing takes.
constexpr std::size_t kHardlyShrinks = 512;

void seal(Draft& draft, Bytes signature, std::string& out) {
    cose::encode_sign1(draft.header, draft.payload, signature, draft.scratch);
    static thread_local Buffer compressed;
    deflate(draft.scratch, DeflateForm::zlib, compressed,
            draft.scratch.size() < kHardlyShrinks ? DeflateEffort::none : DeflateEffort::fast);
    out = kPrefix;
    base45_encode(compressed, out);
}

}  // namespace

void read_document(cbor::Value document, Envelope& out) {
    out.document = document;
    const cbor::Value entry = first_entry(document, out.kind);
    out.type = kind_name(out.kind);
    out.id = entry["ci"].text();
    out.country = entry["co"].text();
}

// WHO's certificate of prophylaxis has one dose as an object or in an array.
ClaimedDose last_dose_of_prophylaxis(json::Value doses) {
    json::Value dose = doses;
    for (const json::Value element : doses.elements()) dose = element;
    return {dose["vp"], dose["bo"]};
}

// An audit asks this of every check, so the claims are read only as far as the product: an EU certificate has one
// dose.
ClaimedDose last_dose(json::Value claims) {
    json::Cursor in(claims);
    std::string_view key;
    if (!in.enter_object()) return {};
    while (in.next_member(key)) {
        if (key != "v" || !in.enter_array()) {
            in.skip();
            continue;
        }
        if (!in.next_element() || !in.enter_object()) return {};
        while (in.next_member(key)) {
            if (key == "mp") return {in.take(), {}};
            in.skip();
        }
        break;
    }
    return last_dose_of_prophylaxis(claims["v"]);
}

}  // namespace hcert

extern const Format kHcert;
const Format kHcert = {
    .name = "hcert",
    .title = "EU certificate (HC1)",
    .slot = SlotForm::index,
    .detect = hcert::detect,
    .open = hcert::open,
    .check_schema = hcert::check_schema,
    .write_claims = hcert::write_claims,
    .write_layers = hcert::write_layers,
    .write_payload = hcert::write_payload,
    .check_payload = hcert::check_payload,
    .signer_name = hcert::signer_name,
    .draft = hcert::draft,
    .seal = hcert::seal,
    .qr = {QrLevel::quartile},  // hcert_spec.md, QR 2D Barcode
    .rule_claims = hcert::rule_claims,
    .last_dose = hcert::last_dose,
    .summarize = hcert::summarize,
};

}  // namespace vpass
