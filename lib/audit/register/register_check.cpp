#include "audit/register/register_check.hpp"

#include "audit/finding_codes.hpp"
#include "base/error.hpp"
#include "data/encoding.hpp"
#include "ledger/row_commitment.hpp"

namespace vpass {
namespace {

constexpr Sha256 kErasedHash{};
constexpr std::int64_t kDay = 86400;

// Returns true when the entry is committed to this row, as it is or with a column changed back.
template <typename Row>
bool is_committed(const Row& row, const LogEntry& entry, const Sha256& audit) {
    return entry.commitment ==
           log_commitment(*row.salt, row.hash, row_context(entry.version, audit, row_record(row)));
}

Evidence values(const std::string& registered, const std::string& committed) {
    return [=](json::Writer& w) { w.text("register", registered).text("committed", committed); };
}

std::string time_or_none(UnixTime time) { return time ? format_rfc3339(time) : "none"; }

}  // namespace

void RegisterCheck::find(const FindingCode& code, std::uint64_t index, const std::string& id,
                         const Evidence& evidence) {
    findings_.add(code, Subject::index(index), [&](json::Writer& w) {
        if (!id.empty()) w.text("id", id);
        if (evidence) evidence(w);
    });
}

void RegisterCheck::wrong(std::uint64_t index, const std::string& id, const std::string& problem) {
    find(audit::kWrongEntry, index, id, [&](json::Writer& w) { w.text("message", problem); });
}

void RegisterCheck::visit(std::uint64_t index, Bytes bytes) {
    if (index >= end_) load(index);
    const Row& row = chunk_[index - first_];
    if (!row.pass && !row.event) return find(audit::kUnregistered, index, {}, {});
    LogEntry entry;
    try {
        entry = LogEntry::decode(bytes);
    } catch (const Error&) {
        return;  // the audit of the log says so
    }
    row.pass ? check(*row.pass, entry) : check(*row.event, entry);
}

void RegisterCheck::load(std::uint64_t first) {
    constexpr std::uint64_t kChunk = 16384;
    // The keys are read only now: entries of the log were in the register before.
    if (keys_.empty()) {
        for (const RegisterKey& row : rows_.keys()) {
            Key& key = keys_[row.key];
            key.row = row;
            key.kid = log_kid(row.raw_kid());
            if (row.permutation.size() == kSlotKeyBytes) key.permutation.emplace(row.permutation);
        }
        for (const Publication& publication : rows_.publications())
            publications_[publication.log_size] = publication.manifest;
    }
    first_ = first;
    end_ = first + kChunk;
    chunk_.assign(kChunk, {});
    rows_.passes(first_, end_, [&](const RegisterPass& pass) { chunk_[pass.entry - first_].pass = pass; });
    rows_.events(first_, end_,
                 [&](const RegisterEvent& event) { chunk_[event.entry - first_].event = event; });
}

const RegisterCheck::Batch* RegisterCheck::batch(std::int64_t number, std::uint64_t index) {
    const auto known = batches_.find(number);
    if (known != batches_.end()) return known->second ? &*known->second : nullptr;
    auto& out = batches_[number];
    if (const auto row = rows_.find_batch(number)) {
        out = Batch{*row, sha256(as_bytes(row->record))};
        check_batch(*out, index);
    }
    return out ? &*out : nullptr;
}

// The entries are committed to the record; the columns repeat it.
void RegisterCheck::check_batch(const Batch& batch, std::uint64_t index) {
    std::string operator_name, time;
    try {
        const json::Value record = json::check(batch.row.record);
        operator_name = record["operator"].string();
        time = record["time"].string();
    } catch (const Error&) {
        return wrong(index, {},
                     "the audit record of batch " + std::to_string(batch.row.batch) + " is not JSON");
    }
    const std::string registered = format_rfc3339(batch.row.time);
    if (batch.row.operator_name != operator_name)
        find(audit::kWrongOperator, index, {}, values(batch.row.operator_name, operator_name));
    if (registered != time) find(audit::kWrongTime, index, {}, values(registered, time));
}

// Checks the members of an entry that do not need its salt.
bool RegisterCheck::check_head(std::uint64_t index, const std::string& id, LogEntryType type,
                               std::optional<std::int64_t> key, std::int64_t number, const LogEntry& entry) {
    if (entry.type != type) return wrong(index, id, "the register has another type"), false;
    const auto known = key ? keys_.find(*key) : keys_.end();
    const std::array<Byte, 8> kid = known == keys_.end() ? std::array<Byte, 8>{} : known->second.kid;
    if (kid != entry.kid || (key && known == keys_.end()))
        return wrong(index, id, "the register has another key"), false;
    const Batch* const of = batch(number, index);
    if (!of) return wrong(index, id, "the register has no batch " + std::to_string(number)), false;
    if (of->row.time / kDay != entry.day) {
        find(audit::kWrongTime, index, id,
             values(format_rfc3339(of->row.time).substr(0, 10),
                    format_rfc3339(entry.day * kDay).substr(0, 10)));
        return false;
    }
    return true;
}

void RegisterCheck::check(const RegisterPass& pass, const LogEntry& entry) {
    if (!check_head(pass.entry, pass.id, LogEntryType::issue, pass.key, pass.batch, entry)) return;
    if (!pass.salt) {
        ++erased_;
        if (pass.hash != kErasedHash) find(audit::kHalfErased, pass.entry, pass.id, {});
        check_slot(pass);
        return;
    }
    const bool slot = check_slot(pass);
    const Sha256& audit = batch(pass.batch, pass.entry)->audit;
    if (!is_committed(pass, entry, audit) && slot) diagnose(pass, entry, audit);
}

void RegisterCheck::check(const RegisterEvent& event, const LogEntry& entry) {
    if (!check_head(event.entry, {}, event.type, event.key, event.batch, entry)) return;
    const bool subject = check_subject(event);
    if (!event.salt) {
        ++erased_;
        return;
    }
    const Sha256& audit = batch(event.batch, event.entry)->audit;
    if (!is_committed(event, entry, audit) && subject) diagnose(event, entry, audit);
}

// Checks that every slot is that of a count that was given away, and that a card's rid is its slot.
bool RegisterCheck::check_slot(const RegisterPass& pass) {
    const Key& key = keys_.at(pass.key);
    std::string problem;
    if (pass.slot && !key.permutation) {
        problem = "its key has no permutation";
    } else if (pass.slot && !rows_.is_given(key.row, key.permutation->count(*pass.slot))) {
        problem = "this slot was never given away";
    } else if (!pass.rid.empty() && (!pass.slot || pass.rid != slot_rid(*pass.slot))) {
        problem = "the rid is not that of the slot";
    }
    if (problem.empty()) return true;
    find(audit::kWrongSlot, pass.entry, pass.id, [&](json::Writer& w) {
        if (pass.slot) w.text("register", std::to_string(*pass.slot));
        w.text("message", problem);
    });
    return false;
}

// Returns true when the event's hash is that of what its columns name.
bool RegisterCheck::check_subject(const RegisterEvent& event) {
    const auto about_pass = [&](const Sha256& named) {
        if (named == event.hash) return true;
        find(audit::kWrongPass, event.entry, {}, [&](json::Writer& w) {
            if (event.pass) w.key("pass").integer(*event.pass);
            w.text("message", "the event was about another pass");
        });
        return false;
    };
    const bool is_revocation = event.type == LogEntryType::revoke || event.type == LogEntryType::unrevoke;
    if (is_revocation && event.pass) {
        const auto pass = rows_.find_pass(*event.pass);
        return (pass && !pass->salt && pass->hash == kErasedHash) ||
               about_pass(pass ? pass->hash : kErasedHash);
    }
    if (is_revocation && event.unregistered) {
        const auto pass = rows_.find_unregistered(event.hash);
        return about_pass(pass && pass->row == *event.unregistered ? pass->hash : kErasedHash);
    }
    if (is_revocation && event.key) {
        if (rule_hash(keys_.at(*event.key).row.kid, event.issued_from, event.issued_to) == event.hash)
            return true;
        find(audit::kWrongSpan, event.entry, {}, [&](json::Writer& w) {
            w.text("register", time_or_none(event.issued_from.value_or(0)) + " to " +
                                   time_or_none(event.issued_to.value_or(0)));
            w.text("message", "the rule had another span");
        });
        return false;
    }
    if (event.type == LogEntryType::key && event.key &&
        sha256(keys_.at(*event.key).row.public_key) != event.hash) {
        wrong(event.entry, {}, "the register has another public key");
        return false;
    }
    if (event.type == LogEntryType::published_list) {
        const auto publication = publications_.find(event.entry);
        if (publication != publications_.end() && publication->second == event.hash) return true;
        find(audit::kWrongPublication, event.entry, {}, {});
        return false;
    }
    return true;
}

// Tries each column with the values that it is likely to have had. When one of them makes the row what the
// entry is committed to, that column was changed.
void RegisterCheck::diagnose(const RegisterPass& pass, const LogEntry& entry, const Sha256& audit) {
    constexpr const char* kMessage = "the entry is not committed to what the register says";
    if (entry.version == LogEntryVersion::hashes) return wrong(pass.entry, pass.id, kMessage);
    RegisterPass tried = pass;
    for (const Format& format : formats()) {
        tried.format = format.name;
        if (is_committed(tried, entry, audit))
            return find(audit::kWrongFormat, pass.entry, pass.id, values(pass.format, tried.format));
    }
    tried = pass;
    // All passes of one run have the same times.
    std::set<UnixTime> issued{batch(pass.batch, pass.entry)->row.time}, expires{0};
    for (const Row& row : chunk_) {
        if (!row.pass || row.pass->batch != pass.batch) continue;
        issued.insert(row.pass->issued_at);
        expires.insert(row.pass->expires_at);
    }
    for (const UnixTime time : issued) {
        tried.issued_at = time;
        if (is_committed(tried, entry, audit))
            return find(audit::kWrongIssuedAt, pass.entry, pass.id,
                        values(time_or_none(pass.issued_at), time_or_none(time)));
    }
    tried = pass;
    std::set<UnixTime> lifetimes = expires;
    for (const int days : {1, 2, 7, 14, 30, 60, 90, 180, 270, 365, 730})
        lifetimes.insert(pass.issued_at + days * kDay);
    for (const UnixTime time : lifetimes) {
        tried.expires_at = time;
        if (is_committed(tried, entry, audit))
            return find(audit::kWrongExpiresAt, pass.entry, pass.id,
                        values(time_or_none(pass.expires_at), time_or_none(time)));
    }
    tried = pass;
    // Counts are given away in the order of entries, except for those that threads mix up and lose.
    const Key& key = keys_.at(pass.key);
    constexpr std::uint64_t kAround = 4096;
    for (const Row& row : chunk_) {
        const bool near = row.pass && row.pass->key == pass.key && row.pass->slot &&
                          row.pass->entry != pass.entry && row.pass->entry + 16 > pass.entry &&
                          row.pass->entry < pass.entry + 16;
        if (!near || !pass.slot) continue;
        const std::uint64_t middle = key.permutation->count(*row.pass->slot);
        for (std::uint64_t count = middle - std::min(middle, kAround); count < middle + kAround; ++count) {
            tried.slot = key.permutation->slot(count);
            if (!tried.rid.empty()) tried.rid = slot_rid(*tried.slot);
            if (is_committed(tried, entry, audit))
                return find(audit::kWrongSlot, pass.entry, pass.id,
                            values(std::to_string(*pass.slot), std::to_string(*tried.slot)));
        }
        break;
    }
    wrong(pass.entry, pass.id, kMessage);
}

// The hash of the event is that of its subject. So of all that the entry is committed to, only the reason may
// differ, or columns that nobody has cause to change alone.
void RegisterCheck::diagnose(const RegisterEvent& event, const LogEntry& entry, const Sha256& audit) {
    if (entry.version == LogEntryVersion::hashes)
        return wrong(event.entry, {}, "the entry is not committed to what the register says");
    const bool is_revocation = event.type == LogEntryType::revoke || event.type == LogEntryType::unrevoke;
    if (!is_revocation) return wrong(event.entry, {}, "the entry is not committed to what the register says");
    RegisterEvent tried = event;
    std::set<std::string> reasons{""};  // one run has one reason
    for (const Row& row : chunk_) {
        if (row.event && row.event->batch == event.batch) reasons.insert(row.event->reason);
    }
    for (const std::string& reason : reasons) {
        tried.reason = reason;
        if (is_committed(tried, entry, audit))
            return find(audit::kWrongReason, event.entry, {}, values(event.reason, reason));
    }
    find(audit::kWrongReason, event.entry, {}, [&](json::Writer& w) {
        w.text("register", event.reason)
            .text("message", "the entry is committed to another reason, salt or audit record");
    });
}

void RegisterCheck::finish() {
    rows_.shared_slots([&](const Register::Shared& shared) {
        find(audit::kSharedSlot, shared.entries.back(), {}, [&](json::Writer& w) {
            w.key("slot").integer(shared.slot).key("entries").begin_array();
            for (const std::uint64_t entry : shared.entries) w.integer(entry);
            w.end_array();
        });
    });
    for (const auto& [entry, other] : rows_.erased_twins())
        find(audit::kErasedTwin, entry, {},
             [&, other = other](json::Writer& w) { w.key("other").integer(other); });
    for (const Register::Underived& row : rows_.underived()) {
        const std::string number = std::to_string(row.row);
        const Subject subject = row.table == "unregistered"
                                    ? Subject{row.table, number, "unregistered pass " + number}
                                    : Subject::index(row.row);
        const FindingCode& code = row.registered
                                      ? row.derived ? audit::kWrongSince : audit::kUnfoundedRevocation
                                      : audit::kForgottenRevocation;
        findings_.add(code, subject, [&](json::Writer& w) {
            w.text("table", row.table);
            if (row.registered) w.text("register", format_rfc3339(*row.registered));
            if (row.derived) w.text("committed", format_rfc3339(*row.derived));
        });
    }
    rows_.shared_ids([&](const Register::Shared& shared) {
        findings_.add(shared.differ ? audit::kDuplicateId : audit::kPerhapsDuplicateId,
                      Subject::id(shared.id), [&](json::Writer& w) {
                          w.key("entries").begin_array();
                          for (const std::uint64_t entry : shared.entries) w.integer(entry);
                          w.end_array();
                      });
    });
}

}  // namespace vpass
