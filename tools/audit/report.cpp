// vpass audit report: reads checks and writes statistics.
#include "audit/report/report.hpp"
#include "base/zone.hpp"
#include "shared/check_lines.hpp"
#include "shared/policy_options.hpp"
#include "shared/table_options.hpp"
#include "table_fields.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    TableOptions table;
    std::vector<std::string> merge;
    std::vector<std::string> outages;
    std::string html;
    std::string title;
    std::string language = "both";
    PolicyOptions policy;
    Argument *language_given = nullptr, *policy_given = nullptr;
    std::string zone = "+09:00";
    int slot = 60;
    Argument* input = nullptr;
};

ReportSettings settings_of(const Options& options) {
    const int zone = zone_of_option("--zone", options.zone);
    if (1440 % options.slot != 0)
        throw Error(Code::usage,
                    "--slot: a day is not a multiple of " + std::to_string(options.slot) + " minutes");
    return {zone, options.slot};
}

// Reads the findings of `audit outages`, or plain records with `from` and `to`; other answers of that command
// are ignored.
void read_outages(const std::string& path, Report& report) {
    for_each_object(path, [&](const json::Value& object) {
        const json::Value outage = object["finding"] ? object["evidence"] : object;
        if (outage["from"] && outage["to"] && !outage["venue"]) report.add_outage(read_outage(outage));
    });
}

PageLanguage language_of(const Options& options) {
    if (options.language == "both") return PageLanguage::both;
    return options.language == "ko" ? PageLanguage::korean : PageLanguage::english;
}

void merge_part(const std::string& path, Report& report) {
    try {
        report.merge(Report::from_json(read_text_file(path)));
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        throw Error(e.code(), path + ": " + e.what(), e.hint());
    }
}

int run(const Options& options) {
    Report report(settings_of(options));
    PageOptions page;
    page.title = options.title;
    page.language = language_of(options);
    if (options.html.empty() && (options.language_given->is_given() || options.policy_given->is_given()))
        throw Error(Code::usage, "--lang and --policy have no effect without --html");
    std::optional<Policy> policy;
    if (!options.html.empty()) {
        PolicyOptions wanted = options.policy;
        if (wanted.files.empty()) wanted.files = {"kr"};
        page.policy = &policy.emplace(load_policy(wanted, {}));
    }
    for (const std::string& path : options.outages) read_outages(path, report);
    for (const std::string& path : options.merge) merge_part(path, report);

    const auto finish = [&] {
        report.settle();
        if (!options.html.empty()) write_text_file(options.html, report_html(report, page));
        return report.json();
    };
    if (!options.merge.empty() && !options.input->is_given()) {
        write_text_file(options.stream.output, finish());
        return report.bad_lines() ? kNo : kGood;
    }

    std::vector<std::shared_ptr<Report>> parts;  // one a thread
    const auto make_work = [&]() -> Work {
        const auto part = parts.emplace_back(std::make_shared<Report>(report.settings()));
        const auto lines = std::make_shared<CheckLines>();
        return [part, lines](const Batch& batch, Answer& answer) {
            std::array<std::uint64_t, 3> counts{};
            lines->read(
                batch, answer,
                [&](const Line&, const CheckEvent& event) {
                    part->add(event);
                    ++counts[static_cast<std::size_t>(event.outcome)];
                },
                [&](const std::string& code) { part->add_bad_line(code); });
            for (const Outcome outcome : {Outcome::valid, Outcome::invalid, Outcome::failed}) {
                if (const std::uint64_t n = counts[static_cast<std::size_t>(outcome)])
                    answer.count(outcome_name(outcome), n);
            }
        };
    };
    LineRun lines{"checks", {"valid", "invalid", "failed"}, make_work};
    lines.make_source = [&](int fd) { return options.table.records(fd, kCheckFields); };
    lines.collect = [](std::string_view) {};  // the workers answer nothing
    lines.finish = [&](Answer& last) {
        for (const auto& part : parts) report.merge(*part);
        last.out = finish();
    };
    const int exit = run_lines(options.stream, lines);
    return report.bad_lines() ? kNo : exit;
}

}  // namespace

Run declare_audit_report(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "checks: records with a `verdict` or an `answer` (default: standard input)");
    options->input = app.get_option("--input");
    add_table_options(app, options->table);
    app.add_option("--merge", options->merge,
                   "add up the reports of parts; checks are read only with --input")
        ->type_name("FILE ...");
    app.add_option("--html", options->html, "write a page with charts to FILE as well")->type_name("FILE");
    app.add_option("--title", options->title, "the page's title")->type_name("TEXT");
    options->language_given = app.add_option("--lang", options->language, "the page's language")
                                  ->one_of({"both", "en", "ko"})
                                  ->show_default();
    options->policy_given =
        app.add_option("--policy", options->policy.files,
                       "tell rules in the words of FILE, of a folder, or of 'kr' (default); may be repeated")
            ->type_name("FILE|DIR|kr")
            ->one_each();
    app.add_option("--outages", options->outages,
                   "shade the outages that 'audit outages' has found; may be repeated")
        ->type_name("FILE")
        ->one_each();
    app.add_option("--zone", options->zone, "where days and hours begin: an offset from UTC")
        ->type_name("OFFSET")
        ->show_default();
    app.add_option("--slot", options->slot, "count time in slots of N minutes, a part of a day")
        ->type_name("N")
        ->within(1, 1440)
        ->show_default();
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
