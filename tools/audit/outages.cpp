// vpass audit outages: finds when checks failed or lists were stale, and who must not be fined for it.
#include "audit/outages.hpp"
#include "audit/check_finding_codes.hpp"
#include "audit/venue_failures.hpp"
#include "findings.hpp"
#include "shared/check_lines.hpp"
#include "shared/table_options.hpp"
#include "table_fields.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ResultOptions form = {};
    std::vector<std::string> publications;
    std::string violations;
    std::string max_age = "24h", gap = "5m", duration = "3m";
    double share = 0.5;
    std::uint64_t failed = 10;
    bool venues = false;
    TableOptions table;
};

struct Counters {
    CheckSeries series;
    VenueFailures venues;
};

std::int64_t duration_of(const char* option, const std::string& text) {
    const auto seconds = parse_duration(text);
    if (!seconds)
        throw Error(Code::usage, std::string(option) + ": '" + text + "' is not a duration",
                    "write it like 15m or 24h");
    return *seconds;
}

std::vector<UnixTime> read_publications(const std::vector<std::string>& paths, const TableOptions& table) {
    std::vector<UnixTime> out;
    for (const std::string& path : paths) {
        table.each_object(path, kCheckFields, [&](const json::Value& object) {
            out.push_back(parse_check_time(object["time"]));
        });
    }
    return out;
}

class Judge {
 public:
    Judge(const Options& options, const OutageRule& rule) : options_(options), rule_(rule) {}

    std::string judge(const CheckSeries& series, VenueFailures venues) {
        venues_ = std::move(venues);
        outages_ = series.find(rule_);
        if (!options_.publications.empty() && !series.empty()) {
            const auto stale =
                stale_windows(read_publications(options_.publications, options_.table),
                              duration_of("--max-age", options_.max_age), series.begin(), series.end());
            outages_.insert(outages_.end(), stale.begin(), stale.end());
        }
        for (const Outage& outage : outages_) write(outage);
        if (!options_.violations.empty()) judge_violations();
        return std::move(out_);
    }
    std::size_t outages() const { return outages_.size(); }
    bool failed() const { return bad_lines_ || !outages_.empty(); }

 private:
    void write(const Outage& outage) {
        const auto hit = venues_.venues(outage.from, outage.to);
        const bool stale = outage.kind == Outage::Kind::stale_lists;
        append_finding(out_, stale ? audit::kStaleLists : audit::kChecksFailed, {}, [&](json::Writer& w) {
            write_outage(outage, w);
            if (stale) return;
            w.key("venues").integer(hit.size());
            w.key("venues_complete").boolean(venues_.complete());
        });
        if (!options_.venues || stale) return;
        for (const auto& [venue, failed] : hit) {
            const auto evidence = [&, &venue = venue, &failed = failed](json::Writer& w) {
                w.text("venue", venue)
                    .text("from", format_rfc3339(outage.from))
                    .text("to", format_rfc3339(outage.to));
                w.key("failed").integer(failed);
            };
            append_finding(out_, audit::kVenueHit, Subject::id(venue), evidence);
        }
    }

    // Writes each violation with its answer: it is waived inside an outage; it is to be reviewed where checks
    // failed at this venue around that time though not elsewhere; else it stands.
    void judge_violations() {
        Record record;
        options_.table.each_record(options_.violations, kCheckFields, [&](const Line& line) {
            try {
                read_record(line, record);
                if (record.is_error() && !record["time"])
                    throw Error(Code::bad_csv, record["error"]["message"].string());
                judge_violation(record);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                write_error_line(out_, line.number, e.name(), e.what());
                ++bad_lines_;
            }
        });
        if (options_.stream.quiet) return;
        message("", counted(waived_ + stands_ + review_, "violation") + ": " + std::to_string(waived_) +
                        " waived, " + std::to_string(review_) + " to be reviewed, " +
                        std::to_string(stands_) + " stand" +
                        (bad_lines_ ? ", " + counted(bad_lines_, "bad line") : ""));
    }

    std::uint64_t failed_beside_outages(const std::string& venue, UnixTime from, UnixTime to) const {
        std::uint64_t out = venues_.count(venue, from, to);
        for (const Outage& outage : outages_) {
            if (outage.kind == Outage::Kind::checks_failed && outage.from < to && outage.to > from)
                out -= venues_.count(venue, std::max(outage.from, from), std::min(outage.to, to));
        }
        return out;
    }

