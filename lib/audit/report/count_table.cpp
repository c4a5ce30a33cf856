#include "audit/report/count_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <tuple>

namespace vpass {
namespace {

// Mixes as MurmurHash3's 64-bit finaliser does. The result is the same on every machine, since it decides
// which keys a table keeps. It does not withstand keys that were chosen for their hashes; those would only
// push out other keys.
std::uint64_t mix(std::uint64_t h) {
    h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
    h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
    return h ^ h >> 33;
}

std::uint64_t hash_of(std::string_view key) {
    std::uint64_t h = key.size();
    for (; key.size() >= 8; key.remove_prefix(8)) {
        std::uint64_t word;
        std::memcpy(&word, key.data(), 8);  // little-endian, as json_scan.hpp requires
        h = mix(h ^ word) + 0x9e3779b97f4a7c15;
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, key.data(), key.size());
    return mix(h ^ rest);
}

// Shortens a key without cutting a UTF-8 sequence.
std::string_view shortened(std::string_view key) {
    if (key.size() <= CountTable::kKeyBytes) return key;
    std::size_t n = CountTable::kKeyBytes;
    while (n > 0 && (static_cast<unsigned char>(key[n]) & 0xc0) == 0x80) --n;
    return key.substr(0, n);
}

}  // namespace

void CountTable::reindex(std::size_t slots) {
    index_.assign(slots, 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        std::size_t slot = rows_[i].hash & (slots - 1);
        while (index_[slot]) slot = (slot + 1) & (slots - 1);
        index_[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

Outcomes* CountTable::find(std::string_view key) {
    key = shortened(key);
    if (last_ < rows_.size() && rows_[last_].key == key) return &rows_[last_].counts;
    const std::uint64_t hash = hash_of(key);
    if (hash > limit_) return nullptr;
    if (rows_.size() >= 2 * cap_) {
        settle();
        if (hash > limit_) return nullptr;
    }
    if (index_.size() < 2 * rows_.size() + 2) reindex(std::max<std::size_t>(64, 2 * index_.size()));
    std::size_t slot = hash & (index_.size() - 1);
    for (; index_[slot]; slot = (slot + 1) & (index_.size() - 1)) {
        Row& row = rows_[index_[slot] - 1];
        if (row.hash == hash && row.key == key) {
            last_ = index_[slot] - 1;
            return &row.counts;
        }
    }
    rows_.push_back({std::string(key), hash, {}});
    index_[slot] = static_cast<std::uint32_t>(rows_.size());
    return &rows_.back().counts;
}

void CountTable::add(std::string_view key, Outcome outcome) {
    Outcomes* const counts = find(key);
    (counts ? *counts : other_).add(outcome);
}

void CountTable::add(std::string_view key, const Outcomes& more) {
    Outcomes* const counts = find(key);
    (counts ? *counts : other_).add(more);
}

void CountTable::merge(const CountTable& part) {
    // Keys that the part has left out have larger hashes than all that it keeps, so they are beyond the cap
    // here too.
    for (const Row& row : part.rows_) add(row.key, row.counts);
    add_other(part.other_);
}

void CountTable::settle() {
    if (rows_.size() > cap_) {
        std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
            return std::tie(a.hash, a.key) < std::tie(b.hash, b.key);
        });
        for (std::size_t i = cap_; i < rows_.size(); ++i) other_.add(rows_[i].counts);
        rows_.resize(cap_);
        limit_ = rows_.empty() ? 0 : rows_.back().hash;
    }
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
    if (!index_.empty()) reindex(index_.size());
}

std::uint64_t CountTable::distinct() const {
    if (other_.sum() == 0 || rows_.empty()) return rows_.size();
    std::uint64_t highest = 0;
    for (const Row& row : rows_) highest = std::max(highest, row.hash);
    return static_cast<std::uint64_t>(
        std::llround(static_cast<double>(rows_.size() - 1) * 0x1p64 / static_cast<double>(highest)));
}

}  // namespace vpass
