#include "audit/doses.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

namespace vpass {
namespace {

std::optional<DoseBreach> breach_of(const Dose& before, const Dose& dose, std::int32_t shortest_interval) {
    if (before.day == dose.day)
        return before.lot && before.lot == dose.lot ? DoseBreach::same_lot_and_date : DoseBreach::same_date;
    if (dose.number < before.number) return DoseBreach::order;
    if (dose.number == before.number) return DoseBreach::repeated;
    if (dose.day - before.day < shortest_interval) return DoseBreach::interval;
    return {};
}

}  // namespace

void check_doses(std::vector<Dose>& doses, std::int32_t shortest_interval, const BreachSink& report) {
    std::sort(doses.begin(), doses.end(), [](const Dose& a, const Dose& b) {
        return std::tie(a.person, a.day, a.number, a.line) < std::tie(b.person, b.day, b.number, b.line);
    });
    for (std::size_t i = 1; i < doses.size(); ++i) {
        if (doses[i].person != doses[i - 1].person) continue;
        if (const auto breach = breach_of(doses[i - 1], doses[i], shortest_interval))
            report(*breach, doses[i - 1], doses[i]);
    }
}

}  // namespace vpass
