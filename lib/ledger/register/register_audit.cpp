// Answers an auditor's questions to the register. It derives the content of the tables anew, and shares no
// SQL with the writer.
#include <charconv>

#include "ledger/count_blocks.hpp"
#include "ledger/register/register_state.hpp"

namespace vpass {
namespace {

// Reads a list such as "3,17".
std::vector<std::uint64_t> entries(const std::string& text) {
    std::vector<std::uint64_t> out;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        std::uint64_t entry = 0;
        at = std::from_chars(at, end, entry).ptr + 1;
        out.push_back(entry);
    }
    return out;
}

// Selects, for each table, the row's number, the time since when it says to be revoked, and the time since
// when the events say so. The last event about a thing counts; 2 is revoke.
constexpr std::string_view kUnderived = R"(
WITH word AS (
    SELECT event.*, batch.time AS time, row_number() OVER (
        PARTITION BY pass, unregistered, iif(pass IS NULL AND unregistered IS NULL, event.key, 0),
            issued_from, issued_to ORDER BY entry DESC) AS age
    FROM event LEFT JOIN batch USING (batch) WHERE type IN (2, 3)),
last AS (SELECT * FROM word WHERE age = 1 AND type = 2),
compared AS (
    SELECT 'revoked' AS name, r.pass AS row, r.since AS registered, last.time AS derived
        FROM revoked AS r LEFT JOIN last ON last.pass = r.pass
    UNION ALL SELECT 'revoked', last.pass, r.since, last.time
        FROM last LEFT JOIN revoked AS r ON r.pass = last.pass WHERE last.pass IS NOT NULL AND r.pass IS NULL
    UNION ALL SELECT 'rule', r.entry, r.since, last.time
        FROM rule AS r LEFT JOIN last ON last.entry = r.entry AND last.key = r.key
            AND last.issued_from IS r.issued_from AND last.issued_to IS r.issued_to
    UNION ALL SELECT 'rule', last.entry, r.since, last.time
        FROM last LEFT JOIN rule AS r ON r.entry = last.entry
        WHERE last.pass IS NULL AND last.unregistered IS NULL AND r.entry IS NULL
    UNION ALL SELECT 'unregistered', u.unregistered, u.revoked_since, last.time
        FROM unregistered AS u LEFT JOIN last ON last.unregistered = u.unregistered)
SELECT name, row, registered, derived FROM compared WHERE registered IS NOT derived ORDER BY 1, 2
)";

constexpr std::string_view kSharedSlots =
    "SELECT key, slot, group_concat(entry) FROM (SELECT key, slot, entry FROM pass WHERE slot IS NOT NULL "
    "ORDER BY key, slot, entry) GROUP BY key, slot HAVING count(*) > 1";

constexpr std::string_view kSharedIds =
    "SELECT id, group_concat(entry), count(DISTINCT content) FROM (SELECT id, format, entry, content FROM "
    "pass "
    "WHERE id IS NOT NULL AND entry NOT IN (SELECT pass FROM revoked) ORDER BY id, format, entry) "
    "GROUP BY id, format HAVING count(*) > 1 AND (count(DISTINCT content) > 1 OR count(content) < count(*))";

constexpr std::string_view kErasedTwins =
    "SELECT a.entry, min(b.entry) FROM pass AS a JOIN pass AS b ON b.hash = a.hash AND b.entry <> a.entry "
    "WHERE a.salt IS NULL AND a.hash <> zeroblob(32) GROUP BY a.entry";

}  // namespace

std::vector<Register::Underived> Register::underived() const {
    std::vector<Underived> out;
    const auto rows = state_->sql(kUnderived);
    while (rows->step())
        out.push_back({rows->text(0), rows->number(1), rows->integer_if_any(2), rows->integer_if_any(3)});
    return out;
}

void Register::shared_slots(const std::function<void(const Shared&)>& visit) const {
    const auto rows = state_->sql(kSharedSlots);
    while (rows->step())
        visit(
            {.entries = entries(rows->text(2)), .id = {}, .key = rows->integer(0), .slot = rows->number(1)});
}

void Register::shared_ids(const std::function<void(const Shared&)>& visit) const {
    const auto rows = state_->sql(kSharedIds);
    while (rows->step())
        visit({.entries = entries(rows->text(1)), .id = rows->text(0), .differ = rows->number(2) > 1});
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> Register::erased_twins() const {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> out;
    const auto rows = state_->sql(kErasedTwins);
    while (rows->step()) out.emplace_back(rows->number(0), rows->number(1));
    return out;
}

bool Register::is_given(const RegisterKey& key, std::uint64_t count) const {
    const auto given = state_->sql("SELECT 1 FROM block WHERE key = ? AND block = ?");
    if (given->bind(key.key).bind(count / kCountBlock).step()) return true;
    // A register of version 1 does not have blocks, and gave counts away one after the other.
    const auto any = state_->sql("SELECT 1 FROM block WHERE key = ? LIMIT 1");
    return !any->bind(key.key).step() && count < key.next;
}

}  // namespace vpass
