// Reads and writes the SMART Health Card, "shc:/" (smart-on-fhir/health-cards, docs/index.md): JSON -> raw
// DEFLATE -> compact JWS -> pairs of digits, in one QR code or (given up since) several. It also reads the
// bare JWS and the content of a .smart-health-card file with one card.
#include "formats/shc/shc.hpp"

#include <array>
#include <charconv>

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "crypto/jws.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace shc {
namespace {

constexpr std::string_view kScheme = "shc:";
constexpr std::string_view kPrefix = "shc:/";
constexpr std::string_view kFileMember = "\"verifiableCredential\"";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::size_t kMaxSingleQr = 1195;  // characters of a JWS in one QR code of version 22
constexpr std::size_t kMaxChunks = 99;
constexpr std::size_t kThumbprint = 43;  // SHA-256 in base64url
constexpr std::string_view kSpaces = " \t\r\n";
constexpr char kOffset = '-';  // what the digits 00 stand for

// Any base64url text that starts like a JSON object may be a JWS; kinds of JWS with a mark of their own stand
// before this format in the list.
bool detect(std::string_view text) {
    text = trimmed(text, kSpaces);
    return text.starts_with(kScheme) || text.starts_with("eyJ") ||
           (text.starts_with('{') && text.find(kFileMember) != std::string_view::npos);
}

// Appends the characters that pairs of digits stand for.
void decode_digits(std::string_view digits, Buffer& out) {
    if (digits.size() % 2) throw Error(Code::bad_encoding, "an odd number of digits");
    const std::size_t before = out.size();
    out.resize(before + digits.size() / 2);
    const auto* in = reinterpret_cast<const Byte*>(digits.data());
    Byte* const to = out.data() + before;
    // The loop has no branches, so that it handles many digits at a time.
    Byte wrong = 0;
    for (std::size_t i = 0; i < digits.size() / 2; ++i) {
        const auto tens = static_cast<Byte>(in[2 * i] - '0');
        const auto ones = static_cast<Byte>(in[2 * i + 1] - '0');
        const auto value = static_cast<Byte>(10 * tens + ones);
        wrong |= static_cast<Byte>((tens > 9) | (ones > 9) | (value > 'z' - kOffset));
        to[i] = static_cast<Byte>(value + kOffset);
    }
    if (wrong) throw Error(Code::bad_encoding, "digits that do not stand for a character of a JWS");
}

// One QR code: shc:/digits, or shc:/C/N/digits for part C of N.
struct Chunk {
    std::size_t number = 1;
    std::size_t of = 1;
    bool numbered = false;
    std::string_view digits;
};

std::size_t take_number(std::string_view& text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end == text.data() + text.size() || *end != '/' || value < 1 ||
        value > kMaxChunks)
        throw Error(Code::bad_chunk, "the QR code's place among several is not readable");
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return value;
}

Chunk parse_chunk(std::string_view text) {
    if (!text.starts_with(kPrefix))
        throw Error(Code::bad_chunk, "the text of a QR code does not start with shc:/");
    Chunk chunk{.digits = text.substr(kPrefix.size())};
    if (chunk.digits.find('/') == std::string_view::npos) return chunk;
    chunk.numbered = true;
    chunk.number = take_number(chunk.digits);
    chunk.of = take_number(chunk.digits);
    return chunk;
}

std::optional<QrPart> qr_part(std::string_view text) {
    try {
        const Chunk chunk = parse_chunk(trimmed(text, kSpaces));
        if (chunk.numbered && chunk.number <= chunk.of) return QrPart{chunk.number, chunk.of};
    } catch (const Error&) {  // whatever it is, it is not a part
    }
    return {};
}

