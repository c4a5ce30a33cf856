// Writes the register's tables for the ledger.
#include "ledger/register/register.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "ledger/register/register_state.hpp"
#include "ledger/register/schema.hpp"

namespace vpass {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kLookupRows = 1 << 20;  // sorted at a time: 32 MiB

// Derives the current state from the events alone. 2 is revoke, and the last event about each thing counts; 4
// is the first use of a key.
constexpr const char* kDerive = R"(
DELETE FROM signing_key WHERE key NOT IN (SELECT key FROM event WHERE type = 4);
DELETE FROM revoked;
INSERT INTO revoked (pass, since) SELECT last.pass, batch.time
    FROM (SELECT pass, max(entry), type, batch FROM event WHERE pass IS NOT NULL GROUP BY pass) AS last
    JOIN batch USING (batch) WHERE last.type = 2;
UPDATE unregistered SET revoked_since = (SELECT batch.time
    FROM (SELECT max(entry), type, batch FROM event WHERE event.unregistered = unregistered.unregistered) AS last
    JOIN batch USING (batch) WHERE last.type = 2);
DELETE FROM rule;
INSERT INTO rule (entry, key, issued_from, issued_to, since) SELECT last.entry, last.key, last.issued_from, last.issued_to, batch.time
    FROM (SELECT max(entry) AS entry, type, key, issued_from, issued_to, batch FROM event
          WHERE type IN (2, 3) AND pass IS NULL AND unregistered IS NULL
          GROUP BY key, issued_from, issued_to) AS last
    JOIN batch USING (batch) WHERE last.type = 2;
)";

std::int64_t token(std::string_view kind, std::string_view text) {
    Buffer message;
    append(message, as_bytes(kind));
    append(message, as_bytes(text));
    const Sha256 hash = sha256(message);
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < 8; ++i) out = out << 8 | hash[i];
    return static_cast<std::int64_t>(out);
}

Buffer joined(const std::vector<RevocationHash>& hashes) {
    Buffer out;
    for (const RevocationHash& hash : hashes) append(out, hash);
    return out;
}

std::optional<Bytes> if_any(const Buffer& bytes) {
    return bytes.empty() ? std::nullopt : std::optional(Bytes(bytes));
}

}  // namespace

std::int64_t id_token(std::string_view id) { return token("id ", id); }
std::int64_t record_token(std::string_view record_id) { return token("record ", record_id); }
std::int64_t slot_token(std::int64_t key, std::uint64_t slot) {
    return token("slot ", std::to_string(key) + ' ' + std::to_string(slot));
}

void Register::create(const fs::path& path) {
    std::error_code unknown;
    if (!fs::exists(path, unknown)) create_file(path, {}, FileMode::secret);
    sql::Database database(path, true);
    // The mode is written to the file itself, before the tables.
    database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    if (schema_version(database) == 0) upgrade_schema(database);
}

Register::Register(const fs::path& path, Mode mode)
    : state_(std::make_unique<State>(path, mode == Mode::write)) {
    check_schema(state_->database);
    if (mode == Mode::read) {
        show_as_current(state_->database);
    } else {
        state_->database.run("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000");
        upgrade_schema(state_->database);
    }
}
Register::~Register() = default;
Register::Register(Register&&) noexcept = default;

void Register::change(const std::function<void()>& act) {
    sql::Transaction transaction(state_->database);
    act();
    transaction.commit();
}

std::int64_t Register::next_batch() const {
    const auto last = state_->sql("SELECT ifnull(max(batch), 0) FROM batch");
    last->step();
    return last->integer(0) + 1;
}

void Register::add_batch(const RegisterBatch& batch) {
    state_->sql("INSERT INTO batch (batch, operator, time, record) VALUES (?, ?, ?, ?)")
        ->bind(batch.batch)
        .bind(batch.operator_name)
        .bind(batch.time)
        .bind(batch.record)
        .run();
}

