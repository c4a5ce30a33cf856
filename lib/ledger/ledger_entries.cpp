#include "ledger/ledger_entries.hpp"

#include "base/error.hpp"
#include "ledger/row_commitment.hpp"

namespace vpass {
namespace {

OpenedEntry open(LogEntryType type, std::optional<std::int64_t> key, const LogSalt& salt, const Sha256& hash,
                 const LogKids& kids, const EntryBatch& batch, LogEntryVersion version,
                 std::string_view record) {
    OpenedEntry out;
    out.opening = {salt, row_context(version, batch.audit, record)};
    out.entry.version = version;
    out.entry.type = type;
    out.entry.day = log_day(batch.time);
    if (key) out.entry.kid = kids.at(*key);
    out.entry.commitment = log_commitment(salt, hash, out.opening->context);
    return out;
}

}  // namespace

bool has_log_day(UnixTime time) {
    const auto days = date_of(time).time_since_epoch().count();
    return days >= 0 && days <= 0xffff;
}

std::uint16_t log_day(UnixTime time) {
    if (!has_log_day(time)) throw Error(Code::usage, "the log has no days before 1970 or after 2149");
    return static_cast<std::uint16_t>(date_of(time).time_since_epoch().count());
}

EntryBatch::EntryBatch(const RegisterBatch& batch)
    : time(batch.time), audit(sha256(as_bytes(batch.record))) {}

LogKids log_kids(const Register& rows) {
    LogKids out;
    for (const RegisterKey& key : rows.keys()) out[key.key] = log_kid(key.raw_kid());
    return out;
}

OpenedEntry open_entry(const RegisterPass& pass, const LogKids& kids, const EntryBatch& batch,
                       LogEntryVersion version) {
    return open(LogEntryType::issue, pass.key, pass.salt.value(), pass.hash, kids, batch, version,
                row_record(pass));
}

LogEntry::Encoded entry_of(const RegisterPass& pass, const LogKids& kids, const EntryBatch& batch,
                           LogEntryVersion version) {
    return open_entry(pass, kids, batch, version).entry.encode();
}

LogEntry::Encoded entry_of(const RegisterEvent& event, const LogKids& kids, const EntryBatch& batch,
                           LogEntryVersion version) {
    return open(event.type, event.key, event.salt.value(), event.hash, kids, batch, version,
                row_record(event))
        .entry.encode();
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
