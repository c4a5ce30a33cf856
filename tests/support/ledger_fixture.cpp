#include "support/ledger_fixture.hpp"

#include "ledger/row_commitment.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "data/encoding.hpp"
#include "revocation/slots.hpp"

using namespace vpass;

Certificate ledger_certificate(std::string_view der) {
    Certificate out;
    out.der.assign(der.begin(), der.end());
    out.fingerprint = sha256(out.der);
    out.country = "KR";
    return out;
}

SignerName ledger_signer(const Certificate& certificate) {
    const Bytes kid = Bytes(certificate.fingerprint).first(8);
    return {std::string(as_text(kid)), base64_encode(kid, Base64::standard), certificate.country};
}

std::vector<RegisterPass> numbered_passes(const RegisterKey& key, CountBlocks& counts, std::uint64_t first,
                                          std::uint64_t count) {
    const SlotPermutation permutation(key.permutation);
    std::vector<RegisterPass> out(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        RegisterPass& pass = out[i];
        pass.id = "URN:UVCI:01:KR:" + std::to_string(first + i);
        pass.format = "hcert";
        pass.key = key.key;
        pass.slot = permutation.slot(counts.take());
        pass.hash = sha256(as_bytes(pass.id));
        pass.issued_at = kAct;
        pass.expires_at = kAct + 180 * 86400;
    }
    return out;
}

void issue(Ledger& ledger, std::uint64_t first, std::uint64_t count) {
    ledger.begin("tester", kAct, "sign");
    const Certificate certificate = ledger_certificate("a certificate");
    const RegisterKey key = ledger.use_key(ledger_signer(certificate), certificate);
    CountBlocks counts = ledger.counts(key);
    auto passes = numbered_passes(key, counts, first, count);
    const GivenCounts given = counts.given();
    ledger.append({.passes = passes, .given = {&given, 1}});
}

void revoke(Ledger& ledger, const std::vector<std::uint64_t>& entries, LogEntryType type) {
    ledger.begin("tester", kAct + 60, "revoke");
    std::vector<RegisterEvent> events;
    for (const std::uint64_t entry : entries) {
        const auto pass = ledger.rows().find_pass(entry);
        RegisterEvent event;
        event.type = type;
        event.pass = entry;
        event.key = pass.value().key;
        event.hash = pass->hash;
        event.reason = "test";
        events.push_back(event);
    }
    ledger.append({.events = events});
}

std::uint64_t check_ledger(const std::filesystem::path& folder) {
    const LogPolicy policy{{read_ledger_log_key(folder).key}, {}, 0};
    std::vector<LogEntry> entries;
    const LogAudit audit = audit_log(ledger_log(folder), {policy, {}, [&](std::uint64_t, Bytes entry) {
                                                              entries.push_back(LogEntry::decode(entry));
                                                          }});
    for (const auto& finding : audit.findings) CHECK(finding.message.empty());
    CHECK(audit.complete);

    const Register rows(ledger_register(folder), Register::Mode::read);
    const std::uint64_t size = audit.verdict.checkpoint.size;
    CHECK(rows.size() == size);
    std::map<std::int64_t, std::array<Byte, 8>> kids;
    for (const RegisterKey& key : rows.keys()) {
        kids[key.key] = log_kid(key.raw_kid());
        CHECK(key.slots >= key.next + kSlotSegment);
    }
    std::uint64_t explained = 0;
    const auto explain = [&](const auto& row, LogEntryType type) {
        const Sha256 audit_hash = sha256(as_bytes(rows.find_batch(row.batch).value().record));
        const LogEntry& entry = entries.at(row.entry);
        CHECK(entry.type == type);
        CHECK(entry.commitment == log_commitment(row.salt.value(), row.hash,
                                                 row_context(entry.version, audit_hash, row_record(row))));
        ++explained;
    };
    std::set<std::pair<std::int64_t, std::uint64_t>> slots;
    rows.passes(0, size, [&](const RegisterPass& pass) {
        explain(pass, LogEntryType::issue);
        CHECK(entries[pass.entry].kid == kids.at(pass.key));
        if (pass.slot) CHECK(slots.emplace(pass.key, *pass.slot).second);
    });
    std::map<std::uint64_t, LogEntryType> last;
    rows.events(0, size, [&](const RegisterEvent& event) {
        explain(event, event.type);
        if (event.pass) last[*event.pass] = event.type;
    });
    CHECK(explained == size);
    for (const auto& [pass, type] : last)
        CHECK(rows.revoked_since(pass).has_value() == (type == LogEntryType::revoke));
    return size;
}