void Register::add_key(const RegisterKey& key) {
    state_
        ->sql(
            "INSERT INTO signing_key (key, kid, issuer, public_key, certificate, status_uri, slots, next, "
            "permutation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        ->bind(key.key)
        .bind(key.kid)
        .bind(key.issuer)
        .bind(key.public_key)
        .bind(if_any(key.certificate))
        .bind(key.status_uri)
        .bind(key.slots)
        .bind(key.next)
        .bind(key.permutation)
        .run();
}

void Register::set_next(std::int64_t key, std::uint64_t next, std::uint64_t slots) {
    state_->sql("UPDATE signing_key SET next = max(next, ?), slots = max(slots, ?) WHERE key = ?")
        ->bind(next)
        .bind(slots)
        .bind(key)
        .run();
}

void Register::add_pass(const RegisterPass& pass) {
    state_
        ->sql(
            "INSERT INTO pass (entry, id, format, key, slot, rid, salt, hash, issued_at, expires_at, batch, "
            "content, record_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        ->bind(pass.entry)
        .bind_or_null(pass.id)
        .bind(pass.format)
        .bind(pass.key)
        .bind(pass.slot)
        .bind_or_null(pass.rid)
        .bind(pass.salt)
        .bind(pass.hash)
        .bind(pass.issued_at)
        .bind(pass.expires_at ? std::optional(pass.expires_at) : std::nullopt)
        .bind(pass.batch)
        .bind(pass.content)
        .bind_or_null(pass.record_id)
        .run();
}

void Register::add_event(const RegisterEvent& event) {
    state_
        ->sql(
            "INSERT INTO event (entry, type, pass, unregistered, key, issued_from, issued_to, reason, salt, "
            "hash, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        ->bind(event.entry)
        .bind(static_cast<std::int64_t>(event.type))
        .bind(event.pass)
        .bind(event.unregistered)
        .bind(event.key)
        .bind(event.issued_from)
        .bind(event.issued_to)
        .bind_or_null(event.reason)
        .bind(event.salt)
        .bind(event.hash)
        .bind(event.batch)
        .run();
    const bool revoke = event.type == LogEntryType::revoke;
    if (!revoke && event.type != LogEntryType::unrevoke) return;
    if (event.pass && revoke) {
        state_->sql("INSERT OR REPLACE INTO revoked (pass, since) SELECT ?, time FROM batch WHERE batch = ?")
            ->bind(event.pass)
            .bind(event.batch)
            .run();
    } else if (event.pass) {
        state_->sql("DELETE FROM revoked WHERE pass = ?")->bind(event.pass).run();
    } else if (event.unregistered) {
        state_
            ->sql(
                "UPDATE unregistered SET revoked_since = "
                "CASE WHEN ? = 2 THEN (SELECT time FROM batch WHERE batch = ?) END WHERE unregistered = ?")
            ->bind(static_cast<std::int64_t>(event.type))
            .bind(event.batch)
            .bind(event.unregistered)
            .run();
    } else {
        state_->sql("DELETE FROM rule WHERE key = ? AND issued_from IS ? AND issued_to IS ?")
            ->bind(event.key)
            .bind(event.issued_from)
            .bind(event.issued_to)
            .run();
        if (!revoke) return;
        state_
            ->sql(
                "INSERT INTO rule (entry, key, issued_from, issued_to, since) "
                "SELECT ?, ?, ?, ?, time FROM batch WHERE batch = ?")
            ->bind(event.entry)
            .bind(event.key)
            .bind(event.issued_from)
            .bind(event.issued_to)
            .bind(event.batch)
            .run();
    }
}

void Register::set_released(const Released& released) {
    // The released log is already on disk. This row only has to outlive the process, and the next commit
    // makes it durable, so we do not wait for the disk.
    state_->database.run("PRAGMA synchronous = NORMAL");
    change([&] {
        state_->sql("INSERT OR REPLACE INTO released (one, size, root) VALUES (1, ?, ?)")
            ->bind(released.size)
            .bind(released.root)
            .run();
    });
    state_->database.run("PRAGMA synchronous = FULL");
}

void Register::add_block(std::int64_t key, std::uint64_t block) {
    state_->sql("INSERT OR IGNORE INTO block (key, block) VALUES (?, ?)")->bind(key).bind(block).run();
}

void Register::add_gap(const RegisterGap& gap) {
    state_->sql("INSERT INTO gap (entry, first, record) VALUES (?, ?, ?)")
        ->bind(gap.entry)
        .bind(gap.first)
        .bind(gap.record)
        .run();
}

void Register::add_lost_slot(std::int64_t key, std::uint64_t slot, std::uint64_t gap) {
    state_->sql("INSERT OR IGNORE INTO lost_slot (key, slot, entry) VALUES (?, ?, ?)")
        ->bind(key)
        .bind(slot)
        .bind(gap)
        .run();
}

void Register::set_first_count(std::uint64_t count) {
    state_
        ->sql(
            "INSERT OR REPLACE INTO meta (name, value) VALUES ('first_count', max(?, ifnull("
            "(SELECT value FROM meta WHERE name = 'first_count'), 0)))")
        ->bind(count)
        .run();
}

std::int64_t Register::next_unregistered() const {
    const auto last = state_->sql("SELECT ifnull(max(unregistered), 0) FROM unregistered");
    last->step();
    return last->integer(0) + 1;
}

void Register::add_unregistered(const UnregisteredPass& pass) {
    std::array<Buffer, kHashKinds> hashes;
    std::transform(pass.hashes.begin(), pass.hashes.end(), hashes.begin(), joined);
    const auto of = [&](HashKind kind) { return if_any(hashes[static_cast<std::size_t>(kind)]); };
    state_
        ->sql(
            "INSERT INTO unregistered (unregistered, hash, id, format, key, rid, issued_at, expires_at, "
            "country, signature_hash, uci_hash, country_uci_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?)")
        ->bind(pass.row)
        .bind(pass.hash)
        .bind_or_null(pass.id)
        .bind(pass.format)
        .bind(pass.key)
        .bind_or_null(pass.rid)
        .bind(pass.issued_at)
        .bind(pass.expires_at ? std::optional(pass.expires_at) : std::nullopt)
        .bind_or_null(pass.country)
        .bind(of(HashKind::signature))
        .bind(of(HashKind::uci))
        .bind(of(HashKind::country_uci))
        .run();
}

void Register::add_publication(const Publication& publication) {
    state_->sql("INSERT INTO publication (sequence, time, log_size, manifest, site) VALUES (?, ?, ?, ?, ?)")
        ->bind(publication.sequence)
        .bind(publication.time)
        .bind(publication.log_size)
        .bind(publication.manifest)
        .bind_or_null(publication.site)
        .run();
    for (const Publication::List& list : publication.lists) {
        state_->sql("INSERT INTO published_list (sequence, key, slots, hash) VALUES (?, ?, ?, ?)")
            ->bind(publication.sequence)
            .bind(list.key)
            .bind(list.slots)
            .bind(list.hash)
            .run();
    }
}

std::uint64_t Register::drop_from(std::uint64_t size) {
    const auto remove = [&](std::string_view sql) {
        state_->sql(sql)->bind(size).run();
        return static_cast<std::uint64_t>(state_->database.changes());
    };
    state_->sql("INSERT OR REPLACE INTO meta (name, value) VALUES ('written', ?)")->bind(written()).run();
    const auto lookup_size = state_->sql(kLookupSize);
    lookup_size->step();
    if (lookup_size->number(0) > size) {
        remove("DELETE FROM lookup WHERE entry >= ?");
        remove("UPDATE meta SET value = ? WHERE name = 'lookup_size'");
    }
    remove("UPDATE meta SET value = min(value, ?) WHERE name = 'first_whole_row'");
    const std::uint64_t passes = remove("DELETE FROM pass WHERE entry >= ?");
    const std::uint64_t events = remove("DELETE FROM event WHERE entry >= ?");
    remove("DELETE FROM gap WHERE entry >= ?");
    remove("DELETE FROM lost_slot WHERE entry >= ?");
    // A publication's own entry is the first one that it does not take into account.
    remove(
        "DELETE FROM published_list WHERE sequence IN (SELECT sequence FROM publication WHERE log_size >= "
        "?)");
    remove("DELETE FROM publication WHERE log_size >= ?");
    if (events) state_->database.run(kDerive);
    return passes + events;
}

void Register::update_lookup() {
    const auto lookup_size = state_->sql(kLookupSize);
    lookup_size->step();
    std::uint64_t from = lookup_size->number(0);
    lookup_size->run();
    for (const std::uint64_t end = size(); from < end;) {
        const std::uint64_t to = std::min(end, from + kLookupRows);
        std::vector<std::pair<std::int64_t, std::uint64_t>> rows;
        passes(from, to, [&](const RegisterPass& pass) {
            if (!pass.id.empty()) rows.emplace_back(id_token(pass.id), pass.entry);
            if (!pass.record_id.empty()) rows.emplace_back(record_token(pass.record_id), pass.entry);
            if (pass.slot) rows.emplace_back(slot_token(pass.key, *pass.slot), pass.entry);
        });
        std::sort(rows.begin(), rows.end());  // in the order of the table, which then takes them at a run
        change([&] {
            const auto insert = state_->sql("INSERT INTO lookup (token, entry) VALUES (?, ?)");
            for (const auto& [token, entry] : rows) insert->bind(token).bind(entry).run();
            state_->sql("UPDATE meta SET value = ? WHERE name = 'lookup_size'")->bind(to).run();
        });
        from = to;
    }
}

}  // namespace vpass
