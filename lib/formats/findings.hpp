#pragma once
// The findings about passes that decode: one row for each. `inspect` reports each by code and level; `verify`
// refuses a pass (reason "schema") for the findings that refuse, and lists the others as warnings, which
// --strict turns into refusals.
#include <string>
#include <string_view>
#include <vector>

namespace vpass {

enum class Level { warning, error };

struct FindingKind {
    std::string_view code;  // stable
    Level level;            // as inspect shows it
    bool refuses;           // whether verify refuses the pass for it even without --strict
    std::string_view text;
    bool conforms = false;  // the standard allows it: --strict accepts the pass nevertheless
};

namespace finding {

// Findings about the layers, for mistakes of real issuers: the pass still reads, so verify warns where
// inspect calls it an error.
inline constexpr FindingKind kExpBeforeIat{"exp-before-iat", Level::error, false,
                                           "it expires before it was issued: exp and iat look swapped"};
inline constexpr FindingKind kKidEncoding{"kid-encoding", Level::error, false,
                                          "the kid is base64 text instead of the 8 bytes it stands for"};
inline constexpr FindingKind kKidLength{"kid-length", Level::warning, false, "the kid is not 8 bytes long"};
inline constexpr FindingKind kKidMissing{"kid-missing", Level::error, false, "no header names the key"};
inline constexpr FindingKind kUntagged{"untagged", Level::warning, false, "the COSE_Sign1 has no tag 18"};
inline constexpr FindingKind kFloatTime{"float-time", Level::warning, false,
                                        "a time claim is a float instead of an integer"};
inline constexpr FindingKind kTrailingBytes{"trailing-bytes", Level::warning, false,
                                            "bytes follow the compressed payload"};
inline constexpr FindingKind kMissingClaim{"missing-claim", Level::error, true,
                                           "a required claim is missing"};
inline constexpr FindingKind kMilliseconds{"time-in-milliseconds", Level::error, true,
                                           "a time claim is in milliseconds instead of seconds"};
inline constexpr FindingKind kTimeRange{"time-out-of-range", Level::error, true,
                                        "a time claim is outside of the years 0 to 9999"};
inline constexpr FindingKind kNoExpiry{"no-expiry", Level::warning, false, "it never expires", true};
inline constexpr FindingKind kExpBeforeNbf{"exp-before-nbf", Level::error, false,
                                           "it expires before it becomes valid"};
inline constexpr FindingKind kSignatureFormat{"signature-format", Level::error, true,
                                              "the signature does not have the length of its algorithm"};
inline constexpr FindingKind kTrailingCharacters{"trailing-characters", Level::warning, false,
                                                 "white space surrounds the pass"};
inline constexpr FindingKind kQrHeader{"qr-header", Level::warning, false,
                                       "a single QR code is numbered like a part of several"};
inline constexpr FindingKind kQrChunks{
    "qr-chunks", Level::warning, false,
    "it is cut into several QR codes, which the specification has given up"};
inline constexpr FindingKind kUnbalancedChunks{"unbalanced-qr-chunks", Level::warning, false,
                                               "its QR codes are of unequal length"};
inline constexpr FindingKind kNeedlessChunks{
    "needless-qr-chunks", Level::warning, false,
    "it is cut into several QR codes, and would have fitted into one"};
inline constexpr FindingKind kTooLongForQr{"jws-too-long", Level::warning, false,
                                           "longer than the 1,195 characters that one QR code holds"};
inline constexpr FindingKind kByteOrderMark{"byte-order-mark", Level::warning, false,
                                            "a byte-order mark precedes the payload"};
inline constexpr FindingKind kNotMinified{"not-minified", Level::warning, false,
                                          "the payload holds white space between its tokens"};
inline constexpr FindingKind kKidThumbprint{"kid-thumbprint", Level::error, false,
                                            "the kid is not the thumbprint of a key (RFC 7638)"};
inline constexpr FindingKind kIssuerUrl{"issuer-url", Level::error, false,
                                        "the issuer is not an https URL, or ends with a slash"};
inline constexpr FindingKind kRevocationId{
    "revocation-id", Level::error, false,
    "the revocation identifier is longer than 24 characters or outside the base64url alphabet"};
inline constexpr FindingKind kExpired{"expired", Level::warning, false, "it has expired"};
inline constexpr FindingKind kNotYetValid{"not-yet-valid", Level::warning, false, "it is not valid yet"};
inline constexpr FindingKind kUnsupported{"unsupported", Level::error, true,
                                          "the format version or the algorithm is not supported"};

// Findings about the content.
inline constexpr FindingKind kMissingField{"missing-field", Level::error, true,
                                           "a required field is missing"};
inline constexpr FindingKind kWrongType{"wrong-type", Level::error, true, "a field has the wrong type"};
inline constexpr FindingKind kNoEntry{"no-entry", Level::error, true,
                                      "there is no vaccination, test or recovery entry"};
inline constexpr FindingKind kSeveralEntries{"several-entries", Level::error, true,
                                             "there is more than one entry"};
inline constexpr FindingKind kBadDate{"bad-date", Level::error, false,
                                      "a date does not exist or is malformed"};
inline constexpr FindingKind kTaggedDateTime{"tagged-date-time", Level::error, false,
                                             "a date or time is a tagged CBOR item instead of a plain one"};
inline constexpr FindingKind kBadDateTime{
    "bad-date-time", Level::error, false,
    "a date-time is not RFC 3339: the offset is missing or lacks its colon, or a blank stands for the T"};
inline constexpr FindingKind kBeforeBirth{"before-birth", Level::error, false,
                                          "a vaccination, test or infection lies before the birth date"};
inline constexpr FindingKind kFutureDate{"future-date", Level::error, false,
                                         "a date lies after the pass was issued"};
inline constexpr FindingKind kDateWithTime{"date-with-time", Level::warning, false,
                                           "a date carries a time of day"};
inline constexpr FindingKind kOldBirthDate{
    "birth-date", Level::warning, false,
    "the birth date is outside 1900 to 2099 or not of the form that the schema requires"};
inline constexpr FindingKind kNullMember{"null-member", Level::warning, false,
                                         "a member is null instead of absent"};
inline constexpr FindingKind kFloatInteger{"float-integer", Level::warning, false,
                                           "a whole number is sent as a float"};
inline constexpr FindingKind kBadNumber{"bad-number", Level::warning, false, "a dose number is not positive"};
inline constexpr FindingKind kTooLong{"too-long", Level::warning, false,
                                      "a text is longer than the schema's 80 characters"};
inline constexpr FindingKind kBadName{"bad-name", Level::warning, false,
                                      "a standardised name is missing or not in ICAO 9303 form"};
inline constexpr FindingKind kAccentedName{"accented-name", Level::warning, false,
                                           "a standardised name has Latin letters beyond A to Z", true};
inline constexpr FindingKind kSchemaVersion{"schema-version", Level::warning, false,
                                            "the schema version is unknown"};
inline constexpr FindingKind kValueSet{"value-set", Level::warning, false, "a code is not in its value set"};
inline constexpr FindingKind kBadCheckCharacter{"bad-check-character", Level::warning, false,
                                                "the check character of the certificate identifier is wrong"};

// Findings about the content of NZ COVID Passes and ICAO seals, for which a verifier has to refuse.
inline constexpr FindingKind kNoDate{"no-date", Level::error, true,
                                     "a required date does not exist or is malformed"};
inline constexpr FindingKind kNameLength{"name-length", Level::error, true,
                                         "a name is longer than the format allows"};
inline constexpr FindingKind kTokenId{"token-id", Level::error, true, "the token's identifier is not a UUID"};
inline constexpr FindingKind kContext{"context", Level::error, true,
                                      "the JSON-LD contexts are not those of the format"};

// Findings about the content of SMART Health Cards.
inline constexpr FindingKind kCredentialType{"credential-type", Level::error, true,
                                             "the types do not name this kind of credential"};
inline constexpr FindingKind kW3cForm{
    "w3c-form", Level::warning, false,
    "@context and VerifiableCredential belong to the W3C form, not into a card"};
inline constexpr FindingKind kFhirVersion{"fhir-version", Level::warning, false,
                                          "the FHIR version is not of the 4.0 series"};
inline constexpr FindingKind kFhirSchema{
    "fhir-schema", Level::error, false,
    "a FHIR resource lacks what its kind requires, or has it in another form"};
inline constexpr FindingKind kNotCompleted{"not-completed", Level::warning, false,
                                           "an immunization has another status than completed"};
inline constexpr FindingKind kUnknownCardType{"unknown-card-type", Level::warning, false,
                                              "a type of card that the specification does not know"};
inline constexpr FindingKind kFullUrl{"full-url", Level::warning, false,
                                      "an entry is not named in the short form resource:0"};
inline constexpr FindingKind kReference{"reference", Level::warning, false,
                                        "a reference is not short, or does not lead to an entry"};
inline constexpr FindingKind kNotMinimal{
    "not-minimal", Level::warning, false,
    "a member that cards leave out: id, text, display, or more in meta than security"};

inline constexpr FindingKind kMoreFindings{"more-findings", Level::warning, false,
                                           "there are more findings than are listed"};

// Findings about the content of presentations.
inline constexpr FindingKind kNoCredential{"no-credential", Level::error, true,
                                           "the presentation holds no credential"};
inline constexpr FindingKind kUntrustedCredential{
    "untrusted-credential", Level::warning, false,
    "a trusted holder presents the credential of an issuer that is not trusted"};

// Findings about the signer.
inline constexpr FindingKind kSignerExpired{"signer-expired", Level::warning, false,
                                            "the signer's certificate has expired since"};
inline constexpr FindingKind kSignedOutside{"signed-outside-validity", Level::warning, false,
                                            "it was issued outside the validity of the signer's certificate"};
inline constexpr FindingKind kWeakKey{"weak-key", Level::warning, false,
                                      "the signer's key is too short: RSA below 2048 bits"};
inline constexpr FindingKind kExpiresAfterSigner{"expires-after-signer", Level::warning, false,
                                                 "it expires after the signer's certificate does"};
inline constexpr FindingKind kIssuerName{"issuer-name", Level::warning, false,
                                         "the issuer is named differently than in the signer's certificate"};

}  // namespace finding

struct Finding {
    const FindingKind* kind = nullptr;
    std::string pointer;  // JSON pointer into the layers that inspect shows, "/payload/v/0/dt"
};

// The findings of one pass. 300 bytes may inflate to 20,000 entries with ten mistakes each, so the list ends
// after kListed with `more-findings`. A later finding is kept only when it is the first of its kind to decide
// something: the first that refuses, and the first error.
class Findings {
 public:
    static constexpr std::size_t kListed = 100;

    void push_back(Finding finding) {
        const bool decides =
            (finding.kind->refuses && !refuses_) || (finding.kind->level == Level::error && !errs_);
        if (list_.size() == kListed) list_.push_back({&finding::kMoreFindings, ""});
        if (list_.size() > kListed && !decides) return;
        refuses_ = refuses_ || finding.kind->refuses;
        errs_ = errs_ || finding.kind->level == Level::error;
        list_.push_back(std::move(finding));
    }
    void append(const Findings& more) {
        for (const Finding& finding : more) push_back(finding);
    }
    void clear() {
        list_.clear();
        refuses_ = errs_ = false;
    }

    // Returns true when no further finding can change the list.
    bool is_complete() const { return list_.size() > kListed && refuses_ && errs_; }
    bool empty() const { return list_.empty(); }
    std::size_t size() const { return list_.size(); }
    std::vector<Finding>::const_iterator begin() const { return list_.begin(); }
    std::vector<Finding>::const_iterator end() const { return list_.end(); }
    const Finding& front() const { return list_.front(); }
    const Finding& operator[](std::size_t index) const { return list_[index]; }

 private:
    std::vector<Finding> list_;
    bool refuses_ = false, errs_ = false;
};

}  // namespace vpass