// The parts may come in any order, but each of them exactly once.
void join_chunks(PassText text, Envelope& out) {
    std::array<std::string_view, kMaxChunks> digits;
    if (text.size() > kMaxChunks) throw Error(Code::bad_chunk, "more QR codes than any pass has");
    std::size_t shortest = limits::kPassBytes, longest = 0;
    for (const std::string_view part : text) {
        const std::string_view bare = trimmed(part, kSpaces);
        if (bare.size() != part.size()) out.findings.push_back({&finding::kTrailingCharacters, "/qr"});
        const Chunk chunk = parse_chunk(bare);
        if (chunk.of != text.size())
            throw Error(Code::missing_chunk, "it is one of " + std::to_string(chunk.of) + " QR codes, and " +
                                                 std::to_string(text.size()) + " are here");
        if (chunk.number > chunk.of || !digits[chunk.number - 1].empty())
            throw Error(Code::bad_chunk,
                        "two QR codes have the same number, or one has a number above their count");
        if (chunk.numbered)
            out.findings.push_back({chunk.of == 1 ? &finding::kQrHeader : &finding::kQrChunks, "/qr"});
        digits[chunk.number - 1] = chunk.digits;
        shortest = std::min(shortest, chunk.digits.size());
        longest = std::max(longest, chunk.digits.size());
    }
    // Balanced parts differ by one character at most, which is two digits.
    if (longest > shortest + 2) out.findings.push_back({&finding::kUnbalancedChunks, "/qr"});
    for (std::size_t i = 0; i < text.size(); ++i) decode_digits(digits[i], out.signed_bytes);
}

// Reads a .smart-health-card file: {"verifiableCredential":["…"]}.
void read_file(std::string_view text, Envelope& out) {
    const json::Value cards = json::check(text)["verifiableCredential"];
    if (cards.size() != 1)
        throw Error(Code::bad_file,
                    "the file holds " + std::to_string(cards.size()) + " cards: give one a line");
    append(out.signed_bytes, as_bytes(cards[0].string()));
}

// Puts the whole JWS into out.signed_bytes.
void read_jws_text(PassText text, Envelope& out) {
    const std::string_view first = trimmed(text[0], kSpaces);
    if (first.starts_with(kScheme)) return join_chunks(text, out);
    if (text.size() != 1) throw Error(Code::bad_chunk, "only a card in QR codes has several parts");
    if (first.starts_with('{')) return read_file(first, out);
    if (first.size() != text[0].size()) out.findings.push_back({&finding::kTrailingCharacters, "/jws"});
    append(out.signed_bytes, as_bytes(first));
}

void read_header(json::Value header, Envelope& out) {
    out.kid = out.kid_text = header["kid"].string();
    if (out.kid.empty())
        out.findings.push_back({&finding::kKidMissing, "/jws/header/kid"});
    else if (out.kid.size() != kThumbprint)
        out.findings.push_back({&finding::kKidThumbprint, "/jws/header/kid"});
    const std::string alg = header["alg"].string();
    out.algorithm = algorithm_from_name(alg);
    if (out.algorithm != Algorithm::es256)
        out.unsupported = alg.empty() ? "no algorithm in the header" : "an algorithm other than ES256";
    else if (header["zip"].string() != "DEF")
        out.unsupported = "the header does not say that the payload is compressed (zip: DEF)";
}

void open(PassText text, Envelope& out) {
    read_jws_text(text, out);
    const jws::Compact parts = jws::split(as_text(out.signed_bytes));
    if (out.signed_bytes.size() > kMaxSingleQr)
        out.findings.push_back({&finding::kTooLongForQr, "/jws"});
    else if (text.size() > 1)
        out.findings.push_back({&finding::kNeedlessChunks, "/qr"});
    read_header(jws::read_header(parts.header, out.bytes), out);
    if (!out.unsupported.empty()) return;
    base64_decode(parts.signature, Base64::url, out.signature);
    check_signature_length("/jws/signature", out);
    base64_decode(parts.payload, Base64::url, out.scratch);
    out.signed_bytes.resize(parts.signed_text.size());

    const std::size_t taken = inflate(out.scratch, DeflateForm::raw, limits::kInflatedBytes, out.bytes);
    if (taken != out.scratch.size()) out.findings.push_back({&finding::kTrailingBytes, "/deflate"});
    std::string_view payload = as_text(out.bytes);
    if (payload.starts_with(kByteOrderMark)) {
        payload.remove_prefix(kByteOrderMark.size());
        out.findings.push_back({&finding::kByteOrderMark, "/payload"});
    }
    out.json = json::check(payload);
    if (!out.json.is(json::Type::object)) throw Error(Code::bad_jws, "the payload is not a JSON object");
    if (out.json.raw().size() != payload.size()) out.findings.push_back({&finding::kNotMinified, "/payload"});
    read_payload(out);
}

// Does nothing, since open() has read the payload in one walk and noted everything.
void check_schema(const Envelope&, const ValueSets&, Findings&) {}

