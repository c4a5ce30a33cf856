// vpass audit fines: computes what each violation costs by the rules of its day, and what is waived.
#include "audit/fines.hpp"
#include "data/record.hpp"
#include "findings.hpp"
#include "policy/subcommands.hpp"
#include "shared/table_options.hpp"
#include "table_fields.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ResultOptions form = {};
    PolicyOptions policy;
    std::vector<std::string> outages;
    TableOptions table;
};

// Reads the output of `audit outages`, findings with the windows as evidence, or the windows alone.
std::vector<Outage> read_outages(const std::vector<std::string>& files, const TableOptions& table) {
    std::vector<Outage> out;
    for (const std::string& file : files) {
        table.each_object(file, kOutageFields, [&](const json::Value& record) {
            if (record["fine"]) return;  // what became of a violation
            const json::Value finding = record["finding"], evidence = record["evidence"];
            if (!finding || record["kind"])
                out.push_back(read_outage(record));
            else if (evidence["kind"])
                out.push_back(read_outage(evidence));
        });
    }
    return out;
}

void write_fine(const Fine& fine, const std::string& currency, json::Writer& w) {
    w.key("amount").integer(fine.amount).text("currency", currency);
    if (!fine.suspension.empty()) w.text("suspension", fine.suspension);
    if (fine.closure) w.key("closure").boolean(true);
}

// Returns the name under which the penalty is counted.
std::string_view write_penalty(const Penalty& penalty, const std::string& currency, json::Writer& w) {
    const bool waived =
        penalty.outcome == Penalty::Outcome::grace || penalty.outcome == Penalty::Outcome::outage;
    const std::string_view result = waived ? "waived" : penalty_name(penalty.outcome);
    w.begin_object().text("result", result);
    if (penalty.outcome == Penalty::Outcome::none) w.text("reason", "no-pass-asked");
    if (penalty.outcome == Penalty::Outcome::grace)
        w.text("reason", "grace").text("to", format_rfc3339(*penalty.fines_from));
    if (penalty.outage) {
        w.text("reason", outage_name(penalty.outage->kind));
        w.text("from", format_rfc3339(penalty.outage->from)).text("to", format_rfc3339(penalty.outage->to));
    }
    if (penalty.outcome != Penalty::Outcome::none) write_fine(penalty.fine, currency, w);
    w.end_object();
    return result;
}

int run(const Options& options) {
    PolicyOptions wanted = options.policy;
    if (wanted.files.empty()) wanted.files = {"kr"};
    const Policy policy = load_policy(wanted, {});
    if (policy.fines().user.empty() && policy.fines().operator_.empty())
        throw Error(Code::no_fines, "the policy does not say what breaking its rules costs");
    const PolicyDates dates(policy);
    const std::vector<Outage> outages = read_outages(options.outages, options.table);

    auto judge = [&](const Line& line, Record& record, Answer& answer) {
        record.parse(line.text);
        if (record.is_error() && !record["by"]) {
            record.write_error(answer.out);
            return answer.count("error");
        }
        const Violation violation = read_violation(record);
        dates.warn_outside(violation.at);
        const Penalty penalty = penalty_for(violation, policy, outages);
        record.write_open(answer.out, {"fine"});
        json::Writer w(answer.out);
        answer.count(write_penalty(penalty, policy.fines().currency, w.key("fine")));
        w.end_object();
        answer.out += '\n';
    };
    auto make_work = [&]() -> Work {
        auto record = std::make_shared<Record>();
        return [&, record](const Batch& batch, Answer& answer) {
            for (const Line& line : batch.lines) {
                try {
                    line.require_whole();
                    judge(line, *record, answer);
                } catch (const Error& e) {
                    if (e.is_environment()) throw;
                    write_error_line(answer.out, line.number, e.name(), e.what());
                    answer.notes.push_back({line.number, e.name() + ": " + e.what()});
                    answer.count("error");
                }
            }
        };
    };
    LineRun lines{"violations", {"due", "waived", "none"}, make_work};
    lines.make_source = [&](int fd) { return options.table.records(fd, kViolationFields); };
    return run_lines_as(options.form, options.stream, lines);
}

}  // namespace

Run declare_audit_fines(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(
        app, options->stream,
        "violations: records with `time`, `venue_type` and `by`, user or operator (default: standard input)");
    add_form_option(app, options->form);
    app.add_option("--policy", options->policy.files, "the rules: a file, a folder, or 'kr' (default)")
        ->type_name("FILE|DIR|kr")
        ->one_each();
    add_table_options(app, options->table);
    app.add_option("--outages", options->outages, "waive what lies in the outages of FILE; may be repeated")
        ->type_name("FILE")
        ->one_each();
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
