#pragma once
// The register is an authority's private list of the passes that it signed, a SQLite database
// (vpass-ledger(5) describes the tables). Each row of `pass` and `event` stands for one entry of the public
// log and has its index. The ledger (ledger.hpp) writes; anyone else opens it for reading, also while the
// ledger writes.
//
// One Register belongs to one thread. Throws Error "io" for the disk, "locked", "bad-register".
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "keys/certificate.hpp"
#include "keys/key_identity.hpp"
#include "log/entry.hpp"
#include "revocation/eu_hashes.hpp"

namespace vpass {

// A signing key and its status list.
struct RegisterKey {
    std::int64_t key = 0;     // the row's number
    std::string kid;          // as in records (SignerName::kid_text)
    std::string issuer;       // as its passes name it
    Buffer public_key;        // SubjectPublicKeyInfo, DER
    Buffer certificate;       // DER; empty when the key has none
    std::string status_uri;   // names its status list
    std::uint64_t slots = 0;  // how long the list is to be published
    std::uint64_t next = 0;   // the next count; slots.hpp makes a slot of it
    Buffer permutation;       // the key of the SlotPermutation

    std::string raw_kid() const;  // as in trust files and in Envelope::kid
    KeyIdentity identity() const;
};

// The salt is missing once it has been erased: then nobody can show which pass an entry is about.
struct RegisterPass {
    std::uint64_t entry = 0;
    std::string id;         // may be empty
    std::string record_id;  // the registry's own name of the record, if it has one
    std::string format;
    std::int64_t key = 0;
    std::optional<std::uint64_t> slot;  // formats that cannot name one have none
    std::string rid;                    // SMART Health Cards have one
    std::optional<LogSalt> salt;
    Sha256 hash{};  // pass_hash()
    UnixTime issued_at = 0;
    UnixTime expires_at = 0;  // 0: never
    std::int64_t batch = 0;
    std::optional<Sha256> content;  // pass_content(); registers of versions before 3 did not keep it
};

// Returns the hash by which a pass is recognised when it comes again: SHA-256 of the format and the payload's
// JSON text.
Sha256 pass_content(std::string_view format, std::string_view payload);

// An act. It is about one of these: a pass; an unregistered pass; or a rule, which is a key, or the passes of
// a key that were issued in [issued_from, issued_to).
struct RegisterEvent {
    std::uint64_t entry = 0;
    LogEntryType type = LogEntryType::revoke;
    std::optional<std::uint64_t> pass;         // its entry
    std::optional<std::int64_t> unregistered;  // its row
    std::optional<std::int64_t> key;           // whose pass, or of the rule; a published list may have none
    std::optional<UnixTime> issued_from, issued_to;
    std::string reason;
    std::optional<LogSalt> salt;
    Sha256 hash{};  // of a pass: its hash; else SHA-256 of what is named (vpass-ledger(5))
    std::int64_t batch = 0;
};

// A rule that is in force.
struct RegisterRule {
    std::uint64_t entry = 0;  // that made it
    std::int64_t key = 0;
    std::optional<UnixTime> from, to;
    UnixTime since = 0;
};

// A pass that a key of ours signed and the register does not know: it was lost, or forged with a stolen key.
// It may carry the slot of an honest pass, so lists name it by its hashes (eu_hashes.hpp).
struct UnregisteredPass {
    std::int64_t row = 0;
    Sha256 hash{};  // pass_hash()
    std::string id;
    std::string format;
    std::int64_t key = 0;
    std::string rid;
    UnixTime issued_at = 0;
    UnixTime expires_at = 0;
    std::string country;  // two letters, whose EU batches name it; empty for formats that have none
    std::array<std::vector<RevocationHash>, kHashKinds> hashes;  // by HashKind
    std::optional<UnixTime> revoked_since;
};

// The act of one run, and the audit record that its entries are committed to.
struct RegisterBatch {
    std::int64_t batch = 0;
    std::string operator_name;
    UnixTime time = 0;
    std::string record;  // JSON; SHA-256 of it is the commitments' audit hash
};

// Lost rows: the log's entries in [first, entry) are of passes and events that nobody knows any more.
struct RegisterGap {
    std::uint64_t entry = 0;  // of the event that tells of it
    std::uint64_t first = 0;
    std::string record;  // JSON; the event's hash is its SHA-256
};

// A state of the ledger that was published.
struct Publication {
    std::uint64_t sequence = 0;
    UnixTime time = 0;
    std::uint64_t log_size = 0;  // everything below that entry was taken into account
    Sha256 manifest{};           // SHA-256 of the manifest; zeros for one whose manifest is lost
    std::string site;            // the folder, as an absolute path; may be empty
    struct List {
        std::int64_t key = 0;  // whose status list
        std::uint64_t slots = 0;
        Sha256 hash{};  // StatusList::hash()
    };
    std::vector<List> lists;
};

class Register {
 public:
    enum class Mode { read, write };
    static void create(const std::filesystem::path& path);  // an empty one; leaves one that is there
    Register(const std::filesystem::path& path, Mode mode);
    ~Register();
    Register(Register&& other) noexcept;

    // While a snapshot lives, reading sees one state, whoever writes meanwhile.
    class Snapshot {
     public:
        explicit Snapshot(const Register& of);
        ~Snapshot();
        Snapshot(const Snapshot&) = delete;
        Snapshot& operator=(const Snapshot&) = delete;

     private:
        const Register& of_;
    };

