#include "audit/outages.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace vpass {
namespace {

constexpr std::string_view kNames[] = {"checks-failed", "stale-lists"};

std::int64_t minute_of(UnixTime time) { return time >= 0 ? time / 60 : (time - 59) / 60; }

std::uint64_t read_count(const json::Value& object, std::string_view name) {
    const json::Value value = object[name];
    const auto count = value ? value.integer() : 0;
    if (!count || *count < 0)
        throw Error(Code::bad_outage, "'" + std::string(name) + "' of an outage is not a count");
    return static_cast<std::uint64_t>(*count);
}

}  // namespace

std::string_view outage_name(Outage::Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }

const Outage* find_outage(std::span<const Outage> outages, UnixTime time) {
    const auto found = std::find_if(outages.begin(), outages.end(),
                                    [&](const Outage& outage) { return outage.covers(time); });
    return found == outages.end() ? nullptr : &*found;
}

void write_outage(const Outage& outage, json::Writer& out) {
    out.text("kind", outage_name(outage.kind));
    out.text("from", format_rfc3339(outage.from)).text("to", format_rfc3339(outage.to));
    out.key("minutes").integer((outage.to - outage.from + 59) / 60);
    out.key("checks").integer(outage.checks);
    out.key("failed").integer(outage.failed);
}

Outage read_outage(const json::Value& object) {
    Outage out;
    const std::string kind = object["kind"].string();
    if (kind == kNames[1])
        out.kind = Outage::Kind::stale_lists;
    else if (!kind.empty() && kind != kNames[0])
        throw Error(Code::bad_outage, "an outage is of no known kind");
    out.from = parse_check_time(object["from"]);
    out.to = parse_check_time(object["to"]);
    if (out.to <= out.from) throw Error(Code::bad_outage, "an outage ends before it begins");
    out.checks = read_count(object, "checks");
    out.failed = read_count(object, "failed");
    return out;
}

CheckSeries::Minute& CheckSeries::at(std::int64_t minute) {
    if (last_minute_ && last_ == minute) return *last_minute_;
    last_minute_ = &minutes_[minute];
    last_ = minute;
    if (minutes_.size() > kMinutes)
        throw Error(Code::too_many_minutes, "the checks are spread over more than four years");
    return *last_minute_;
}

void CheckSeries::add(UnixTime time, bool failed) {
    Minute& minute = at(minute_of(time));
    ++minute.checks;
    minute.failed += failed;
}

void CheckSeries::merge(const CheckSeries& part) {
    for (const auto& [key, more] : part.minutes_) {
        Minute& minute = at(key);
        minute.checks += more.checks;
        minute.failed += more.failed;
    }
}

std::vector<Outage> CheckSeries::find(const OutageRule& rule) const {
    std::vector<Outage> windows;
    for (const auto& [key, minute] : minutes_) {
        const double share = static_cast<double>(minute.failed) / static_cast<double>(minute.checks);
        if (minute.failed == 0 || share < rule.share) continue;
        const UnixTime from = key * 60;
        if (windows.empty() || from - windows.back().to > rule.gap)
            windows.push_back({Outage::Kind::checks_failed, from, from, 0, 0});
        windows.back().to = from + 60;
    }
    for (Outage& window : windows) {
        for (auto i = minutes_.lower_bound(window.from / 60);
             i != minutes_.end() && i->first * 60 < window.to; ++i) {
            window.checks += i->second.checks;
            window.failed += i->second.failed;
        }
    }
    std::erase_if(windows, [&](const Outage& window) {
        return window.failed < rule.failed || window.to - window.from < rule.duration;
    });
    return windows;
}

std::vector<Outage> stale_windows(std::vector<UnixTime> publications, std::int64_t max_age, UnixTime from,
                                  UnixTime to) {
    std::vector<Outage> out;
    std::sort(publications.begin(), publications.end());
    UnixTime fresh_until = from;  // with no publication before it, nothing was ever fresh
    auto stale = [&](UnixTime until) {
        const UnixTime begin = std::max(fresh_until, from), end = std::min(until, to);
        if (begin < end) out.push_back({Outage::Kind::stale_lists, begin, end, 0, 0});
    };
    for (const UnixTime time : publications) {
        stale(time);
        fresh_until = std::max(fresh_until, time + max_age);
    }
    stale(to);
    return out;
}

}  // namespace vpass
