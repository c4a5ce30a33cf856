#pragma once
// A pass format is plain data: a row of functions. formats.cpp holds the list; a new format is one file and
// one row.
#include "formats/envelope.hpp"
#include "formats/value_sets.hpp"
#include "keys/certificate.hpp"

namespace vpass {

struct Registration;
struct PassSummary;

// The name by which passes of a format call the key that signed them.
struct SignerName {
    std::string kid;       // as in the pass: raw bytes for hcert, text elsewhere
    std::string kid_text;  // as in records
    std::string issuer;    // what the certificate says; empty when it says nothing
};

// The values that `sign` decides for a pass, beside its payload.
struct SealOptions {
    SignerName signer;
    Algorithm algorithm = Algorithm::es256;
    UnixTime issued_at = 0;
    UnixTime expires_at = 0;  // 0: never, where the format allows that
    Bytes certificate;        // the signer's, in DER, for formats that carry it in the pass
    std::string_view rid;     // what card revocation lists shall name the pass by, for formats that carry it
    // The slot in a status list, when the pass is to have one. Without a name of the list the pass gets the
    // short form, which means the list of the signing key.
    std::optional<std::uint64_t> status_index = {};
    std::string status_uri = {};
};

// A pass that is about to be signed. Its buffers are reused.
struct Draft {
    Buffer header;        // encoded protected header
    Buffer payload;       // encoded payload
    Buffer signed_bytes;  // what the signature has to cover
    Buffer scratch;
};

// The share of a QR code that may be unreadable: 7, 15, 25 or 30 %.
enum class QrLevel : std::uint8_t { low, medium, quartile, high };

// The requirements of a format for its QR codes. The mode follows from the text (qr.hpp).
struct QrRules {
    QrLevel level = QrLevel::medium;
    int max_version = 40;  // 177 modules wide
};

// The place of a text among the QR codes of one pass, such as number 1 of 3.
struct QrPart {
    std::size_t number = 0;
    std::size_t count = 0;
};

// The last dose of the claims that verify prints; a value is missing where the claims do not name it.
struct ClaimedDose {
    json::Value product, lot;
};

// The form in which passes of a format name their slot in a status list.
enum class SlotForm : std::uint8_t { none, index, rid };

struct Format {
    std::string_view name;
    std::string_view title;  // for people: "SMART Health Card"
    SlotForm slot = SlotForm::none;
    // Recognises a text of this format and decodes next to nothing. The first format of the list that claims
    // a text opens it.
    bool (*detect)(std::string_view text) = nullptr;

    // Functions that read. `open` decodes every layer and throws Error when one does not decode; an unknown
    // version or algorithm is not an error but noted in the envelope. The others take an opened envelope;
    // `write_claims` is called only when it is valid.
    void (*open)(PassText text, Envelope& out) = nullptr;
    void (*check_schema)(const Envelope& envelope, const ValueSets& value_sets, Findings& out) = nullptr;
    void (*write_claims)(const Envelope& envelope, json::Writer& out) = nullptr;
    void (*write_layers)(PassText text, const Envelope& envelope,
                         json::Writer& out) = nullptr;  // for inspect: members of an object

    // Functions that write; all are nullptr when the format is only read. `write_payload` turns a checked
    // registry record into a payload, or throws Error "bad-field" when the format cannot express it;
    // `check_payload` judges a ready-made one and returns its identifier; `signer_name` returns the name by
    // which passes call the key of a certificate, and throws Error "bad-key" when the format cannot use it;
    // `draft` encodes a payload and the values that `sign` adds, or throws Error "bad-payload"; `seal` joins
    // a draft and its signature into the text of a pass.
    void (*write_payload)(const Registration& registration, json::Writer& out) = nullptr;
    std::string (*check_payload)(const json::Value& payload, const ValueSets& value_sets,
                                 Findings& out) = nullptr;
    SignerName (*signer_name)(const Certificate& certificate) = nullptr;
    void (*draft)(const json::Value& payload, const SealOptions& options, Draft& out) = nullptr;
    void (*seal)(Draft& draft, Bytes signature, std::string& out) = nullptr;

    // QR codes. `qr_part` tells which of several codes a text is from, and nothing when it is a whole pass;
    // it is nullptr when the format never cuts passes.
    QrRules qr = {};
    std::optional<QrPart> (*qr_part)(std::string_view text) = nullptr;

    // Returns the claims of an opened pass that rule sets know, {"v":[…],…}; missing when they know none of
    // its kind. It is nullptr when they know none of the format.
    cbor::Value (*rule_claims)(const Envelope& envelope) = nullptr;

    // Reads what `write_claims` wrote; it is nullptr when the format's claims name no doses.
    ClaimedDose (*last_dose)(json::Value claims) = nullptr;

    // Fills in the words of a printed pass; `out` is empty before.
    void (*summarize)(const Envelope& envelope, PassSummary& out) = nullptr;
};

// An ECDSA signature is r and s, each as long as its curve's numbers (RFC 7518 §3.4, RFC 9053 §2.1). Some
// signers send it in DER.
void check_signature_length(std::string_view pointer, Envelope& out);

// Reports an issuer of another type. It must not count as missing: a pass without an issuer may be signed by
// any key.
void refuse_issuer(std::string_view pointer, Envelope& out);

std::span<const Format> formats();
cbor::Value rule_claims(const Envelope& envelope);   // missing when rule sets know none of its kind
const Format* find_format(std::string_view name);    // nullptr when there is none
const Format* detect_format(std::string_view text);  // nullptr when none claims it
// Returns why a text that no format claims cannot be judged, when it is a pass of a kind that is known but
// not read here; empty for every other text.
std::string known_relative(std::string_view text);

}  // namespace vpass
