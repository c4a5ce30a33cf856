#pragma once
// A TrustStore holds the keys whose signatures count. It is filled from trust files before any pass is judged
// and only read afterwards; then any number of threads may use it. Nothing is trusted by default.
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "crypto/signature_batch.hpp"
#include "keys/gdhcn/network_list.hpp"
#include "keys/key_identity.hpp"
#include "keys/kind.hpp"

namespace vpass {

struct TrustedKey {
    std::string
        issuer;       // the one issuer this key signs for: country code, URL or DID; empty: not bound to any
    std::string kid;  // as passes carry it: 8 raw bytes of an EU DSC, text elsewhere
    VerificationKey key;
    std::optional<Certificate> certificate;
    unsigned kinds = 0;         // bit per Kind that the certificate is limited to; 0: any kind
    std::string source;         // the file it came from
    bool only_vouches = false;  // a CA that signs no passes itself
    bool is_weak = false;       // set by TrustStore::add
    // In a list of WHO's network. Its domains limit the kinds as the certificate does; 0: any kind.
    Listing listing = {};
    unsigned domain_kinds = 0;
    bool is_idle = false;  // it neither signs passes nor vouches: for uploads and exchange between systems
    // The identity from all entries of the public key; TrustStore::add sets it.
    std::shared_ptr<const KeyIdentity> identity = nullptr;

    bool allows(Kind kind) const {
        const unsigned bit = 1U << static_cast<unsigned>(kind);
        return (kinds == 0 || !is_covid_certificate(kind) || kinds & bit) &&
               (domain_kinds == 0 || domain_kinds & bit);
    }
    bool is_ca() const { return certificate && certificate->is_ca; }
    bool signs() const { return !only_vouches && !is_idle; }
    // A key that the network lists for another use vouches for nobody, whatever its certificate says.
    bool vouches() const { return is_ca() && !is_idle && (!listing || listing.usage == "SCA"); }
};

// Returns the kinds that a certificate's extended key usage limits it to, as bits; 0 when it sets no limit.
// Both arcs that issuers use count: 1.3.6.1.4.1.1847.2021.1.x and 1.3.6.1.4.1.0.1847.2021.1.x (hcert_spec.md,
// x = 1 test, 2 vaccination, 3 recovery).
unsigned kinds_of(const Certificate& certificate);
std::string extended_key_usage_oid(Kind kind);

// Returns the identity by this entry alone.
KeyIdentity identity_of(const TrustedKey& key);

// An entry of a trust file that cannot be used. The other entries still count (RFC 7517 §5).
struct PassedOver {
    std::string source, place;  // the file, and where in it: "entry 3", "line 17"
    std::string kid, issuer;    // as the entry has them, as far as it has them
    std::string problem;

    std::string text() const;  // one line that names all of it
};

// The answer about a certificate that a pass carries.
struct CarriedSigner {
    std::shared_ptr<const TrustedKey> key;  // null: nobody vouches for it
    std::string problem;                    // why not
    std::vector<Validity> vouched;          // when the CAs that vouch for it are valid

    bool is_vouched_at(UnixTime time) const;
};

class TrustStore {
 public:
    TrustStore() = default;
    TrustStore(const TrustStore&) = delete;
    TrustStore& operator=(const TrustStore&) = delete;

    // Loads a file of any kind in vpass-trust(5), or a folder of such files. Throws Error "bad-trust" that
    // names the file.
    void load(const std::string& path);
    // Sets what load() requires of files from now on.
    void demand(ProofRules rules) { proof_rules_ = std::move(rules); }
    const ProofRules& proof_rules() const { return proof_rules_; }
    // Loads the content of such a file, which `source` names.
    void load_text(std::string text, const std::string& source);

    // A key that is there already is left alone, but for further domains. Throws Error "bad-key" for one that
    // neither signs passes nor vouches.
    void add(TrustedKey key);
    void add(Certificate certificate, std::string source);
    void pass_over(PassedOver entry) { passed_over_.push_back(std::move(entry)); }
    std::span<const PassedOver> passed_over() const { return passed_over_; }
    void add(NetworkList list) { lists_.push_back(std::move(list)); }
    std::span<const NetworkList> lists() const { return lists_; }
    // Passes over the references to lists that were not loaded as well. Once, after all files.
    void pass_over_missing_lists();

    // Returns every key with this kid, whoever its issuer is.
    std::span<const TrustedKey* const> with_kid(std::string_view kid) const;
    std::span<const std::unique_ptr<TrustedKey>> keys() const { return keys_; }
    // Returns every public key, with everything that the entries of `keys()` say about it.
    std::span<const std::shared_ptr<KeyIdentity>> identities() const { return identities_; }

    // The key of a certificate that a pass carries, when a CA in this store issued it for that (RFC 5280
    // §6.1). Safe to call from any thread; answers are remembered, up to a bound. Throws Error
    // "bad-certificate" when it does not decode, and "bad-key" when no pass is signed with a key of its kind.
    CarriedSigner chain_to_trusted_ca(Bytes certificate_der) const;
    // The CA in this store that issued the certificate, or nullptr.
    const TrustedKey* issuer_of(const Certificate& certificate) const;
    bool has_ca_of(const std::string& country) const { return cas_.contains(country); }

 private:
    void identify(TrustedKey& key);

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::vector<std::unique_ptr<TrustedKey>> keys_;
    CarriedSigner judge_carried(Bytes certificate_der) const;
    std::vector<const TrustedKey*> issuers_of(const Certificate& certificate) const;

    std::unordered_map<std::string, std::vector<const TrustedKey*>, Hash, std::equal_to<>> by_kid_;
    std::vector<std::shared_ptr<KeyIdentity>> identities_;
    std::map<Sha256, std::shared_ptr<KeyIdentity>> by_identity_;
    std::unordered_map<std::string, std::vector<const TrustedKey*>> cas_;  // by country
    std::unordered_map<std::string, TrustedKey*> known_;                   // what add() has seen
    std::vector<PassedOver> passed_over_;
    std::vector<NetworkList> lists_;
    ProofRules proof_rules_;
    mutable std::mutex vouched_mutex_;
    mutable std::unordered_map<std::string, CarriedSigner> vouched_;  // by DER
    mutable std::size_t vouched_bytes_ = 0;
};

// Returns true when a key may sign passes of `issuer`. `renamed` is set when it may although the names
// differ: DSCs are bound to a country, and real issuers write "CNAM" for FR, or GG under GB's certificate. A
// name that is not a country's proves nothing, so there the country of the pass's entry has to be the
// certificate's.
bool may_sign_for(const TrustedKey& key, std::string_view issuer, std::string_view entry_country,
                  bool& renamed);

// The "use" of a JWK whose certificate belongs to a CA and does not sign passes; it stands beside "sig" and
// "enc" (RFC 7517 §4.2).
constexpr std::string_view kUseOfCa = "ca";

// Writes a JWK Set in vpass's own form: each key with `kid`, `iss`, and its certificate as `x5c`.
std::string to_jwks(std::span<const TrustedKey* const> keys);

}  // namespace vpass