void write_claims(const Envelope& envelope, json::Writer& out) {
    const bool minified = std::ranges::find(envelope.findings, &finding::kNotMinified, &Finding::kind) ==
                          envelope.findings.end();
    if (minified)
        out.raw(envelope.json_document.raw());
    else
        json::append_compact(out.raw({}).out(), envelope.json_document.raw());
}

void write_layers(PassText text, const Envelope& envelope, json::Writer& out) {
    if (trimmed(text[0], kSpaces).starts_with(kScheme)) {
        out.key("qr").begin_object().key("codes").integer(text.size());
        out.key("characters").begin_array();
        for (const std::string_view part : text) out.integer(part.size());
        out.end_array().end_object();
    }
    const std::string_view signed_text = as_text(envelope.signed_bytes);
    Buffer header;
    out.key("jws").begin_object().key("characters");
    out.integer(signed_text.size() + 1 + (envelope.signature.size() * 4 + 2) / 3);
    out.key("header");
    const json::Value fields = jws::read_header(signed_text.substr(0, signed_text.find('.')), header);
    json::append_compact(out.raw({}).out(), fields.raw());
    out.key("signature_bytes").integer(envelope.signature.size()).end_object();
    if (!envelope.json) return;
    out.key("deflate").begin_object();
    out.key("compressed_bytes").integer(envelope.scratch.size());
    out.key("bytes").integer(envelope.bytes.size()).end_object();
    out.key("payload");
    json::append_compact(out.raw({}).out(), envelope.json.raw());
}

// Returns {"iss":…,"nbf":…,"exp":…,"vc":…}; the payload of a record is the `vc`.
std::string claims_text(const json::Value& vc, const SealOptions& options) {
    std::string text;
    json::Writer out(text);
    out.begin_object().text("iss", options.signer.issuer).key("nbf").integer(options.issued_at);
    if (options.expires_at) out.key("exp").integer(options.expires_at);
    out.key("vc").raw({});
    json::append_compact(text, vc.raw());
    if (!options.rid.empty()) {
        if (vc["rid"]) throw Error(Code::bad_payload, "the payload has a revocation identifier already");
        text.pop_back();
        out.text("rid", options.rid).end_object();
    }
    out.end_object();
    return text;
}

void draft(const json::Value& payload, const SealOptions& options, Draft& out) {
    if (!payload.is(json::Type::object)) throw Error(Code::bad_payload, "the payload is not a JSON object");
    std::string text;
    json::Writer header(text);
    header.begin_object()
        .text("zip", "DEF")
        .text("alg", algorithm_name(options.algorithm))
        .text("kid", options.signer.kid)
        .end_object();
    deflate(as_bytes(claims_text(payload, options)), DeflateForm::raw, out.payload);
    std::string covered = base64_encode(as_bytes(text), Base64::url) + '.';
    base64_encode(out.payload, Base64::url, covered);
    const Bytes bytes = as_bytes(covered);
    out.signed_bytes.assign(bytes.begin(), bytes.end());
}

void seal(Draft& draft, Bytes signature, std::string& out) {
    std::string jws(as_text(draft.signed_bytes));
    jws += '.';
    base64_encode(signature, Base64::url, jws);
    out = kPrefix;
    for (const char c : jws) {
        const int value = c - kOffset;
        out += {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
    }
}

SignerName signer_name(const Certificate& certificate) {
    if (certificate.key.algorithm() != Algorithm::es256)
        throw Error(Code::bad_key, "health cards are signed with ES256");
    const std::string kid = jws::thumbprint(certificate.key);
    return {kid, kid, certificate.uri("http")};
}

}  // namespace
}  // namespace shc

extern const Format kShc;
const Format kShc = {
    .name = "shc",
    .title = "SMART Health Card",
    .slot = SlotForm::rid,
    .detect = shc::detect,
    .open = shc::open,
    .check_schema = shc::check_schema,
    .write_claims = shc::write_claims,
    .write_layers = shc::write_layers,
    .write_payload = shc::write_payload,
    .check_payload = shc::check_payload,
    .signer_name = shc::signer_name,
    .draft = shc::draft,
    .seal = shc::seal,
    .qr = {QrLevel::low, 22},
    .qr_part = shc::qr_part,
    .last_dose = shc::last_dose,
    .summarize = shc::summarize,
};

}  // namespace vpass
