#include "audit/report/report.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/zone.hpp"

namespace vpass {
namespace {

constexpr std::string_view kNames[kDimensions] = {
    "time",    "day", "reason",   "format", "type",       "issuer", "unverified_issuer",
    "product", "lot", "operator", "venue",  "venue_type", "rule"};

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

}  // namespace

std::string_view dimension_name(Dimension dimension) { return kNames[static_cast<std::size_t>(dimension)]; }

Report::Report(const ReportSettings& settings) : settings_(settings) {
    for (std::size_t i = 0; i < kDimensions; ++i)
        tables_.emplace_back(i <= static_cast<std::size_t>(Dimension::day) ? kSlots : kKeys);
}

void Report::add_time(UnixTime time, Outcome outcome) {
    first_ = std::min(first_, time);
    last_ = std::max(last_, time);
    const std::int64_t length = std::int64_t{60} * settings_.slot_minutes;
    const std::int64_t local = settings_.local(time);
    const std::int64_t slot = floor_div(local, length);
    Label& label = labels_[static_cast<std::uint64_t>(slot) % labels_.size()];
    if (label.slot != slot) {
        label.slot = slot;
        label.time = format_rfc3339(slot * length);
        label.day = label.time.substr(0, label.time.size() - 10);
        label.time.replace(label.time.size() - 1, 1, format_zone(settings_.zone_minutes));
    }
    table(Dimension::time).add(label.time, outcome);
    table(Dimension::day).add(label.day, outcome);
}

void Report::add(const CheckEvent& event) {
    total_.add(event.outcome);
    if (event.time)
        add_time(*event.time, event.outcome);
    else
        ++undated_;
    const std::pair<Dimension, std::string_view> keys[] = {
        {Dimension::reason, event.reason},
        {Dimension::format, event.format},
        {Dimension::type, event.type},
        {event.vouched ? Dimension::issuer : Dimension::unverified_issuer, event.issuer},
        {Dimension::product, event.product},
        {Dimension::lot, event.lot},
        {Dimension::operator_name, event.operator_name},
        {Dimension::venue, event.venue},
        {Dimension::venue_type, event.venue_type},
    };
    for (const auto& [dimension, key] : keys)
        if (!key.empty()) table(dimension).add(key, event.outcome);
    // In the table of rules, `valid` counts those who were admitted and `invalid` those who were refused.
    if (event.decided)
        table(Dimension::rule).add(event.rule, event.admitted ? Outcome::valid : Outcome::invalid);
}

void Report::add_bad_line(std::string_view code) {
    total_.add(Outcome::failed);
    ++undated_;
    ++bad_lines_;
    table(Dimension::reason).add(code, Outcome::failed);
}

void Report::add_outage(const Outage& outage) {
    const auto place =
        std::lower_bound(outages_.begin(), outages_.end(), outage, [](const Outage& a, const Outage& b) {
            return std::tie(a.from, a.to, a.kind, a.checks, a.failed) <
                   std::tie(b.from, b.to, b.kind, b.checks, b.failed);
        });
    if (place != outages_.end() && *place == outage) return;
    if (outages_.size() == kOutages) throw Error(Code::bad_report, "there are more than 4,096 outages");
    outages_.insert(place, outage);
}

void Report::merge(const Report& part) {
    if (part.settings_ != settings_)
        throw Error(Code::bad_report, "the parts have different zones or slots of time",
                    "make all of them with the same --zone and --slot");
    total_.add(part.total_);
    undated_ += part.undated_;
    bad_lines_ += part.bad_lines_;
    first_ = std::min(first_, part.first_);
    last_ = std::max(last_, part.last_);
    for (std::size_t i = 0; i < kDimensions; ++i) tables_[i].merge(part.tables_[i]);
    for (const Outage& outage : part.outages_) add_outage(outage);
}

void Report::settle() {
    for (CountTable& table : tables_) table.settle();
}

}  // namespace vpass