    void judge_violation(const Record& record) {
        const auto time = record_time(record);
        if (!time) throw Error(Code::bad_time, "the violation has no time");
        const std::string venue = record["venue"].string();
        const Outage* const outage = find_outage(outages_, *time);
        const std::uint64_t around = failed_beside_outages(venue, *time - rule_.gap, *time + rule_.gap + 1);
        record.write_open(out_, {"fine"});
        json::Writer w(out_);
        w.key("fine").begin_object();
        if (outage) {
            ++waived_;
            w.text("result", "waived").text("reason", outage_name(outage->kind));
            w.text("from", format_rfc3339(outage->from)).text("to", format_rfc3339(outage->to));
            w.key("failed_at_venue").integer(venues_.count(venue, outage->from, outage->to));
        } else if (around) {
            ++review_;
            w.text("result", "review").text("reason", "venue-failed");
            w.key("failed_at_venue").integer(around);
        } else {
            ++stands_;
            w.text("result", "stands");
        }
        w.end_object().end_object();
        out_ += '\n';
    }

    const Options& options_;
    OutageRule rule_;
    VenueFailures venues_;
    std::vector<Outage> outages_;
    std::string out_;
    std::size_t bad_lines_ = 0, waived_ = 0, stands_ = 0, review_ = 0;
};

int run(const Options& options) {
    OutageRule rule;
    rule.share = options.share;
    rule.failed = options.failed;
    rule.gap = duration_of("--gap", options.gap);
    rule.duration = duration_of("--duration", options.duration);
    Judge judge(options, rule);

    std::vector<std::shared_ptr<Counters>> parts;  // one a thread
    const auto make_work = [&]() -> Work {
        const auto part = parts.emplace_back(std::make_shared<Counters>());
        const auto lines = std::make_shared<CheckLines>();
        return [part, lines](const Batch& batch, Answer& answer) {
            std::uint64_t answered = 0, failed = 0, undated = 0;
            lines->read(batch, answer, [&](const Line&, const CheckEvent& event) {
                const bool failure = event.outcome == Outcome::failed;
                if (!event.time) {
                    ++undated;
                    return;
                }
                ++(failure ? failed : answered);
                part->series.add(*event.time, failure);
                if (failure && !event.venue.empty()) part->venues.add(event.venue, *event.time);
            });
            if (answered) answer.count("answered", answered);
            if (failed) answer.count("failed", failed);
            if (undated) answer.count("undated", undated);
        };
    };
    LineRun lines{"checks", {"answered", "failed", "undated"}, make_work};
    lines.make_source = [&](int fd) { return options.table.records(fd, kCheckFields); };
    lines.finish = [&](Answer& last) {
        Counters whole;
        for (const auto& part : parts) {
            whole.series.merge(part->series);
            whole.venues.merge(part->venues);
        }
        last.out = judge.judge(whole.series, std::move(whole.venues));
    };
    const int exit = run_lines_as(options.form, options.stream, lines);
    if (!options.stream.quiet) message("", counted(judge.outages(), "outage"));
    return judge.failed() ? kNo : exit;
}

}  // namespace

Run declare_audit_outages(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(
        app, options->stream,
        "checks: records with `time` and a `verdict`, an `answer` or an `error` (default: standard input)");
    add_form_option(app, options->form);
    add_table_options(app, options->table);
    app.add_option("--violations", options->violations,
                   "say of each violation in FILE whether an outage covers it")
        ->type_name("FILE");
    app.add_option("--publications", options->publications,
                   "records with the `time` of each publication of lists; may be repeated")
        ->type_name("FILE")
        ->one_each();
    app.add_option("--max-age", options->max_age, "lists older than this are stale")
        ->type_name("DURATION")
        ->show_default();
    app.add_option("--share", options->share, "a minute fails when this share of its checks does")
        ->type_name("SHARE")
        ->within_reals(0.0, 1.0)
        ->show_default();
    app.add_option("--failed", options->failed, "an outage has at least N failed checks")
        ->type_name("N")
        ->show_default();
    app.add_option("--gap", options->gap, "failing minutes no further apart than this are one outage")
        ->type_name("DURATION")
        ->show_default();
    app.add_option("--duration", options->duration, "an outage lasts at least this long")
        ->type_name("DURATION")
        ->show_default();
    app.add_flag("--venues", options->venues, "list the venues that each outage hit, too");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
