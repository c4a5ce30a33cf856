#include "vpass/ledger.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "vpass/encoding.hpp"
#include "vpass/error.hpp"
#include "vpass/slots.hpp"

namespace vpass {

namespace fs = std::filesystem;

namespace {

constexpr const char *kConfig = "ledger.json", *kRegister = "register.db", *kLogKey = "log.key",
                     *kLog = "public", *kLock = "lock";
constexpr std::size_t kConfigBytes = 1 << 16;
constexpr int kVersion = 1;

// Only what create() makes, so that a mistyped folder is not turned into a ledger.
bool is_ours(const fs::path& name) {
    const std::string text = name.string();
    for (const char* ours : {kRegister, kLogKey, kLog, kLock}) {
        if (text == ours || text.starts_with('.' + std::string(ours) + '.')) return true;
    }
    return text.starts_with(std::string(kRegister) + '-') ||
           text.starts_with('.' + std::string(kConfig) + '.');
}

std::string config_text(const LedgerConfig& config) {
    std::string out;
    json::Writer w(out);
    w.begin_object().key("version").integer(kVersion);
    w.text("name", config.name).text("status_uri", config.status_uri).end_object();
    return out + '\n';
}

NoteSigner make_log_key(const fs::path& path, const std::string& name) {
    std::error_code unknown;
    if (fs::exists(path, unknown)) return read_ledger_log_key(path.parent_path());
    NoteSigner signer =
        NoteSigner::make(name, NoteKeyType::ed25519, PrivateKey::generate(Algorithm::ed25519));
    create_file(path, as_bytes(signer.text() + '\n'), FileMode::secret);
    return signer;
}

std::uint16_t day_of(UnixTime time) {
    const auto days = date_of(time).time_since_epoch().count();
    if (days < 0 || days > 0xffff) throw Error(Code::usage, "the log has no days before 1970 or after 2149");
    return static_cast<std::uint16_t>(days);
}

}  // namespace

LedgerConfig LedgerConfig::make(std::string name) {
    std::string uri = "https://" + name + "/status/";
    return {std::move(name), std::move(uri)};
}

LedgerConfig LedgerConfig::made_up() {
    std::array<Byte, 8> random;
    random_bytes(random);
    return make("ledger-" + hex_encode(random) + ".invalid");
}

fs::path ledger_register(const fs::path& folder) { return folder / kRegister; }
fs::path ledger_log(const fs::path& folder) { return folder / kLog; }

LedgerConfig read_ledger_config(const fs::path& folder) {
    Buffer text;
    if (!read_file_if_any(folder / kConfig, kConfigBytes, text)) {
        throw Error(Code::no_ledger, folder.string() + " is no ledger",
                    "'vpass key ledger --out " + folder.string() + "' makes one");
    }
    const auto json = nlohmann::json::parse(text, nullptr, false);
    const bool good = json.is_object() && json.value("version", nlohmann::json()) == kVersion &&
                      json.value("name", nlohmann::json()).is_string() &&
                      json.value("status_uri", nlohmann::json()).is_string();
    if (!good) throw Error(Code::bad_ledger, (folder / kConfig).string() + " is not what this version writes");
    return {json["name"], json["status_uri"]};
}

NoteSigner read_ledger_log_key(const fs::path& folder) {
    std::string text(as_text(read_file(folder / kLogKey, kConfigBytes)));
    if (text.ends_with('\n')) text.pop_back();
    return NoteSigner::parse(text);
}

Sha256 rule_hash(std::string_view kid, std::optional<UnixTime> from, std::optional<UnixTime> to) {
    std::string text;
    json::Writer w(text);
    w.begin_object().text("kid", kid);
    if (from) w.text("from", format_rfc3339(*from));
    if (to) w.text("to", format_rfc3339(*to));
    w.end_object();
    return sha256(as_bytes(text));
}

bool Ledger::exists(const fs::path& folder) {
    std::error_code unknown;
    return fs::exists(folder / kConfig, unknown);
}

void Ledger::create(const fs::path& folder, const LedgerConfig& config) {
    make_folders(folder);
    for (const auto& item : fs::directory_iterator(folder)) {
        const fs::path name = item.path().filename();
        if (name == kConfig) throw Error(Code::exists, folder.string() + " is a ledger already");
        if (!is_ours(name)) {
            throw Error(Code::not_empty, folder.string() + " holds other files, such as " + name.string(),
                        "give a new or an empty folder");
        }
    }
    const FileLock lock(folder / kLock, FileLock::When::wait);
    std::error_code unknown;
    if (fs::exists(folder / kConfig, unknown)) return;  // another process made it meanwhile
    const NoteSigner signer = make_log_key(folder / kLogKey, config.name);
    Register::create(folder / kRegister);
    if (!fs::exists(folder / kLog / "checkpoint", unknown)) LogWriter::create(folder / kLog, signer);
    // Last: with it the ledger is whole. The name is the key's, which a first attempt may have made.
    LedgerConfig made = config;
    if (made.name != signer.key.name) made = LedgerConfig::make(signer.key.name);
    create_file(folder / kConfig, as_bytes(config_text(made)));
}

struct Ledger::State {
    LedgerConfig config;
    FileLock lock;
    Register rows;
    LogWriter log;
    std::uint64_t dropped = 0;
    RegisterBatch batch;
    bool batch_is_new = false;
    Sha256 audit{};  // of batch.record
    std::vector<RegisterKey> new_keys;
    std::map<std::int64_t, std::array<Byte, 8>> kids;  // of keys by their rows, as entries name them
    bool failed = false;

