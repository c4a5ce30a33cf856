#include "audit/venue_failures.hpp"

namespace vpass {
namespace {

// These include what a map needs for an element.
constexpr std::size_t kPairBytes = 64, kVenueBytes = 160;

std::int64_t minute_of(UnixTime time) { return time >= 0 ? time / 60 : (time - 59) / 60; }

}  // namespace

void VenueFailures::add(const std::string& venue, UnixTime time, std::uint64_t n) {
    const std::int64_t minute = minute_of(time);
    auto found = venues_.find(venue);
    if (found == venues_.end() || !found->second.contains(minute)) {
        const std::size_t more = kPairBytes + (found == venues_.end() ? kVenueBytes + venue.size() : 0);
        if (bytes_ + more > kBytes) {
            complete_ = false;
            return;
        }
        bytes_ += more;
        if (found == venues_.end()) found = venues_.try_emplace(venue).first;
    }
    found->second[minute] += n;
}

void VenueFailures::merge(const VenueFailures& part) {
    for (const auto& [venue, minutes] : part.venues_)
        for (const auto& [minute, n] : minutes) add(venue, minute * 60, n);
    complete_ = complete_ && part.complete_;
}

std::uint64_t VenueFailures::sum(const Minutes& minutes, UnixTime from, UnixTime to) {
    std::uint64_t out = 0;
    for (auto i = minutes.lower_bound(minute_of(from)); i != minutes.end() && i->first * 60 < to; ++i)
        out += i->second;
    return out;
}

std::uint64_t VenueFailures::count(const std::string& venue, UnixTime from, UnixTime to) const {
    const auto found = venues_.find(venue);
    return found == venues_.end() ? 0 : sum(found->second, from, to);
}

std::map<std::string, std::uint64_t> VenueFailures::venues(UnixTime from, UnixTime to) const {
    std::map<std::string, std::uint64_t> out;
    for (const auto& [venue, minutes] : venues_)
        if (const std::uint64_t n = sum(minutes, from, to)) out.emplace(venue, n);
    return out;
}

}  // namespace vpass