    std::uint64_t size() const;     // one more than the last entry
    std::uint64_t written() const;  // the largest size that it ever had
    // The last checkpoint that was released; nothing in a register of an older version.
    struct Released {
        std::uint64_t size = 0;
        Sha256 root{};
    };
    std::optional<Released> released() const;
    std::vector<RegisterGap> gaps() const;
    // The blocks of counts that a key has given away (count_blocks.hpp), and the count below which no key
    // gives away any more.
    std::vector<bool> given_blocks(std::int64_t key) const;
    std::uint64_t first_count() const;
    std::vector<RegisterKey> keys() const;
    std::optional<RegisterKey> find_key(std::string_view kid) const;
    // Finds a key by any of its names, as people write it: its kid in some format or certificate
    // (key_identity.hpp).
    std::optional<RegisterKey> find_key_called(std::string_view name) const;
    // Returns all rows of one public key: it has one for each format that names it in another way.
    std::vector<RegisterKey> rows_of_key(const RegisterKey& key) const;
    std::optional<RegisterBatch> find_batch(std::int64_t batch) const;

    // Visit the rows with entries in [first, end), in their order.
    void passes(std::uint64_t first, std::uint64_t end,
                const std::function<void(const RegisterPass&)>& visit) const;
    void events(std::uint64_t first, std::uint64_t end,
                const std::function<void(const RegisterEvent&)>& visit) const;

    // Visits the hash of each pass, in the order of the entries.
    void pass_hashes(const std::function<void(std::uint64_t entry, const Sha256& hash)>& visit) const;

    std::optional<RegisterPass> find_pass(std::uint64_t entry) const;
    // Visits the passes that have these entries, which ascend, in their order. The row holds during the call.
    void find_passes(std::span<const std::uint64_t> entries,
                     const std::function<void(const RegisterPass&)>& visit) const;
    // Returns how many passes a rule is about.
    std::uint64_t count_passes(std::int64_t key, std::optional<UnixTime> from,
                               std::optional<UnixTime> to) const;
    std::vector<RegisterPass> find_id(std::string_view id) const;
    std::vector<RegisterPass> find_record(std::string_view record_id) const;
    // Returns the passes with any of these ids, by one query; only those that update_lookup() has seen.
    std::vector<RegisterPass> find_ids(std::span<const std::string> ids) const;
    std::optional<RegisterPass> find_slot(std::int64_t key, std::uint64_t slot) const;

    // Return what was revoked when the log had `log_size` entries (nothing: now), in ascending order.
    using At = std::optional<std::uint64_t>;
    std::vector<std::uint64_t> revoked_slots(std::int64_t key, At log_size = {}) const;
    std::vector<std::string> revoked_rids(std::int64_t key, At log_size = {}) const;
    std::vector<RegisterRule> rules() const;                     // now
    std::vector<UnregisteredPass> revoked_unregistered() const;  // now
    std::optional<UnixTime> revoked_since(std::uint64_t pass) const;
    std::optional<UnregisteredPass> find_unregistered(const Sha256& hash) const;

    std::vector<Publication> publications() const;  // oldest first
    std::uint64_t last_publication() const;         // its sequence number; 0 when there is none
    std::string last_site() const;  // where something was published last; empty when not known
    std::uint64_t published_slots(std::int64_t key) const;  // of the key's newest list; 0 when there is none

    // Does not wait for the disk: the row is durable with the next change(), or once the register is closed.
    void set_released(const Released& released);

    // Returns the first entry for which the log commits to the whole row (row_commitment.hpp); those before
    // are older.
    std::uint64_t first_whole_row() const;

    // --- For auditors: whether the tables agree with each other, whoever wrote them. ---

    // Returns rows of `revoked`, `rule` and `unregistered` that differ from the sum of all events.
    struct Underived {
        std::string table;
        std::uint64_t row = 0;                        // the pass, the rule's event, the unregistered pass
        std::optional<UnixTime> registered, derived;  // since when it is revoked; nothing: it is not
    };
    std::vector<Underived> underived() const;
    struct Shared {
        std::vector<std::uint64_t> entries;  // of the passes
        std::string id;
        std::int64_t key = 0;
        std::uint64_t slot = 0;
        bool differ = false;  // what they say is known, and not one thing
    };
    // Visits each slot of one key that was given to several passes.
    void shared_slots(const std::function<void(const Shared&)>& visit) const;
    // Visits each id of one format that several passes have which are not revoked, unless all of them have
    // the same content.
    void shared_ids(const std::function<void(const Shared&)>& visit) const;
    // Returns passes whose salt was erased and whose hash is that of another pass: both entries.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> erased_twins() const;
    // Returns true when a count of this key was ever given away.
    bool is_given(const RegisterKey& key, std::uint64_t count) const;

    // --- For the ledger, inside change(). ---

    // Runs `act` as one transaction, durable when it returns; when it throws, nothing stays.
    void change(const std::function<void()>& act);

    std::int64_t next_batch() const;
    void add_batch(const RegisterBatch& batch);
    void add_key(const RegisterKey& key);
    void set_next(std::int64_t key, std::uint64_t next, std::uint64_t slots);  // never lowers them
    void add_pass(const RegisterPass& pass);
    void add_event(const RegisterEvent& event);  // and what follows from it: revoked, rule, unregistered
    std::int64_t next_unregistered() const;
    void add_unregistered(const UnregisteredPass& pass);  // not revoked, before an event says so
    void add_publication(const Publication& publication);
    void add_block(std::int64_t key, std::uint64_t block);
    void add_gap(const RegisterGap& gap);
    void add_lost_slot(std::int64_t key, std::uint64_t slot,
                       std::uint64_t gap);      // stays revoked from then on
    void set_first_count(std::uint64_t count);  // never lowers it
    // Forgets the entries from `size` on, which no checkpoint ever covered; returns how many there were.
    std::uint64_t drop_from(std::uint64_t size);
    // Brings the table up to date by which find_id(), find_record() and find_slot() look passes up. Until
    // then they read all newer rows at each call; signing never waits for it.
    void update_lookup();

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vpass
