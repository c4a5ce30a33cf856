#pragma once
// The ledger is an authority's whole state in one folder (vpass-ledger(5)). It has one writer.
//
//     ledger.json   the log's name and the base of the status lists' names
//     register.db   the register (register.hpp)
//     log.key       the log's signing key
//     public/       the public log (log.hpp)
//     lock          held by the writer
//
// Each event becomes a row of the register and an entry of the log under the same number. The order of
// writes, each durable before the next, is: register, entries, tiles, checkpoint; then the register records
// that the checkpoint is released. Entries that no checkpoint covers were never released; the next writer
// drops them from the register and overwrites them in the log. A checkpoint that is older than the one
// recorded is an old copy: a writer refuses such a ledger.
//
// One Ledger belongs to one thread at a time.
#include "base/file.hpp"
#include "formats/format.hpp"
#include "ledger/count_blocks.hpp"
#include "ledger/register/register.hpp"
#include "ledger/traces.hpp"
#include "log/log.hpp"

namespace vpass {

struct LedgerConfig {
    std::string name;        // the log's origin, such as "log.example.go.kr/passes"
    std::string status_uri;  // the names of status lists start with it

    static LedgerConfig make(std::string name);  // with the usual status_uri
    static LedgerConfig made_up();               // with a random name below ".invalid"
};

class Ledger {
 public:
    // Makes a ledger, or completes what an earlier call that failed has begun. Throws Error "exists" when
    // there is a ledger, "not-empty" when the folder holds anything else. The folder belongs to its owner
    // alone; with `for_group` its group may read everything except the log's key.
    static void create(const std::filesystem::path& folder, const LedgerConfig& config,
                       bool for_group = false);
    static bool exists(const std::filesystem::path& folder);  // a whole one

    // Opens a ledger for writing. Throws Error "locked"; "no-ledger"; "register-behind" when the register
    // lacks entries that the log has had, "log-behind" when the log lacks entries that were released or seen
    // elsewhere, "log-forked" when it has other entries, "newer-site"; "log-corrupt" and others of LogWriter,
    // Register and read_traces().
    explicit Ledger(const std::filesystem::path& folder, FileLock::When when = FileLock::When::wait,
                    const LedgerTraces& traces = {});
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    const LedgerConfig& config() const;
    Register& rows();
    const Checkpoint& checkpoint() const;
    const std::string& note() const;  // the checkpoint as it is signed
    std::uint64_t dropped() const;    // how many entries an earlier run left that no checkpoint covers

    // Begins an act: everything appended from here on is by `operator_name` at `time`, and its entries are
    // committed to that. Throws Error "usage" without an operator.
    const RegisterBatch& begin(std::string_view operator_name, UnixTime time, std::string_view command);

    // Returns the row of a signing key. The first pass that a key signs comes with an event that announces
    // the key. Throws Error "bad-key" when it has signed for another issuer.
    RegisterKey use_key(const SignerName& signer, const Certificate& certificate);
    CountBlocks counts(const RegisterKey& key) const;  // from which its passes get their slots

    // Appends what has happened, events first. It is durable when the call returns, with `entry`, `salt` and
    // `batch` filled in. `given` holds the counts that its keys gave away. `also` runs in the same
    // transaction. After an Error nothing more can be added, and opening the ledger again shows what is in.
    struct Changes {
        std::span<RegisterEvent> events = {};
        std::span<RegisterPass> passes = {};
        std::span<const GivenCounts> given = {};
        std::span<const UnregisteredPass> unregistered = {};  // that events are about for the first time
        std::function<void(std::uint64_t size)> also = {};    // with the log's size after the changes
    };
    void append(const Changes& changes);

 private:
    friend class LedgerRestorer;
    struct State;
    explicit Ledger(std::unique_ptr<State> state);  // unchecked
    std::unique_ptr<State> state_;
};

// Returns the hash that the entry of a rule is committed to: SHA-256 of {"kid":…,"from":…,"to":…} as compact
// JSON, where the times are RFC 3339 in UTC, and members that the rule does not have are left out.
Sha256 rule_hash(std::string_view kid, std::optional<UnixTime> from, std::optional<UnixTime> to);

// Return the paths of the parts of a ledger's folder.
std::filesystem::path ledger_register(const std::filesystem::path& folder);
std::filesystem::path ledger_log(const std::filesystem::path& folder);
// The log in a folder that somebody names: `folder`, or `folder`/public when that is a ledger.
std::filesystem::path log_folder(const std::filesystem::path& folder);
std::filesystem::path ledger_lock(const std::filesystem::path& folder);
// Returns the mode of the register and the lock: readable for the group when the folder is open to its group,
// else for nobody else.
FileMode ledger_reader_mode(const std::filesystem::path& folder);
LedgerConfig read_ledger_config(const std::filesystem::path& folder);  // Error "no-ledger"
NoteSigner read_ledger_log_key(const std::filesystem::path& folder);

}  // namespace vpass
