// Holds the list of formats.
#include "formats/format.hpp"

namespace vpass {

extern const Format kHcert;
extern const Format kNzcp;
extern const Format kDidInfra;
extern const Format kShc;
extern const Format kVdsNc;

namespace {

// The first format that claims a text opens it, so kinds of JWS with a mark of their own stand before the
// kind without.
const Format kFormats[] = {
    kHcert,     // EU Digital COVID Certificate, and what else travels in HC1
    kNzcp,      // NZ COVID Pass
    kDidInfra,  // COOV's credentials
    kShc,       // SMART Health Card
    kVdsNc,     // ICAO visible digital seal
};

// Passes of other countries that wallets and papers hold, by their beginnings.
struct Relative {
    std::string_view prefix, name;
};
constexpr Relative kRelatives[] = {
    {"LT1:", "a Swiss certificate light"}, {"NL1:", "a CoronaCheck proof"},
    {"NL2:", "a CoronaCheck proof"},       {"NL3:", "a CoronaCheck proof"},
    {"shlink:/", "a SMART Health Link"},   {"vhlink:/", "a Verifiable Health Link"},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
    for (const Format& format : kFormats) {
        if (format.name == name) return &format;
    }
    return nullptr;
}

cbor::Value rule_claims(const Envelope& envelope) {
    const Format* format = envelope.format;
    return format && format->rule_claims ? format->rule_claims(envelope) : cbor::Value();
}

const Format* detect_format(std::string_view text) {
    for (const Format& format : kFormats) {
        if (format.detect(text)) return &format;
    }
    return nullptr;
}

std::string known_relative(std::string_view text) {
    for (const Relative& relative : kRelatives) {
        // A link may follow the address of its viewer: https://viewer.example/#shlink:/…
        const bool behind = relative.prefix.ends_with('/') &&
                            text.find('#' + std::string(relative.prefix)) != std::string_view::npos;
        if (text.starts_with(relative.prefix) || behind) return std::string(relative.name);
    }
    return {};
}

void check_signature_length(std::string_view pointer, Envelope& out) {
    const std::size_t length = signature_length(out.algorithm);
    if (length && out.signature.size() != length)
        out.findings.push_back({&finding::kSignatureFormat, std::string(pointer)});
}

void refuse_issuer(std::string_view pointer, Envelope& out) {
    out.malformed = "the issuer is not a text";
    out.findings.push_back({&finding::kWrongType, std::string(pointer)});
}

bool Envelope::is_signed_by(const PublicKey& key) const {
    return key.verify(signed_bytes, signature) ||
           (!also_signed.empty() && key.verify(also_signed, signature));
}

void Envelope::clear() {
    format = nullptr;
    kind = Kind::other;
    type = {};
    unsupported.clear();
    malformed.clear();
    algorithm = Algorithm::unknown;
    kid.clear();
    kid_text.clear();
    issuer.clear();
    signer_certificate.clear();
    signed_bytes.clear();
    also_signed.clear();
    signature.clear();
    country.clear();
    id.clear();
    rid.clear();
    status_index.reset();
    status_uri.clear();
    clock = issued_at = not_before = expires_at = std::nullopt;
    valid_at_expiry = false;
    findings.clear();
    credentials.clear();
    holder_key = {};
    bytes.clear();
    cbor = document = {};
    json = json_document = {};
}

}  // namespace vpass
