#pragma once
// Private keys, and the certificates that name them.
#include <vpass/error.hpp>
#include <vpass/time.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace vpass::v0 {

// The source of a token's PIN, unless the key's URI names one itself. The PIN is read when it is first
// needed.
struct Pin {
    std::string file;     // its first line is the PIN
    int descriptor = -1;  // or the first line that comes from this file descriptor, which stays the caller's
    bool ask = false;     // or the terminal, when there is neither
};

// A private key with the certificate that names it. It is immutable, and copies share one key; any number of
// threads may sign with it. The key of a token stays in the token.
class VPASS_API SigningKey {
 public:
    // Reads `key`, the path of a PEM file or a pkcs11: URI (RFC 7512), and `certificate`, the path of a PEM
    // file. Throws Error "bad-key" when the two do not belong together or no format signs with such a key;
    // "io" for a file or token module that cannot be read; "bad-pin", "no-pin", "token" and
    // "bad-certificate".
    static SigningKey load(const std::string& key, const std::string& certificate, const Pin& pin = {});

    // Loads a key without a certificate, where the key is named by itself: for SMART Health Cards, and for
    // the manifest of a site.
    static SigningKey load(const std::string& key, const Pin& pin = {});

    struct State;
    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    const State& state() const { return *state_; }  // the library's own

 private:
    friend struct Access;
    explicit SigningKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

// The content of the certificates of a new authority, or of a certificate request.
struct AuthoritySubject {
    std::string country = "KR";
    std::string organization = {};  // empty: the country's authority, as `vpass key` names it
    std::vector<std::string> kinds = {"vaccination", "test", "recovery"};  // what the signer may sign
    // Names of the issuer in SMART Health Cards (https) and NZ COVID Passes (did:web).
    std::vector<std::string> issuer_urls = {};
    bool is_test = false;  // marks the certificates as those of test keys
};

// A new authority: a root (CSCA) and a signer (DSC) of passes under it, each with a certificate, as PEM
// texts.
struct VPASS_API Authority {
    std::string csca_key, csca;
    std::string dsc_key, dsc;

    // Writes csca.key, csca.pem, dsc.key and dsc.pem, which are durable when it returns; only their owner may
    // read the keys. Makes the folder if needed. Throws Error "exists" for a file that exists, and "io".
    void write(const std::filesystem::path& folder) const;
};

// Makes ES256 keys. The root is valid for five years from `from` on, the signer for two. Throws Error "usage"
// for a subject that a certificate cannot hold.
VPASS_API Authority make_authority(const AuthoritySubject& subject, Time from);

// Returns a certificate request (PKCS#10, PEM) for a key, to be signed by a root elsewhere.
VPASS_API std::string certificate_request(const SigningKey& key, const AuthoritySubject& subject);

}  // namespace vpass::v0
