#include "audit/operators.hpp"

#include <algorithm>
#include <set>

namespace vpass {
namespace {

using Oddity = Activity::Oddity;
using Kind = Oddity::Kind;
using Hours = std::map<std::int64_t, std::uint64_t>;

constexpr std::int64_t kHour = 3600, kDay = 24;  // seconds, hours

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

std::uint64_t median(const Hours& hours) {
    std::vector<std::uint64_t> counts;
    for (const auto& [hour, n] : hours) counts.push_back(n);
    const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
    std::nth_element(counts.begin(), middle, counts.end());
    return *middle;
}

void find_dormant(const Hours& hours, const ActivityLimits& limits, std::vector<Oddity>& out) {
    auto before = hours.begin();
    for (auto at = std::next(before); at != hours.end(); before = at++) {
        const std::int64_t silence = (at->first - before->first) / kDay;
        if (silence < limits.dormant) continue;
        std::uint64_t passes = 0;
        for (auto next = at; next != hours.end() && next->first < at->first + kDay; ++next)
            passes += next->second;
        if (passes < limits.burst) continue;
        out.push_back({Kind::dormant, at->first * kHour, passes, static_cast<std::uint64_t>(silence)});
    }
}

void find_rate(const Hours& hours, const ActivityLimits& limits, std::vector<Oddity>& out) {
    constexpr std::size_t kEnough = 24;  // hours at work, below which nothing is usual yet
    if (hours.size() < kEnough) return;
    const std::uint64_t usual = median(hours);
    for (const auto& [hour, passes] : hours) {
        if (passes >= limits.burst && passes > limits.times * usual)
            out.push_back({Kind::rate, hour * kHour, passes, usual});
    }
}

void find_hour(const Hours& hours, const ActivityLimits& limits, std::vector<Oddity>& out) {
    constexpr std::size_t kEnough = 14;  // days at work, likewise
    std::set<std::int64_t> days, used;
    for (const auto& [utc, passes] : hours) {
        const std::int64_t local = floor_div(utc * kHour + limits.offset, kHour);
        const std::int64_t of_day = local - floor_div(local, kDay) * kDay;
        days.insert(floor_div(local, kDay));
        // The hours next to one in use count as overtime.
        const bool usual = used.contains(of_day) || used.contains((of_day + 1) % kDay) ||
                           used.contains((of_day + kDay - 1) % kDay);
        used.insert(of_day);
        if (usual || passes < limits.burst || days.size() <= kEnough) continue;
        out.push_back({Kind::hour, utc * kHour, passes, days.size() - 1});
    }
}

void find_shared(const Hours& hours, const ActivityLimits& limits, std::vector<Oddity>& out) {
    std::map<std::int64_t, Oddity> days;
    for (const auto& [utc, passes] : hours) {
        const std::int64_t day = floor_div(utc * kHour + limits.offset, kDay * kHour);
        Oddity& sum = days.try_emplace(day, Oddity{Kind::shared, day * kDay * kHour - limits.offset, 0, 0})
                          .first->second;
        sum.passes += passes;
        ++sum.usual;
    }
    for (const auto& [day, sum] : days) {
        if (sum.usual > limits.long_day) out.push_back(sum);
    }
}

}  // namespace

void Activity::add(UnixTime time, std::uint64_t passes) {
    hours_[floor_div(time, kHour)] += passes;
    total_ += passes;
}

std::vector<Oddity> Activity::oddities(const ActivityLimits& limits) const {
    std::vector<Oddity> out;
    if (hours_.empty()) return out;
    find_dormant(hours_, limits, out);
    find_rate(hours_, limits, out);
    find_hour(hours_, limits, out);
    find_shared(hours_, limits, out);
    return out;
}

}  // namespace vpass
