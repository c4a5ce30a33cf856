#pragma once
// Finds the times when checks failed: from single checks to the windows in which nobody could be checked, and
// from the times of publications to those in which revocation lists were stale. Fines and reports are
// compared with these windows.
//
// A minute fails when enough of its checks do; failing minutes that lie close together make one window, from
// the start of the first to the end of the last. Times are seconds since 1970, windows half open.
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "audit/check.hpp"

namespace vpass {

struct Outage {
    enum class Kind { checks_failed, stale_lists };
    Kind kind = Kind::checks_failed;
    UnixTime from = 0, to = 0;
    std::uint64_t checks = 0, failed = 0;  // inside it, as far as checks were given
    bool covers(UnixTime time) const { return from <= time && time < to; }
    bool operator==(const Outage&) const = default;
};
std::string_view outage_name(Outage::Kind kind);  // "checks-failed"

// Returns the first window that covers `time`, or nullptr.
const Outage* find_outage(std::span<const Outage> outages, UnixTime time);

// Write and read the members {"from":…,"to":…,…} of an object. read_outage throws Error "bad-outage" or
// "bad-time".
void write_outage(const Outage& outage, json::Writer& out);
Outage read_outage(const json::Value& object);

// The conditions under which a minute fails, and under which a run of such minutes is an outage.
struct OutageRule {
    double share = 0.5;           // of a minute's checks that fail, at least
    std::uint64_t failed = 10;    // in the whole window, at least
    std::int64_t gap = 300;       // seconds; failing minutes not further apart than this belong together
    std::int64_t duration = 180;  // seconds of a window, at least
};

// Counts checks by minute; takes memory for each minute in which there was a check. Each thread has its own
// series; merge() adds up.
class CheckSeries {
 public:
    static constexpr std::size_t kMinutes = 1 << 21;  // four years without a pause

    void add(UnixTime time, bool failed);  // throws Error "too-many-minutes"
    void merge(const CheckSeries& part);
    std::vector<Outage> find(const OutageRule& rule) const;
    bool empty() const { return minutes_.empty(); }
    UnixTime begin() const { return minutes_.begin()->first * 60; }
    UnixTime end() const { return (minutes_.rbegin()->first + 1) * 60; }

 private:
    struct Minute {
        std::uint64_t checks = 0, failed = 0;
    };
    Minute& at(std::int64_t minute);
    std::map<std::int64_t, Minute> minutes_;
    std::int64_t last_ = 0;
    Minute* last_minute_ = nullptr;  // checks come more or less in order
};

// Returns the windows in which the lists were older than `max_age`: from that long after a publication until
// the next one, as far as that lies between `from` and `to`. The times may come in any order.
std::vector<Outage> stale_windows(std::vector<UnixTime> publications, std::int64_t max_age, UnixTime from,
                                  UnixTime to);

}  // namespace vpass
