#pragma once
// An authority's whole state in one folder: the register of its passes and the public log (vpass-ledger(5)).
#include <vpass/policy.hpp>
#include <vpass/sign.hpp>
#include <vpass/trust.hpp>

#include <filesystem>

namespace vpass::v0 {

// The result of revoking a pass, or of taking that back.
struct RevokeResult {
    std::string result;  // "revoked", "already-revoked", "restored", "not-revoked", "unknown", "ambiguous"
    std::string detail = {};         // why it is unknown or ambiguous
    std::uint64_t passes = 0;        // how many it is about
    bool listed = true;              // can published lists name all of them?
    std::optional<Time> since = {};  // when they were revoked
};

struct Publication {
    bool is_new = false;  // false: nothing has changed, and nothing was written
    std::uint64_t sequence = 0;
    std::size_t files = 0;
    Time expires_at{};
};

// Writes a ledger; a ledger has one writer at a time. The object holds the ledger's lock while it lives, and
// belongs to one thread at a time. Whatever a function returns is durable: a crash at any moment loses
// nothing that was returned. After an Error of the environment this object can make no further change;
// opening the ledger again tells what is in it.
class VPASS_API Ledger {
 public:
    // Makes an empty ledger with a log of this name, such as "log.example.go.kr/passes". Throws Error
    // "exists" when there is one, "not-empty" when the folder holds anything else, and "io".
    static void create(const std::filesystem::path& folder, const std::string& log_name);

    struct Options {
        std::string operator_name;  // who answers for what is done; the register keeps it
        // The time of the acts; nothing means the time when the ledger is opened.
        std::optional<Time> at = {};
        // A file that remembers the log's newest checkpoint, so that an old copy of the ledger is recognised.
        std::filesystem::path memory = {};
        bool wait = true;  // for another writer to end; otherwise Error "locked"
    };

    // Opens a ledger for writing. Throws Error "no-ledger", "locked", "usage" without an operator, and
    // "register-behind", "log-behind", "log-forked" or "log-corrupt" for an old or damaged copy, which is
    // never written to.
    Ledger(const std::filesystem::path& folder, const Options& options);
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    // Signs payloads and enters the passes, which the ledger can then revoke and prove. Answers are in the
    // order of the payloads; a payload that was signed before is refused as "already-signed". Many at a time
    // are cheaper: making them durable costs the same for one pass as for thousands. Throws as Signer does,
    // and Error "bad-key" for a key that has signed for another issuer.
    SignedPass issue(const SigningKey& key, std::string_view payload, const SignOptions& options = {});
    std::vector<SignedPass> issue(const SigningKey& key, std::span<const std::string_view> payloads,
                                  const SignOptions& options = {});

    // Revokes the pass of an identifier, or the pass whose text is given, or all that the identifier names.
    // Throws Error for a text that is neither.
    RevokeResult revoke(std::string_view id_or_pass, const std::string& reason = {}, bool all = false);
    // Takes a revocation back.
    RevokeResult restore(std::string_view id_or_pass, bool all = false);

    struct PublishOptions {
        // All keys of the ledger: each signs the lists of the passes that it signed.
        std::vector<SigningKey> keys = {};
        std::optional<SigningKey> root = {};  // the key that signs the manifest; nothing: the first of `keys`
        Trust others = {};                    // more keys to trust
        std::map<std::string, std::string> policies = {};  // rule sets to publish, content by file name
        std::chrono::seconds valid_for = std::chrono::hours(24 * 7);  // until then verifiers rely on the site
        std::size_t deltas = 7;                                       // from so many publications before
        bool refresh = false;  // publishes although nothing has changed
    };
    // Publishes the ledger's state as a site: the folder is replaced in one step. Throws Error "no-key" when
    // a key of the ledger is not among `keys`, "newer-site", "wrong-root", "exists", "bad-policy" and "io".
    Publication publish(const std::filesystem::path& site, const PublishOptions& options);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vpass::v0
