#include "ledger/ledger_entries.hpp"

#include "base/error.hpp"
#include "ledger/row_commitment.hpp"

namespace vpass {
namespace {

LogEntry::Encoded encode(LogEntryType type, std::optional<std::int64_t> key, const LogSalt& salt,
                         const Sha256& hash, const LogKids& kids, const EntryBatch& batch,
                         LogEntryVersion version, std::string_view record) {
    LogEntry out;
    out.version = version;
    out.type = type;
    out.day = log_day(batch.time);
    if (key) out.kid = kids.at(*key);
    out.commitment = log_commitment(salt, hash, row_context(version, batch.audit, record));
    return out.encode();
}

}  // namespace

std::uint16_t log_day(UnixTime time) {
    const auto days = date_of(time).time_since_epoch().count();
    if (days < 0 || days > 0xffff) throw Error(Code::usage, "the log has no days before 1970 or after 2149");
    return static_cast<std::uint16_t>(days);
}

EntryBatch::EntryBatch(const RegisterBatch& batch)
    : time(batch.time), audit(sha256(as_bytes(batch.record))) {}

LogKids log_kids(const Register& rows) {
    LogKids out;
    for (const RegisterKey& key : rows.keys()) out[key.key] = log_kid(key.raw_kid());
    return out;
}

LogEntry::Encoded entry_of(const RegisterPass& pass, const LogKids& kids, const EntryBatch& batch,
                           LogEntryVersion version) {
    return encode(LogEntryType::issue, pass.key, pass.salt.value(), pass.hash, kids, batch, version,
                  row_record(pass));
}

LogEntry::Encoded entry_of(const RegisterEvent& event, const LogKids& kids, const EntryBatch& batch,
                           LogEntryVersion version) {
    return encode(event.type, event.key, event.salt.value(), event.hash, kids, batch, version,
                  row_record(event));
}

std::vector<KnownEntry> entries_of(const Register& rows, std::uint64_t first, std::uint64_t end) {
    std::vector<KnownEntry> out(end - first);
    const LogKids kids = log_kids(rows);
    const std::uint64_t whole_rows = rows.first_whole_row();
    std::map<std::int64_t, std::optional<EntryBatch>> batches;
    const auto take = [&](const auto& row) {
        KnownEntry& entry = out[row.entry - first];
        entry.is_there = true;
        auto batch = batches.find(row.batch);
        if (batch == batches.end()) {
            const auto found = rows.find_batch(row.batch);
            batch =
                batches.emplace(row.batch, found ? std::optional<EntryBatch>(*found) : std::nullopt).first;
        }
        const std::optional<std::int64_t> key = row.key;
        if (!batch->second || (key && !kids.contains(*key)))
            throw Error(Code::bad_register,
                        "entry " + std::to_string(row.entry) + " of the register lacks its batch or its key");
        if (row.salt)
            entry.bytes = entry_of(row, kids, *batch->second,
                                   row.entry < whole_rows ? LogEntryVersion::hashes : LogEntryVersion::row);
    };
    rows.passes(first, end, take);
    rows.events(first, end, take);
    return out;
}

}  // namespace vpass
