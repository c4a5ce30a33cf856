#pragma once
// Computes the statistics of `vpass audit report`: counts of checks by time, reason, issuer and so on. Counts
// are exact, memory is bounded, and reports of parts add up: merged in any order they equal, to the byte, the
// report of one run over everything. vpass-report(5) describes the JSON.
//
// Each thread has its own Report.
#include <array>
#include <span>

#include "audit/outages.hpp"
#include "audit/report/count_table.hpp"

namespace vpass {

class Policy;

// The dimensions by which checks are counted. Issuers that nobody has vouched for are counted apart, so that
// made-up names do not push out real ones.
enum class Dimension {
    time,
    day,
    reason,
    format,
    type,
    issuer,
    unverified_issuer,
    product,
    lot,
    operator_name,
    venue,
    venue_type,
    rule
};
constexpr std::size_t kDimensions = 13;
std::string_view dimension_name(Dimension dimension);  // "time", "operator"

struct ReportSettings {
    int zone_minutes = 9 * 60;  // east of UTC: where days and hours begin
    int slot_minutes = 60;      // the length of a slot of time; divides a day
    bool operator==(const ReportSettings&) const = default;

    // Returns seconds since 1970 on the clock of that zone.
    std::int64_t local(UnixTime time) const { return time + std::int64_t{60} * zone_minutes; }
};

class Report {
 public:
    static constexpr std::size_t kKeys = 4096;  // kept in a dimension
    static constexpr std::size_t kSlots =
        65536;  // kept of slots and days: over a year of slots of ten minutes
    static constexpr std::size_t kOutages = 4096;

    explicit Report(const ReportSettings& settings);

    void add(const CheckEvent& event);
    void add_bad_line(std::string_view code);  // no check could be read: it counts as failed, by this reason
    void add_outage(const Outage& outage);  // shown in the report; each once. Error "bad-report" if too many
    void merge(const Report& part);         // Error "bad-report" when the settings differ
    void settle();                          // before anything is read

    const ReportSettings& settings() const { return settings_; }
    const Outcomes& total() const { return total_; }
    std::uint64_t undated() const { return undated_; }
    std::uint64_t bad_lines() const { return bad_lines_; }
    const CountTable& table(Dimension dimension) const {
        return tables_[static_cast<std::size_t>(dimension)];
    }
    std::span<const Outage> outages() const { return outages_; }
    UnixTime first() const { return first_; }  // of the checks that have a time; only where some has
    UnixTime last() const { return last_; }
    bool has_times() const { return first_ <= last_; }

    std::string json() const;  // one line. Settled reports only
    // Throws Error "bad-report", "bad-outage", "bad-time", or what json::check throws.
    static Report from_json(std::string_view text);

 private:
    CountTable& table(Dimension dimension) { return tables_[static_cast<std::size_t>(dimension)]; }
    void add_time(UnixTime time, Outcome outcome);
    void read_table(Dimension dimension, const json::Value& object);
    ReportSettings settings_;
    Outcomes total_;
    std::uint64_t undated_ = 0, bad_lines_ = 0;
    UnixTime first_ = INT64_MAX, last_ = INT64_MIN;
    std::vector<CountTable> tables_;
    std::vector<Outage> outages_;
    struct Label {
        std::int64_t slot = INT64_MIN;
        std::string time, day;
    };
    std::array<Label, 64> labels_;  // of the slots met last: writing a time costs more than counting it
};

enum class PageLanguage { both, english, korean };

struct PageOptions {
    std::string_view title = {};  // a general one without it
    PageLanguage language = PageLanguage::both;
    const Policy* policy = nullptr;  // tells rules and types of venues in words
};

// Returns one self-contained page with charts; it has no script and fetches nothing. The report must be
// settled.
std::string report_html(const Report& report, const PageOptions& options = {});

}  // namespace vpass
