// Answers questions to the register.
#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "ledger/register/register_state.hpp"

namespace vpass {
namespace {

// The columns that read_pass, read_event and read_key take, in their order.
#define PASS_COLUMNS                                                                         \
    "entry, id, format, key, slot, rid, salt, hash, issued_at, expires_at, batch, content, " \
    "record_id"
constexpr std::string_view kPass = "SELECT " PASS_COLUMNS " FROM pass";
constexpr std::string_view kEvent =
    "SELECT entry, type, pass, unregistered, key, issued_from, issued_to, reason, salt, hash, batch FROM "
    "event";
constexpr std::string_view kKey =
    "SELECT key, kid, issuer, public_key, certificate, status_uri, slots, next, permutation FROM signing_key";
constexpr std::string_view kUnregistered =
    "SELECT unregistered, hash, id, format, key, rid, issued_at, expires_at, country, signature_hash, "
    "uci_hash, "
    "country_uci_hash, revoked_since FROM unregistered";

std::optional<std::uint64_t> number_if_any(const sql::Statement& row, int column) {
    if (row.is_null(column)) return {};
    return row.number(column);
}

std::optional<LogSalt> salt(const sql::Statement& row, int column) {
    if (row.is_null(column)) return {};
    return row.array<LogSalt>(column);
}

// Replaces a row by another one, in the memory of its texts.
void read_pass(const sql::Statement& row, RegisterPass& out) {
    out.entry = row.number(0);
    row.text(1, out.id);
    row.text(12, out.record_id);
    row.text(2, out.format);
    out.key = row.integer(3);
    out.slot = number_if_any(row, 4);
    row.text(5, out.rid);
    out.salt = salt(row, 6);
    out.hash = row.array<Sha256>(7);
    out.issued_at = row.integer(8);
    out.expires_at = row.integer(9);
    out.batch = row.integer(10);
    out.content = row.is_null(11) ? std::nullopt : std::optional(row.array<Sha256>(11));
}

RegisterPass read_pass(const sql::Statement& row) {
    RegisterPass out;
    read_pass(row, out);
    return out;
}

RegisterEvent read_event(const sql::Statement& row) {
    return {.entry = row.number(0),
            .type = static_cast<LogEntryType>(row.integer(1)),
            .pass = number_if_any(row, 2),
            .unregistered = row.integer_if_any(3),
            .key = row.integer_if_any(4),
            .issued_from = row.integer_if_any(5),
            .issued_to = row.integer_if_any(6),
            .reason = row.text(7),
            .salt = salt(row, 8),
            .hash = row.array<Sha256>(9),
            .batch = row.integer(10)};
}

RegisterKey read_key(const sql::Statement& row) {
    const auto buffer = [&](int column) {
        const Bytes bytes = row.blob(column);
        return Buffer(bytes.begin(), bytes.end());
    };
    return {.key = row.integer(0),
            .kid = row.text(1),
            .issuer = row.text(2),
            .public_key = buffer(3),
            .certificate = buffer(4),
            .status_uri = row.text(5),
            .slots = row.number(6),
            .next = row.number(7),
            .permutation = buffer(8)};
}

std::vector<RevocationHash> hashes(Bytes joined) {
    std::vector<RevocationHash> out(joined.size() / sizeof(RevocationHash));
    for (std::size_t i = 0; i < out.size(); ++i)
        std::copy_n(joined.data() + i * sizeof(RevocationHash), sizeof(RevocationHash), out[i].begin());
    return out;
}

UnregisteredPass read_unregistered(const sql::Statement& row) {
    UnregisteredPass out{.row = row.integer(0),
                         .hash = row.array<Sha256>(1),
                         .id = row.text(2),
                         .format = row.text(3),
                         .key = row.integer(4),
                         .rid = row.text(5),
                         .issued_at = row.integer(6),
                         .expires_at = row.integer(7),
                         .country = row.text(8),
                         .hashes = {},
                         .revoked_since = row.integer_if_any(12)};
    const auto read = [&](HashKind kind, int column) {
        out.hashes[static_cast<std::size_t>(kind)] = hashes(row.blob(column));
    };
    read(HashKind::signature, 9);
    read(HashKind::uci, 10);
    read(HashKind::country_uci, 11);
    return out;
}

// Selects the passes that the log's first entries left revoked; the parameter is the number of entries.
constexpr std::string_view kRevokedAt =
    "(SELECT pass FROM (SELECT pass, max(entry), type FROM event WHERE pass IS NOT NULL AND entry < ? "
    "GROUP BY pass) WHERE type = 2)";

// Returns a column of a key's revoked passes, sorted.
sql::Statement revoked_column(const sql::Database& database, std::string_view column, std::int64_t key,
                              Register::At log_size) {
    const std::string name(column);
    const std::string from = log_size ? std::string(kRevokedAt) : "(SELECT pass FROM revoked)";
    sql::Statement rows(database, "SELECT pass." + name + " FROM " + from +
                                      " AS r JOIN pass ON pass.entry = r.pass WHERE pass.key = ? AND pass." +
                                      name + " IS NOT NULL ORDER BY 1");
    if (log_size) rows.bind(*log_size);
    rows.bind(key);
    return rows;
}

}  // namespace

std::string RegisterKey::raw_kid() const {
    const Sha256 fingerprint = sha256(certificate);
    const Bytes eu = Bytes(fingerprint).first(8);
    return kid == base64_encode(eu, Base64::standard) ? std::string(as_text(eu)) : kid;
}

KeyIdentity RegisterKey::identity() const {
    KeyIdentity out(PublicKey::from_spki(public_key));
    out.add_name(raw_kid());
    if (!certificate.empty()) out.add_names(parse_certificate(certificate));
    out.add_issuer(issuer);
    return out;
}

Register::Snapshot::Snapshot(const Register& of) : of_(of) { of_.state_->database.run("BEGIN"); }
Register::Snapshot::~Snapshot() {
    sym_sqlite3_exec(of_.state_->database.get(), "COMMIT", nullptr, nullptr, nullptr);
}

std::uint64_t Register::size() const {
    const auto row = state_->sql(
        "SELECT 1 + max((SELECT ifnull(max(entry), -1) FROM pass), (SELECT ifnull(max(entry), -1) FROM "
        "event))");
    row->step();
    return row->number(0);
}

std::uint64_t Register::written() const {
    const auto row = state_->sql("SELECT value FROM meta WHERE name = 'written'");
    const std::uint64_t before = row->step() ? row->number(0) : 0;
    return std::max(before, size());
}

std::optional<Register::Released> Register::released() const {
    const auto row = state_->sql("SELECT size, root FROM released");
    if (!row->step()) return {};
    return Released{row->number(0), row->array<Sha256>(1)};
}

std::vector<RegisterGap> Register::gaps() const {
    std::vector<RegisterGap> out;
    const auto rows = state_->sql("SELECT entry, first, record FROM gap ORDER BY entry");
    while (rows->step()) out.push_back({rows->number(0), rows->number(1), rows->text(2)});
    return out;
}

std::vector<bool> Register::given_blocks(std::int64_t key) const {
    std::vector<bool> out;
    const auto rows = state_->sql("SELECT block FROM block WHERE key = ? ORDER BY block");
    rows->bind(key);
    while (rows->step()) {
        out.resize(rows->number(0) + 1);
        out.back() = true;
    }
    return out;
}

std::uint64_t Register::first_whole_row() const {
    const auto row = state_->sql("SELECT value FROM meta WHERE name = 'first_whole_row'");
    return row->step() ? row->number(0) : size();
}

std::uint64_t Register::first_count() const {
    const auto row = state_->sql("SELECT value FROM meta WHERE name = 'first_count'");
    return row->step() ? row->number(0) : 0;
}

std::uint64_t Register::last_publication() const {
    const auto row = state_->sql("SELECT ifnull(max(sequence), 0) FROM publication");
    row->step();
    return row->number(0);
}

std::string Register::last_site() const {
    const auto row =
        state_->sql("SELECT site FROM publication WHERE site IS NOT NULL ORDER BY sequence DESC LIMIT 1");
    return row->step() ? row->text(0) : std::string();
}

std::uint64_t Register::published_slots(std::int64_t key) const {
    const auto row =
        state_->sql("SELECT slots FROM published_list WHERE key = ? ORDER BY sequence DESC LIMIT 1");
    row->bind(key);
    return row->step() ? row->number(0) : 0;
}

std::vector<RegisterKey> Register::keys() const {
    std::vector<RegisterKey> out;
    static const std::string sql = std::string(kKey) + " ORDER BY key";
    const auto rows = state_->sql(sql);
    while (rows->step()) out.push_back(read_key(*rows));
    return out;
}

std::optional<RegisterKey> Register::find_key(std::string_view kid) const {
    static const std::string sql = std::string(kKey) + " WHERE kid = ?";
    const auto rows = state_->sql(sql);
    rows->bind(kid);
    if (!rows->step()) return {};
    return read_key(*rows);
}

std::optional<RegisterKey> Register::find_key_called(std::string_view name) const {
    if (auto key = find_key(name)) return key;
    for (RegisterKey& key : keys()) {
        if (key.public_key.empty()) continue;
        for (const std::string& kid : key.identity().names) {
            if (kid == name || base64_encode(as_bytes(kid), Base64::standard) == name) return std::move(key);
        }
    }
    return {};
}

std::vector<RegisterKey> Register::rows_of_key(const RegisterKey& key) const {
    std::vector<RegisterKey> out = keys();
    std::erase_if(out, [&](const RegisterKey& other) {
        return other.key != key.key &&
               (key.public_key.empty() || other.public_key.empty() ||
                !PublicKey::from_spki(key.public_key).same_as(PublicKey::from_spki(other.public_key)));
    });
    return out;
}

std::optional<RegisterBatch> Register::find_batch(std::int64_t batch) const {
    const auto row = state_->sql("SELECT operator, time, record FROM batch WHERE batch = ?");
    row->bind(batch);
    if (!row->step()) return {};
    return RegisterBatch{batch, row->text(0), row->integer(1), row->text(2)};
}

void Register::passes(std::uint64_t first, std::uint64_t end,
                      const std::function<void(const RegisterPass&)>& visit) const {
    sql::Statement rows(state_->database,
                        std::string(kPass) + " WHERE entry >= ? AND entry < ? ORDER BY entry");
    rows.bind(first).bind(end);
    while (rows.step()) visit(read_pass(rows));
}

void Register::events(std::uint64_t first, std::uint64_t end,
                      const std::function<void(const RegisterEvent&)>& visit) const {
    sql::Statement rows(state_->database,
                        std::string(kEvent) + " WHERE entry >= ? AND entry < ? ORDER BY entry");
    rows.bind(first).bind(end);
    while (rows.step()) visit(read_event(rows));
}

std::optional<RegisterPass> Register::find_pass(std::uint64_t entry) const {
    static const std::string sql = std::string(kPass) + " WHERE entry = ?";
    const auto row = state_->sql(sql);
    row->bind(entry);
    if (!row->step()) return {};
    return read_pass(*row);
}

void Register::pass_hashes(const std::function<void(std::uint64_t entry, const Sha256& hash)>& visit) const {
    sql::Statement rows(state_->database, "SELECT entry, hash FROM pass ORDER BY entry");
    while (rows.step()) visit(rows.number(0), rows.array<Sha256>(1));
}

// Walks on to a pass that is near, and looks up one that is not.
void Register::find_passes(std::span<const std::uint64_t> entries,
                           const std::function<void(const RegisterPass&)>& visit) const {
    constexpr std::uint64_t kNear = 8;  // to look a row up takes as long as to walk over so many
    static const std::string sql = std::string(kPass) + " WHERE entry >= ? ORDER BY entry";
    const auto rows = state_->sql(sql);
    RegisterPass pass;
    std::optional<std::uint64_t> at;  // of the row that the statement is at
    for (const std::uint64_t entry : entries) {
        if (!at || *at + kNear < entry) {
            rows->bind(entry);
            at.reset();
        }
        while (!at || *at < entry) {
            if (!rows->step()) return;
            at = rows->number(0);
        }
        if (*at != entry) continue;
        read_pass(*rows, pass);
        visit(pass);
    }
}

std::uint64_t Register::count_passes(std::int64_t key, std::optional<UnixTime> from,
                                     std::optional<UnixTime> to) const {
    const auto row = state_->sql(
        "SELECT count(*) FROM pass WHERE key = ? AND issued_at >= ifnull(?, issued_at) "
        "AND issued_at < ifnull(?, issued_at + 1)");
    row->bind(key).bind(from).bind(to).step();
    return row->number(0);
}

namespace {

// Rows by a value of one column: by the lookup table as far as that goes, and from there on by looking at
// each row.
struct ByColumn {
    std::string old, recent;
    explicit ByColumn(const std::string& column)
        : old("SELECT " PASS_COLUMNS " FROM lookup JOIN pass USING (entry) WHERE lookup.token = ? AND pass." +
              column + " = ? ORDER BY entry"),
          recent(std::string(kPass) + " WHERE entry >= (" + kLookupSize + ") AND " + column +
                 " = ? ORDER BY entry") {}
    std::vector<RegisterPass> find(auto& state, std::int64_t token, std::string_view value) const {
        std::vector<RegisterPass> out;
        const auto by_lookup = state.sql(old);
        by_lookup->bind(token).bind(value);
        while (by_lookup->step()) out.push_back(read_pass(*by_lookup));
        const auto by_walk = state.sql(recent);
        by_walk->bind(value);
        while (by_walk->step()) out.push_back(read_pass(*by_walk));
        return out;
    }
};

}  // namespace

std::vector<RegisterPass> Register::find_id(std::string_view id) const {
    static const ByColumn by_id("id");
    return by_id.find(*state_, id_token(id), id);
}

std::vector<RegisterPass> Register::find_record(std::string_view record_id) const {
    static const ByColumn by_record("record_id");
    return by_record.find(*state_, record_token(record_id), record_id);
}

std::vector<RegisterPass> Register::find_ids(std::span<const std::string> ids) const {
    static const std::string sql =
        "SELECT " PASS_COLUMNS
        " FROM (SELECT value AS token FROM json_each(?)) JOIN lookup USING (token) "
        "JOIN pass USING (entry)";
    std::string tokens = "[";
    for (const std::string& id : ids) tokens += (tokens.size() > 1 ? "," : "") + std::to_string(id_token(id));
    tokens += ']';
    std::vector<RegisterPass> out;
    const auto rows = state_->sql(sql);
    rows->bind(tokens);
    while (rows->step()) out.push_back(read_pass(*rows));
    // A token is 64 bits of a hash, so other ids may have the same.
    std::erase_if(out,
                  [&](const RegisterPass& pass) { return std::ranges::find(ids, pass.id) == ids.end(); });
    return out;
}

std::optional<RegisterPass> Register::find_slot(std::int64_t key, std::uint64_t slot) const {
    static const std::string old = "SELECT " PASS_COLUMNS
                                   " FROM lookup JOIN pass USING (entry) "
                                   "WHERE lookup.token = ? AND pass.key = ? AND pass.slot = ?";
    static const std::string recent =
        std::string(kPass) + " WHERE entry >= (" + kLookupSize + ") AND key = ? AND slot = ?";
    const auto by_lookup = state_->sql(old);
    by_lookup->bind(slot_token(key, slot)).bind(key).bind(slot);
    if (by_lookup->step()) return read_pass(*by_lookup);
    const auto by_walk = state_->sql(recent);
    by_walk->bind(key).bind(slot);
    if (by_walk->step()) return read_pass(*by_walk);
    return {};
}

std::vector<std::uint64_t> Register::revoked_slots(std::int64_t key, At log_size) const {
    std::vector<std::uint64_t> out;
    auto rows = revoked_column(state_->database, "slot", key, log_size);
    while (rows.step()) out.push_back(rows.number(0));
    // We add the slots of passes that are lost.
    const auto lost =
        state_->sql("SELECT slot FROM lost_slot WHERE key = ? AND entry < ifnull(?, entry + 1)");
    lost->bind(key).bind(log_size);
    while (lost->step()) out.push_back(lost->number(0));
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<std::string> Register::revoked_rids(std::int64_t key, At log_size) const {
    std::vector<std::string> out;
    auto rows = revoked_column(state_->database, "rid", key, log_size);
    while (rows.step()) out.push_back(rows.text(0));
    return out;
}

std::vector<RegisterRule> Register::rules() const {
    std::vector<RegisterRule> out;
    const auto rows =
        state_->sql("SELECT entry, key, issued_from, issued_to, since FROM rule ORDER BY entry");
    while (rows->step()) {
        out.push_back({rows->number(0), rows->integer(1), rows->integer_if_any(2), rows->integer_if_any(3),
                       rows->integer(4)});
    }
    return out;
}

std::vector<UnregisteredPass> Register::revoked_unregistered() const {
    static const std::string sql =
        std::string(kUnregistered) + " WHERE revoked_since IS NOT NULL ORDER BY unregistered";
    std::vector<UnregisteredPass> out;
    const auto rows = state_->sql(sql);
    while (rows->step()) out.push_back(read_unregistered(*rows));
    return out;
}

std::optional<UnregisteredPass> Register::find_unregistered(const Sha256& hash) const {
    static const std::string sql = std::string(kUnregistered) + " WHERE hash = ?";
    const auto row = state_->sql(sql);
    row->bind(hash);
    if (!row->step()) return {};
    return read_unregistered(*row);
}

std::optional<UnixTime> Register::revoked_since(std::uint64_t pass) const {
    const auto row = state_->sql("SELECT since FROM revoked WHERE pass = ?");
    row->bind(pass);
    if (!row->step()) return {};
    return row->integer(0);
}

std::vector<Publication> Register::publications() const {
    std::vector<Publication> out;
    const auto rows =
        state_->sql("SELECT sequence, time, log_size, manifest, site FROM publication ORDER BY sequence");
    while (rows->step()) {
        out.push_back(
            {rows->number(0), rows->integer(1), rows->number(2), rows->array<Sha256>(3), rows->text(4), {}});
    }
    const auto lists = state_->sql("SELECT key, slots, hash FROM published_list WHERE sequence = ?");
    for (Publication& publication : out) {
        lists->bind(publication.sequence);
        while (lists->step())
            publication.lists.push_back({lists->integer(0), lists->number(1), lists->array<Sha256>(2)});
    }
    return out;
}

}  // namespace vpass
