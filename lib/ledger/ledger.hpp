#pragma once
// The ledger: an authority's whole state in one folder (vpass-ledger(5)), and its one writer.
//
//     ledger.json   the log's name and the base of the status lists' names
//     register.db   the register (register.hpp)
//     log.key       the log's signing key
//     public/       the public log (log.hpp)
//     lock          held by the writer
//
// Everything that happens becomes a row of the register and an entry of the log under the same number. The
// order of writes, each durable before the next: register, entries, tiles, checkpoint; then the register
// records that the checkpoint is released. What no checkpoint covers was never released; the next writer
// drops it from the register and overwrites it in the log. A checkpoint that is older than the one recorded
// is an old copy: no writer touches such a ledger.
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
    // Makes a ledger, or ends what an earlier call that failed has begun. Error "exists" when there is a
    // ledger, "not-empty" when the folder holds anything else.
    // The folder is its owner's alone; with `for_group` its group may read all but the log's key.
    static void create(const std::filesystem::path& folder, const LedgerConfig& config,
                       bool for_group = false);
    static bool exists(const std::filesystem::path& folder);  // a whole one

    // For writing. Error "locked"; "no-ledger"; "register-behind" when the register lacks what the log has
    // had, "log-behind" when the log lacks what was released or seen elsewhere, "log-forked" when it has
    // other entries, "newer-site"; "log-corrupt" and others of LogWriter, Register and read_traces().
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

    // Begins an act: what is appended from here on is by `operator_name` at `time`, and its entries are
    // committed to that. Error "usage" without an operator.
    const RegisterBatch& begin(std::string_view operator_name, UnixTime time, std::string_view command);

    // The row of a signing key. The first pass that it signed goes with an event that tells of the key.
    // Error "bad-key" when it has signed for another issuer.
    RegisterKey use_key(const SignerName& signer, const Certificate& certificate);
    CountBlocks counts(const RegisterKey& key) const;  // from which its passes get their slots

    // What has happened, events first; durable when it returns, with `entry`, `salt` and `batch` filled in.
    // `given`: what the counts of its keys gave away. `also` runs in the same transaction. After an Error
    // nothing more can be added, and opening the ledger again tells what is in.
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

// What the entry of a rule is committed to: SHA-256 of {"kid":…,"from":…,"to":…} as compact JSON, where the
// times are RFC 3339 in UTC, and what the rule leaves out is left out.
Sha256 rule_hash(std::string_view kid, std::optional<UnixTime> from, std::optional<UnixTime> to);

// Where things are in a ledger's folder.
std::filesystem::path ledger_register(const std::filesystem::path& folder);
std::filesystem::path ledger_log(const std::filesystem::path& folder);
// The log in a folder that somebody names: `folder`, or `folder`/public when that is a ledger.
std::filesystem::path log_folder(const std::filesystem::path& folder);
std::filesystem::path ledger_lock(const std::filesystem::path& folder);
// Of the register and the lock: for the group of a folder that is open to it and to nobody else.
FileMode ledger_reader_mode(const std::filesystem::path& folder);
LedgerConfig read_ledger_config(const std::filesystem::path& folder);  // Error "no-ledger"
NoteSigner read_ledger_log_key(const std::filesystem::path& folder);

}  // namespace vpass
