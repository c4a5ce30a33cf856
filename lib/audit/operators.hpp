#pragma once
// Finds out who issued how much and when, and which of it is unusual: the questions of `vpass audit
// operators` as pure functions of counts.
//
// Hours are those of UTC moved by `offset`, since people work by their own clocks. An operator's own work at
// other times shows what is usual, so that a mass vaccination centre and a village doctor are each measured
// by themselves.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace vpass {

struct ActivityLimits {
    std::uint64_t burst = 100;  // passes; less than that is never conspicuous
    unsigned times = 10;        // so many times the operator's median hour
    unsigned dormant = 30;      // days without a pass
    unsigned long_day = 16;     // different hours of one day in which one person can work
    int offset = 0;             // seconds east of UTC
};

class Activity {
 public:
    struct Oddity {
        enum class Kind {
            dormant,  // nothing for long, and then a burst within a day
            rate,     // an hour far above the usual
            hour,     // a burst at an hour of the day that was never used before
            shared,   // at work in more hours of one day than one person can be
        };
        Kind kind;
        UnixTime from = 0;         // the hour or the day
        std::uint64_t passes = 0;  // in it
        std::uint64_t usual = 0;   // days of silence, passes in the median hour, days before, hours at work
    };

    void add(UnixTime time, std::uint64_t passes = 1);
    std::uint64_t total() const { return total_; }
    std::vector<Oddity> oddities(const ActivityLimits& limits) const;  // ordered by time within each kind

 private:
    std::map<std::int64_t, std::uint64_t> hours_;  // passes by hour since 1970, UTC
    std::uint64_t total_ = 0;
};

}  // namespace vpass
