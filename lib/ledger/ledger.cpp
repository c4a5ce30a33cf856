#include "ledger/ledger.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "ledger/history.hpp"
#include "ledger/ledger_state.hpp"
#include "revocation/slots.hpp"

namespace vpass {

namespace fs = std::filesystem;

namespace {

constexpr const char *kConfig = "ledger.json", *kRegister = "register.db", *kLogKey = "log.key",
                     *kLog = "public", *kLock = "lock";
constexpr std::size_t kConfigBytes = 1 << 16;
constexpr int kVersion = 1;

// Returns true for the files that create() makes, so that a mistyped folder is not turned into a ledger.
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
fs::path log_folder(const fs::path& folder) {
    std::error_code none;
    return fs::exists(folder / "public" / "checkpoint", none) ? folder / "public" : folder;
}
fs::path ledger_lock(const fs::path& folder) { return folder / kLock; }
FileMode ledger_reader_mode(const fs::path& folder) {
    std::error_code unknown;
    const auto mode = static_cast<unsigned>(fs::status(folder, unknown).permissions());
    return (mode & 0070) && !(mode & 0007) ? FileMode::group : FileMode::secret;
}

LedgerConfig read_ledger_config(const fs::path& folder) {
    Buffer text;
    if (!read_file_if_any(folder / kConfig, kConfigBytes, text)) {
        throw Error(Code::no_ledger, folder.string() + " is not a ledger",
                    "'vpass key ledger --out " + folder.string() + "' makes one");
    }
    const auto json = nlohmann::json::parse(text, nullptr, false);
    const bool good = json.is_object() && json.value("version", nlohmann::json()) == kVersion &&
                      json.value("name", nlohmann::json()).is_string() &&
                      json.value("status_uri", nlohmann::json()).is_string();
    if (!good)
        throw Error(Code::bad_ledger, (folder / kConfig).string() + " is not what this version writes");
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

void Ledger::create(const fs::path& folder, const LedgerConfig& config, bool for_group) {
    std::error_code unknown;
    const bool is_new = !fs::exists(folder, unknown);
    make_folders(folder, for_group ? 0750 : 0700);
    if (is_new && for_group) fs::permissions(folder, static_cast<fs::perms>(0750));  // whatever the umask
    for (const auto& item : fs::directory_iterator(folder)) {
        const fs::path name = item.path().filename();
        if (name == kConfig) throw Error(Code::exists, folder.string() + " is a ledger already");
        if (!is_ours(name)) {
            throw Error(Code::not_empty, folder.string() + " holds other files, such as " + name.string(),
                        "give a new or an empty folder");
        }
    }
    const FileLock lock(folder / kLock, FileLock::When::wait, ledger_reader_mode(folder));
    if (fs::exists(folder / kConfig, unknown)) return;  // another process made it meanwhile
    const NoteSigner signer = make_log_key(folder / kLogKey, config.name);
    Register::create(folder / kRegister);
    if (ledger_reader_mode(folder) == FileMode::group)
        fs::permissions(folder / kRegister, static_cast<fs::perms>(FileMode::group));
    if (!fs::exists(folder / kLog / "checkpoint", unknown)) LogWriter::create(folder / kLog, signer);
    Register rows(folder / kRegister, Register::Mode::write);
    if (!rows.released() && rows.size() == 0) rows.set_released({0, merkle::empty_root()});
    // This file comes last: with it the ledger is complete. The name is that of the key, which a first
    // attempt may have made.
    LedgerConfig made = config;
    if (made.name != signer.key.name) made = LedgerConfig::make(signer.key.name);
    create_file(folder / kConfig, as_bytes(config_text(made)));
}

Ledger::Ledger(const fs::path& folder, FileLock::When when, const LedgerTraces& traces)
    : state_(std::make_unique<State>(folder, when)) {
    State& s = *state_;
    s.dropped = check_history(folder, s.rows, s.log,
                              read_traces(traces, ledger_log(folder), s.log.key(), s.rows.last_site()));
    s.kids = log_kids(s.rows);
}
Ledger::Ledger(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ledger::~Ledger() = default;

const LedgerConfig& Ledger::config() const { return state_->config; }
Register& Ledger::rows() { return state_->rows; }
const Checkpoint& Ledger::checkpoint() const { return state_->log.checkpoint(); }
const std::string& Ledger::note() const { return state_->log.note(); }
std::uint64_t Ledger::dropped() const { return state_->dropped; }

const RegisterBatch& Ledger::begin(std::string_view operator_name, UnixTime time, std::string_view command) {
    if (operator_name.empty()) {
        throw Error(Code::usage, "no operator is named for this act", "name one with --operator");
    }
    RegisterBatch& batch = state_->batch;
    batch = {state_->rows.next_batch(), std::string(operator_name), time, {}};
    json::Writer w(batch.record);
    w.begin_object().key("batch").integer(batch.batch).text("operator", operator_name);
    w.text("time", format_rfc3339(time)).text("command", command).end_object();
    state_->batch_is_new = true;
    log_day(time);
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
                     .slots = slots_for(0, s.rows.first_count()),
                     .next = 0,
                     .permutation = Buffer(kSlotKeyBytes)};
    random_bytes(made.permutation);
    s.kids[made.key] = log_kid(signer.kid);
    s.new_keys.push_back(made);
    return made;
}

CountBlocks Ledger::counts(const RegisterKey& key) const {
    const Register& rows = state_->rows;
    return {key.key, rows.given_blocks(key.key), rows.first_count(), rows.published_slots(key.key)};
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
    if (s.batch.batch == 0) throw Error(Code::usage, "no act was begun");
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
    const EntryBatch batch(s.batch);
    const auto commit = [&](auto& row) {
        row.entry = next_entry++;
        row.salt = salts[entries.size()];
        row.batch = s.batch.batch;
        entries.push_back(entry_of(row, s.kids, batch, LogEntryVersion::row));
    };
    std::ranges::for_each(key_events, commit);
    std::ranges::for_each(changes.events, commit);
    std::ranges::for_each(changes.passes, commit);

    s.failed = true;  // until the end: what is on disk is known again only by reading it
    s.rows.change([&] {
        if (s.batch_is_new) s.rows.add_batch(s.batch);
        for (const RegisterKey& key : keys) s.rows.add_key(key);
        for (const UnregisteredPass& pass : changes.unregistered) s.rows.add_unregistered(pass);
        for (const RegisterEvent& event : key_events) s.rows.add_event(event);
        for (const RegisterEvent& event : changes.events) s.rows.add_event(event);
        for (const RegisterPass& pass : changes.passes) s.rows.add_pass(pass);
        for (const GivenCounts& given : changes.given) {
            for (const std::uint64_t block : given.blocks) s.rows.add_block(given.key, block);
            s.rows.set_next(given.key, given.next, given.slots);
        }
        if (changes.also) changes.also(size);
    });
    s.log.append(std::vector<Bytes>(entries.begin(), entries.end()));
    s.rows.set_released({s.log.checkpoint().size, s.log.checkpoint().root});
    s.batch_is_new = false;
    s.failed = false;
}

}  // namespace vpass
