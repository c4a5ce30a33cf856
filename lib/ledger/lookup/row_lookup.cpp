#include "ledger/lookup/row_lookup.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vpass {

RowLookup::RowLookup(const Register& rows)
    : rows_(rows), kids_(log_kids(rows)), whole_rows_(rows.first_whole_row()) {}

// Returns null for a batch that the register lacks, or whose day no entry can have.
const EntryBatch* RowLookup::batch(std::int64_t number) {
    auto known = batches_.find(number);
    if (known == batches_.end()) {
        std::optional<EntryBatch> found;
        if (const auto row = rows_.find_batch(number); row && has_log_day(row->time)) found.emplace(*row);
        known = batches_.emplace(number, std::move(found)).first;
    }
    return known->second ? &*known->second : nullptr;
}

void RowLookup::find(const PassIndex& index, std::span<const Sha256> passes, std::uint64_t log_size,
                     std::span<FirstLook> looks, const Visit& visit) {
    wanted_.clear();
    index.find(passes, [&](std::size_t which, std::uint64_t entry, std::size_t entries) {
        if (looks[which] != FirstLook::unknown) return;
        looks[which] = FirstLook::unclear;
        if (entries == 1 && entry < log_size) wanted_.push_back({entry, which});
    });
    if (wanted_.empty()) return;
    std::ranges::sort(wanted_);
    entries_.clear();
    for (const Wanted& one : wanted_) {
        if (entries_.empty() || entries_.back() != one.entry) entries_.push_back(one.entry);
    }
    auto next = wanted_.begin();
    const Register::Snapshot snapshot(rows_);
    rows_.find_passes(entries_, [&](const RegisterPass& row) {
        while (next->entry != row.entry) ++next;
        const EntryBatch* const act = row.salt && kids_.contains(row.key) ? batch(row.batch) : nullptr;
        if (!act) return;
        const OpenedEntry entry = open_entry(
            row, kids_, *act, row.entry < whole_rows_ ? LogEntryVersion::hashes : LogEntryVersion::row);
        for (; next != wanted_.end() && next->entry == row.entry; ++next) {
            if (passes[next->which] == row.hash) visit(next->which, row.entry, entry);
        }
    });
}

}  // namespace vpass
