#pragma once
// Finds registered passes by their hashes.
#include <functional>
#include <span>
#include <vector>

#include "ledger/register/register.hpp"

namespace vpass {

// The first eight bytes of a hash, as a number.
std::uint64_t prefix_of(const Sha256& hash);

// Every registered pass by its hash, for whoever asks about many: 17 bytes a pass. Read-only once it is made;
// then any number of threads may use it.
class PassIndex {
 public:
    explicit PassIndex(const Register& rows);
    // The entries that may be of this pass, in ascending order; seldom more than one.
    std::vector<std::uint64_t> find(const Sha256& pass) const;
    // Visits those of many passes that have entries, in their order: with the first entry, and how many there
    // are.
    using Visit = std::function<void(std::size_t which, std::uint64_t entry, std::size_t entries)>;
    void find(std::span<const Sha256> passes, const Visit& visit) const;

 private:
    struct Row {
        std::uint64_t prefix, entry;
        auto operator<=>(const Row&) const = default;
    };
    std::size_t bucket(std::uint64_t prefix) const { return bits_ ? prefix >> (64 - bits_) : 0; }
    std::span<const Row> rows_with(std::uint64_t prefix) const;

    std::vector<Row> rows_;
    // Hashes are evenly spread, so their first bits tell where a row is but for a few: bucket b begins at
    // starts_[b].
    unsigned bits_ = 0;
    std::vector<std::uint64_t> starts_;
};

}  // namespace vpass
