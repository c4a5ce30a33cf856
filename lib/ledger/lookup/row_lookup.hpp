#pragma once
// Finds the register's rows of many passes by their hashes, and the entries that the log must then hold.
#include <unordered_map>

#include "ledger/ledger_entries.hpp"
#include "ledger/lookup/pass_index.hpp"

namespace vpass {

// The answer of a first look at a pass. PassProver judges the passes that it does not prove.
enum class FirstLook : char { unknown, unclear, proved };

// One a thread, with a register that outlives it.
class RowLookup {
 public:
    explicit RowLookup(const Register& rows);

    // Looks for those of `passes` that are still unknown. The ones that the register may have become unclear;
    // those with one whole row, for one of the log's first `log_size` entries, are visited in the order of
    // the entries.
    using Visit = std::function<void(std::size_t which, std::uint64_t index, const OpenedEntry& entry)>;
    void find(const PassIndex& index, std::span<const Sha256> passes, std::uint64_t log_size,
              std::span<FirstLook> looks, const Visit& visit);

 private:
    const EntryBatch* batch(std::int64_t number);

    const Register& rows_;
    LogKids kids_;
    std::uint64_t whole_rows_;
    std::unordered_map<std::int64_t, std::optional<EntryBatch>> batches_;
    struct Wanted {
        std::uint64_t entry;
        std::size_t which;
        auto operator<=>(const Wanted&) const = default;
    };
    std::vector<Wanted> wanted_;
    std::vector<std::uint64_t> entries_;
};

}  // namespace vpass
