#pragma once
// Counts exactly by key in bounded memory, whatever the order of the events and however they are split into
// parts.
//
// When there are more distinct keys than a table may keep, it keeps those whose hashes are smallest and adds
// up the others. A key that is among the smallest at the end was so at every moment before, and in every
// part. So the count of a kept key is exact, and so is the sum of the others, and the result depends on the
// set of events alone. Tables of parts, merged, equal the table of the whole.
//
// Each thread has its own table; merge() brings them together.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/check.hpp"

namespace vpass {

struct Outcomes {
    std::uint64_t valid = 0, invalid = 0, failed = 0;
    void add(Outcome outcome) {
        (outcome == Outcome::valid ? valid : outcome == Outcome::invalid ? invalid : failed)++;
    }
    void add(const Outcomes& more) {
        valid += more.valid;
        invalid += more.invalid;
        failed += more.failed;
    }
    std::uint64_t sum() const { return valid + invalid + failed; }
    bool operator==(const Outcomes&) const = default;
};

class CountTable {
 public:
    static constexpr std::size_t kKeyBytes = 128;  // longer keys are counted by their beginning

    explicit CountTable(std::size_t cap) : cap_(cap) {}

    void add(std::string_view key, Outcome outcome);
    void add(std::string_view key, const Outcomes& counts);
    void add_other(const Outcomes& counts) { other_.add(counts); }
    void merge(const CountTable& part);

    struct Row {
        std::string key;
        std::uint64_t hash;
        Outcomes counts;
    };
    // Drops the rows beyond the cap and sorts the others by key. Call it before the rows are looked at;
    // counting may go on afterwards.
    void settle();
    const std::vector<Row>& rows() const { return rows_; }
    const Outcomes& other() const { return other_; }
    std::size_t cap() const { return cap_; }

    // Returns how many distinct keys there were: exact while none was left out, else an estimate from the
    // kept hashes (D. M. Kane et al., bottom-k sketch: relative error about 1/sqrt(cap)).
    std::uint64_t distinct() const;

 private:
    Outcomes* find(std::string_view key);  // nullptr: not to be kept
    void reindex(std::size_t slots);
    std::size_t cap_;
    std::vector<Row> rows_;                    // up to twice the cap between two settlements
    std::vector<std::uint32_t> index_;         // open addressing; row number + 1
    std::size_t last_ = 0;                     // the row found last: one key often comes many times in a row
    std::uint64_t limit_ = ~std::uint64_t{0};  // no hash above it is kept
    Outcomes other_;
};

}  // namespace vpass
