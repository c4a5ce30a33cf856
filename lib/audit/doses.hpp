#pragma once
// Checks rules that the doses of one person must obey, whoever recorded them: order, intervals, no dose
// twice. Persons and lots are known by keyed hashes only.
#include <cstdint>
#include <functional>
#include <vector>

namespace vpass {

struct Dose {
    std::uint64_t person = 0;
    std::uint64_t lot = 0;     // 0: not recorded
    std::uint64_t line = 0;    // of its record
    std::int32_t day = 0;      // since 1970-01-01
    std::uint32_t number = 0;  // which dose it is
    bool operator==(const Dose&) const = default;
};

enum class DoseBreach {
    same_lot_and_date,  // one injection recorded twice
    same_date,          // two doses on one day
    order,              // a later dose has a lower number
    repeated,           // two doses have the same number
    interval,           // too soon after the dose before
};

// Sorts the doses and reports each that does not fit the one before it, of the same person, by date.
using BreachSink = std::function<void(DoseBreach breach, const Dose& before, const Dose& dose)>;
void check_doses(std::vector<Dose>& doses, std::int32_t shortest_interval, const BreachSink& report);

}  // namespace vpass
