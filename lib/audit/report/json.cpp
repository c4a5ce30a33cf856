// Writes a report as JSON and reads it back. A report that is read comes from another machine, so everything
// is checked.
#include "audit/report/report.hpp"
#include "base/error.hpp"
#include "base/zone.hpp"

namespace vpass {
namespace {

constexpr std::string_view kVersion = "vpass-report-1";
constexpr std::int64_t kMaxCount = std::int64_t{1} << 53;  // what every reader of JSON holds exactly

void write_outcomes(const Outcomes& counts, json::Writer& w) {
    w.key("valid").integer(counts.valid);
    w.key("invalid").integer(counts.invalid);
    w.key("failed").integer(counts.failed);
}

void write_table(const CountTable& table, json::Writer& w) {
    w.begin_object().key("keys").begin_array();
    for (const CountTable::Row& row : table.rows()) {
        w.begin_object().text("key", row.key);
        write_outcomes(row.counts, w);
        w.end_object();
    }
    w.end_array();
    if (table.other().sum()) {
        w.key("other").begin_object();
        write_outcomes(table.other(), w);
        w.end_object();
        w.key("distinct").integer(table.distinct());
    }
    w.end_object();
}

void write_warnings(const Report& report, json::Writer& w) {
    w.key("warnings").begin_array();
    for (std::size_t i = 0; i < kDimensions; ++i) {
        const auto dimension = static_cast<Dimension>(i);
        if (report.table(dimension).other().sum())
            w.string("more-keys-than-kept: " + std::string(dimension_name(dimension)));
    }
    if (report.bad_lines()) w.string("bad-lines: " + std::to_string(report.bad_lines()));
    w.end_array();
}

[[noreturn]] void fail(const std::string& what) { throw Error(Code::bad_report, what); }

std::uint64_t count_in(const json::Value& object, std::string_view name) {
    const auto count = object[name].integer();
    if (!count || *count < 0 || *count > kMaxCount)
        fail("'" + std::string(name) + "' is missing or not a count");
    return static_cast<std::uint64_t>(*count);
}

Outcomes outcomes_in(const json::Value& object) {
    return {count_in(object, "valid"), count_in(object, "invalid"), count_in(object, "failed")};
}

}  // namespace

std::string Report::json() const {
    std::string out;
    json::Writer w(out);
    w.begin_object().text("report", kVersion).text("zone", format_zone(settings_.zone_minutes));
    w.key("slot_minutes").integer(settings_.slot_minutes);
    w.key("total").begin_object();
    write_outcomes(total_, w);
    w.end_object();
    w.key("undated").integer(undated_);
    w.key("bad_lines").integer(bad_lines_);
    if (has_times()) w.text("first", format_rfc3339(first_)).text("last", format_rfc3339(last_));
    w.key("outages").begin_array();
    for (const Outage& outage : outages_) {
        w.begin_object();
        write_outage(outage, w);
        w.end_object();
    }
    w.end_array().key("by").begin_object();
    for (std::size_t i = 0; i < kDimensions; ++i) {
        w.key(dimension_name(static_cast<Dimension>(i)));
        write_table(tables_[i], w);
    }
    w.end_object();
    write_warnings(*this, w);
    w.end_object();
    return out + "\n";
}

void Report::read_table(Dimension dimension, const json::Value& object) {
    const std::string name(dimension_name(dimension));
    CountTable& out = table(dimension);
    // Reports of earlier versions do not have these.
    if (!object && (dimension == Dimension::venue_type || dimension == Dimension::type)) return;
    if (!object["keys"].is(json::Type::array)) fail("'by' lacks its '" + name + "'");
    std::size_t rows = 0;
    std::string before;
    for (const json::Value& row : object["keys"].elements()) {
        std::string key = row["key"].string();
        if (key.empty() || key.size() > CountTable::kKeyBytes || (rows && key <= before))
            fail("the keys of '" + name + "' are not sorted, or too long");
        if (++rows > out.cap()) fail("there are too many keys in '" + name + "'");
        out.add(key, outcomes_in(row));
        before = std::move(key);
    }
    if (const json::Value other = object["other"]) {
        // Only a full table may leave keys out: otherwise a key might be counted here and left out there.
        if (rows != out.cap()) fail("'" + name + "' leaves keys out without being full");
        out.add_other(outcomes_in(other));
    }
}

Report Report::from_json(std::string_view text) {
    const json::Value object = json::check(text);
    if (object["report"].string() != kVersion)
        throw Error(Code::bad_report, "it is not a report of this version",
                    "parts are what 'vpass audit report' has written");
    ReportSettings settings;
    const auto zone = parse_zone(object["zone"].string());
    const auto slot = object["slot_minutes"].integer();
    if (!zone) fail("'zone' is not an offset from UTC");
    if (!slot || *slot < 1 || *slot > 1440 || 1440 % *slot != 0)
        fail("a day is not a multiple of 'slot_minutes'");
    settings.zone_minutes = *zone;
    settings.slot_minutes = static_cast<int>(*slot);

    Report out(settings);
    out.total_ = outcomes_in(object["total"]);
    out.undated_ = count_in(object, "undated");
    out.bad_lines_ = count_in(object, "bad_lines");
    if (object["first"] || object["last"]) {
        out.first_ = parse_check_time(object["first"]);
        out.last_ = parse_check_time(object["last"]);
        if (out.first_ > out.last_) fail("'last' is before 'first'");
    }
    for (const json::Value& outage : object["outages"].elements()) out.add_outage(read_outage(outage));
    const json::Value by = object["by"];
    for (std::size_t i = 0; i < kDimensions; ++i) {
        const auto dimension = static_cast<Dimension>(i);
        out.read_table(dimension, by[dimension_name(dimension)]);
    }
    return out;
}

}  // namespace vpass
