#include "formats/life_dates.hpp"

#include <algorithm>
#include <string>

namespace vpass {
namespace {

constexpr UnixTime kEarliestZone = 14 * 3600;  // where a day begins first, UTC+14

// Returns the date alone; nothing when there is none.
std::string_view date_part(std::string_view text) {
    const std::string_view date = text.substr(0, 10);
    return is_partial_date(date) ? date : std::string_view();
}

// Compares two dates as far as both are known: "1963" is not before "1963-04-14".
bool is_before(std::string_view a, std::string_view b) {
    const std::size_t known = std::min(a.size(), b.size());
    return a.substr(0, known) < b.substr(0, known);
}

}  // namespace

std::vector<LifeSlip> find_life_slips(std::string_view birth, std::span<const std::string_view> events,
                                      std::optional<UnixTime> latest) {
    std::vector<LifeSlip> out;
    const std::string today = latest ? format_date(date_of(*latest + kEarliestZone)) : std::string();
    const std::string_view born = date_part(birth);
    if (is_before(today, born)) out.push_back({&finding::kFutureDate, 0});
    for (std::size_t i = 0; i < events.size(); ++i) {
        const std::string_view date = date_part(events[i]);
        if (is_before(today, date)) out.push_back({&finding::kFutureDate, i + 1});
        if (is_before(date, born)) out.push_back({&finding::kBeforeBirth, i + 1});
    }
    return out;
}

}  // namespace vpass