    State(const fs::path& folder, FileLock::When when)
        : config(read_ledger_config(folder)),
          lock(folder / kLock, when),
          rows(folder / kRegister, Register::Mode::write),
          log(folder / kLog, read_ledger_log_key(folder), when) {}

    void recover(const fs::path& folder);
    LogEntry::Encoded entry(LogEntryType type, std::optional<std::int64_t> key, const LogSalt& salt,
                            const Sha256& hash) const;
    std::vector<RegisterKey> take_first_used(const Changes& changes);
};

void Ledger::State::recover(const fs::path& folder) {
    const std::uint64_t covered = log.checkpoint().size;
    if (rows.size() > covered) rows.change([&] { dropped = rows.drop_from(covered); });
    if (rows.size() < covered) {
        throw Error(Code::register_behind,
                    "the log in " + folder.string() + " has " + std::to_string(covered) +
                        " entries, and the register knows only " + std::to_string(rows.size()),
                    "this is an old copy of register.db: put back the newest one");
    }
    for (const RegisterKey& key : rows.keys()) kids[key.key] = log_kid(key.raw_kid());
}

Ledger::Ledger(const fs::path& folder, FileLock::When when) : state_(std::make_unique<State>(folder, when)) {
    state_->recover(folder);
}
Ledger::~Ledger() = default;

const LedgerConfig& Ledger::config() const { return state_->config; }
Register& Ledger::rows() { return state_->rows; }
const Checkpoint& Ledger::checkpoint() const { return state_->log.checkpoint(); }
std::uint64_t Ledger::dropped() const { return state_->dropped; }

const RegisterBatch& Ledger::begin(std::string_view operator_name, UnixTime time, std::string_view command) {
    if (operator_name.empty()) {
        throw Error(Code::usage, "no operator is named who answers for this", "name one with --operator");
    }
    RegisterBatch& batch = state_->batch;
    batch = {state_->rows.next_batch(), std::string(operator_name), time, {}};
    json::Writer w(batch.record);
    w.begin_object().key("batch").integer(batch.batch).text("operator", operator_name);
    w.text("time", format_rfc3339(time)).text("command", command).end_object();
    state_->audit = sha256(as_bytes(batch.record));
    state_->batch_is_new = true;
    day_of(time);
    return batch;
}

RegisterKey Ledger::use_key(const SignerName& signer, const Certificate& certificate) {
    State& s = *state_;
    std::optional<RegisterKey> key = s.rows.find_key(signer.kid_text);
    for (const RegisterKey& made : s.new_keys) {
        if (made.kid == signer.kid_text) key = made;
    }
    if (key) {
        if (key->issuer != signer.issuer) {
            throw Error(Code::bad_key, "in this ledger the key " + key->kid + " signs for " + key->issuer +
                                       ", not for " + signer.issuer);
        }
        return *key;
    }
    const bool raw = signer.kid != signer.kid_text;
    RegisterKey made{.key = s.kids.empty() ? 1 : s.kids.rbegin()->first + 1,
                     .kid = signer.kid_text,
                     .issuer = signer.issuer,
                     .public_key = certificate.key ? certificate.key.spki() : Buffer(),
                     .certificate = certificate.der,
                     .status_uri = s.config.status_uri +
                                   (raw ? base64_encode(as_bytes(signer.kid), Base64::url) : signer.kid),
                     .slots = slots_for(0),
                     .next = 0,
                     .permutation = Buffer(kSlotKeyBytes)};
    random_bytes(made.permutation);
    s.kids[made.key] = log_kid(signer.kid);
    s.new_keys.push_back(made);
    return made;
}

LogEntry::Encoded Ledger::State::entry(LogEntryType type, std::optional<std::int64_t> key,
                                       const LogSalt& salt, const Sha256& hash) const {
    LogEntry out;
    out.type = type;
    out.day = day_of(batch.time);
    if (key) out.kid = kids.at(*key);
    out.commitment = log_commitment(salt, hash, audit);
    return out.encode();
}

std::vector<RegisterKey> Ledger::State::take_first_used(const Changes& changes) {
    std::vector<RegisterKey> out;
    std::erase_if(new_keys, [&](const RegisterKey& key) {
        const bool used = std::ranges::any_of(changes.passes,
                                              [&](const RegisterPass& pass) { return pass.key == key.key; });
        if (used) out.push_back(key);
        return used;
    });
    return out;
}

void Ledger::append(const Changes& changes) {
    State& s = *state_;
    if (s.failed) throw Error(Code::log_failed, "an earlier write to the ledger failed: open it again");
    if (s.batch.batch == 0) throw Error(Code::usage, "an act that nobody began");
    const std::vector<RegisterKey> keys = s.take_first_used(changes);
    std::vector<RegisterEvent> key_events;
    for (const RegisterKey& key : keys) {
        RegisterEvent& event = key_events.emplace_back();
        event.type = LogEntryType::key;
        event.key = key.key;
        event.hash = sha256(key.public_key);
    }
    const std::size_t count = key_events.size() + changes.events.size() + changes.passes.size();
    std::uint64_t next_entry = s.log.checkpoint().size;
    const std::uint64_t size = next_entry + count;
    if (count == 0 && !changes.also) return;

    std::vector<LogSalt> salts(count);
    random_bytes({reinterpret_cast<Byte*>(salts.data()), salts.size() * sizeof(LogSalt)});
    std::vector<LogEntry::Encoded> entries;
    entries.reserve(count);
    const auto commit = [&](auto& row, LogEntryType type) {
        row.entry = next_entry++;
        row.salt = salts[entries.size()];
        row.batch = s.batch.batch;
        entries.push_back(s.entry(type, row.key, *row.salt, row.hash));
    };
    for (RegisterEvent& event : key_events) commit(event, event.type);
    for (RegisterEvent& event : changes.events) commit(event, event.type);
    for (RegisterPass& pass : changes.passes) commit(pass, LogEntryType::issue);

    s.failed = true;  // until the end: what is on disk is known again only by reading it
    s.rows.change([&] {
        if (s.batch_is_new) s.rows.add_batch(s.batch);
        for (const RegisterKey& key : keys) s.rows.add_key(key);
        for (const UnregisteredPass& pass : changes.unregistered) s.rows.add_unregistered(pass);
        for (const RegisterEvent& event : key_events) s.rows.add_event(event);
        for (const RegisterEvent& event : changes.events) s.rows.add_event(event);
        for (const RegisterPass& pass : changes.passes) s.rows.add_pass(pass);
        for (const auto& [key, next] : changes.next) s.rows.set_next(key, next, slots_for(next));
        if (changes.also) changes.also(size);
    });
    s.log.append(std::vector<Bytes>(entries.begin(), entries.end()));
    s.batch_is_new = false;
    s.failed = false;
}

}  // namespace vpass
