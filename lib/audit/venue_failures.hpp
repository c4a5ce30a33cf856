#pragma once
// Counts failed checks by venue and minute, to find out which venues had failures, and when. Compared with
// the windows of outages.hpp it tells whom an outage hit, and for a single fine whether checks failed at that
// very door.
//
// Each thread has its own object; merge() adds up. It takes memory for each venue and minute with a failure,
// up to kBytes of them with the venues' names; further failures are left out, and complete() says so.
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"

namespace vpass {

class VenueFailures {
 public:
    static constexpr std::size_t kBytes = 128 << 20;

    void add(std::string_view venue, UnixTime time) { add(std::string(venue), time, 1); }
    void merge(const VenueFailures& part);

    // Returns the failed checks at a venue in the minutes that meet [from, to).
    std::uint64_t count(const std::string& venue, UnixTime from, UnixTime to) const;
    // Returns all venues with failures in these minutes, by name.
    std::map<std::string, std::uint64_t> venues(UnixTime from, UnixTime to) const;
    bool complete() const { return complete_; }

 private:
    using Minutes = std::map<std::int64_t, std::uint64_t>;
    static std::uint64_t sum(const Minutes& minutes, UnixTime from, UnixTime to);
    void add(const std::string& venue, UnixTime time, std::uint64_t n);
    std::unordered_map<std::string, Minutes> venues_;
    std::size_t bytes_ = 0;
    bool complete_ = true;
};

}  // namespace vpass
