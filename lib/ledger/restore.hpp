#pragma once
// Restores a ledger after a loss: an old copy becomes whole again from what is left of its later life. Parts
// that cannot be recovered are named and marked in the log, and no entry, slot or publication number is used
// twice.
//
// The log is public and lies in many places: entries that the ledger's own copy lacks come from another copy,
// or are made anew of the register's rows. Without them the log cannot go on, since its number N would mean
// two things; then nothing is written. Rows of the register that nobody has any more are a gap. An entry of
// its own kind records the gap, passes in `passes` are entered anew, and slots that a site lists as revoked
// stay revoked.
#include <functional>
#include <map>

#include "crypto/crypto.hpp"
#include "formats/envelope.hpp"
#include "ledger/ledger.hpp"

namespace vpass {

struct RestorePlan {
    LedgerTraces traces;           // the copies of the log, and the sites
    std::vector<PublicKey> roots;  // sign the sites
    std::string operator_name;
    UnixTime at = 0;
    // Calls back with each pass that came out of `sign`, and the id that its record has.
    using UsePass = std::function<void(PassText pass, std::string_view id)>;
    std::function<void(const UsePass&)> passes;
};

struct Restored {
    std::uint64_t entries = 0;  // that the log has now
    std::uint64_t written = 0;  // that it had lost
    // The gap: entries [first, end) do not have rows. Both are equal when there is no gap.
    std::uint64_t first = 0, end = 0;
    std::map<LogEntryType, std::uint64_t> lost;  // the entries in it
    std::uint64_t passes = 0;                    // entered anew
    std::uint64_t not_ours = 0;                  // passes that no key of the register has signed
    std::uint64_t revoked = 0;     // passes that a site lists as revoked and the register did not
    std::uint64_t lost_slots = 0;  // slots that a site lists as revoked and no known pass has
    std::uint64_t sequence = 0;    // the highest publication number that counts as used
};

// Throws Error "log-behind" when something has seen entries that exist nowhere any more, "log-forked",
// "bad-site", and those of Ledger.
Restored restore_ledger(const std::filesystem::path& folder, const RestorePlan& plan);

}  // namespace vpass
