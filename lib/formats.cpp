// THE list of formats.
#include "vpass/format.hpp"

namespace vpass {

extern const Format kHcert;
extern const Format kNzcp;
extern const Format kDidInfra;
extern const Format kShc;
extern const Format kVdsNc;

namespace {

// The first that claims a text opens it: kinds of JWS with a mark of their own stand before the kind without.
const Format kFormats[] = {
    kHcert,     // EU Digital COVID Certificate, and what else travels in HC1
    kNzcp,      // NZ COVID Pass
    kDidInfra,  // COOV's credentials
    kShc,       // SMART Health Card
    kVdsNc,     // ICAO visible digital seal
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
    for (const Format& format : kFormats) {
        if (format.name == name) return &format;
    }
    return nullptr;
}

const Format* detect_format(std::string_view text) {
    for (const Format& format : kFormats) {
        if (format.detect(text)) return &format;
    }
    return nullptr;
}

std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::vaccination:
            return "vaccination";
        case Kind::test:
            return "test";
        case Kind::recovery:
            return "recovery";
        default:
            return "other";
    }
}

void Envelope::clear() {
    format = nullptr;
    kind = Kind::other;
    type = {};
    unsupported.clear();
    algorithm = Algorithm::unknown;
    kid.clear();
    kid_text.clear();
    issuer.clear();
    signer_certificate.clear();
    signed_bytes.clear();
    signature.clear();
    country.clear();
    id.clear();
    rid.clear();
    status_index.reset();
    status_uri.clear();
    issued_at = not_before = expires_at = std::nullopt;
    valid_at_expiry = false;
    findings.clear();
    bytes.clear();
    cbor = document = {};
    json = json_document = {};
}

}  // namespace vpass
