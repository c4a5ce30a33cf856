#include "ledger/lookup/pass_index.hpp"

#include <algorithm>
#include <bit>

namespace vpass {
namespace {

constexpr std::uint64_t kRowsInBucket = 8;        // 128 bytes
constexpr std::uint64_t kMostReserved = 1 << 26;  // rows; a register that has more makes room as it goes

}  // namespace

std::uint64_t prefix_of(const Sha256& hash) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < sizeof out; ++i) out = out << 8 | hash[i];
    return out;
}

PassIndex::PassIndex(const Register& rows) {
    rows_.reserve(std::min(rows.size(), kMostReserved));
    rows.pass_hashes([&](std::uint64_t entry, const Sha256& hash) {
        rows_.push_back({prefix_of(hash), entry});
    });
    std::ranges::sort(rows_);
    const std::uint64_t buckets = std::bit_floor(rows_.size() / kRowsInBucket + 1);
    bits_ = static_cast<unsigned>(std::countr_zero(buckets));
    starts_.reserve(buckets + 1);
    for (std::size_t i = 0; i < rows_.size(); ++i) starts_.resize(bucket(rows_[i].prefix) + 1, i);
    starts_.resize(buckets + 1, rows_.size());
}

std::span<const PassIndex::Row> PassIndex::rows_with(std::uint64_t prefix) const {
    const std::size_t at = bucket(prefix);
    const auto found = std::ranges::equal_range(rows_.begin() + static_cast<std::ptrdiff_t>(starts_[at]),
                                                rows_.begin() + static_cast<std::ptrdiff_t>(starts_[at + 1]),
                                                prefix, {}, &Row::prefix);
    return {found.begin(), found.end()};
}

std::vector<std::uint64_t> PassIndex::find(const Sha256& pass) const {
    std::vector<std::uint64_t> out;
    for (const Row& row : rows_with(prefix_of(pass))) out.push_back(row.entry);
    return out;
}

void PassIndex::find(std::span<const Sha256> passes, const Visit& visit) const {
    // The rows lie anywhere in memory: we have all of them fetched before the first one is needed.
    for (const Sha256& pass : passes) __builtin_prefetch(&starts_[bucket(prefix_of(pass))]);
    for (const Sha256& pass : passes) __builtin_prefetch(rows_.data() + starts_[bucket(prefix_of(pass))]);
    for (std::size_t which = 0; which < passes.size(); ++which) {
        const auto rows = rows_with(prefix_of(passes[which]));
        if (!rows.empty()) visit(which, rows.front().entry, rows.size());
    }
}

}  // namespace vpass
