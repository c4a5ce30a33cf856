// vpass revoke: notes in the ledger which passes are no longer to be believed.
#include "revoke_lines.hpp"
#include "shared/table_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ClockOption clock;
    LedgerOptions ledger;
    std::vector<std::string> ids;
    std::string kid;
    std::string from, to;
    std::string reason;
    bool undo = false;
    bool all = false;
    bool dry = false;
    std::string country = "KR";
    TableOptions table;
};

const std::vector<std::string> kGoodResults = {"revoked", "already-revoked", "restored", "not-revoked"};

// Gives the ids of the command line as if they were lines of the input.
class IdSource : public Source {
 public:
    explicit IdSource(const std::vector<std::string>& ids) {
        for (const std::string& id : ids) {
            json::Writer(text_).begin_object().text("id", id).end_object();
            text_ += '\n';
        }
    }
    bool read(Batch& out) override {
        if (text_.empty()) return false;
        out.data = std::exchange(text_, {});
        out.bytes = out.data.size();
        out.lines.clear();
        std::string_view left = out.data;
        for (std::size_t number = 1; !left.empty(); ++number) {
            const std::size_t end = left.find('\n');
            out.lines.push_back({number, left.substr(0, end)});
            left.remove_prefix(end + 1);
        }
        return true;
    }

 private:
    std::string text_;
};

std::optional<UnixTime> time_of(const char* option, const std::string& text) {
    if (text.empty()) return {};
    return time_of_option(option, text);
}

int run_rule(const Options& options, Ledger& ledger, const Revoker::Plan& plan) {
    const auto from = time_of("--from", options.from), to = time_of("--to", options.to);
    if (from && to && *from >= *to) throw Error(Code::usage, "--to is not after --from");
    Revoker revoker(ledger, plan);
    const RevokeResult result = revoker.by_rule(options.kid, from, to);
    revoker.commit();
    std::string line;
    json::Writer w(line);
    w.begin_object().text("kid", options.kid);
    if (from) w.text("from", format_rfc3339(*from));
    if (to) w.text("to", format_rfc3339(*to));
    write_revoked(result, w);
    if (options.dry) w.key("dry_run").boolean(true);
    w.end_object();
    Output output(options.stream.output);
    output.write(line + '\n');
    output.close();
    const bool is_unknown = result.outcome == RevokeOutcome::unknown;
    if (is_unknown) message("", "unknown: " + result.detail);
    return is_unknown ? kNo : kGood;
}

void check_usage(const Options& options) {
    const bool lines = !options.stream.inputs.empty();
    if (lines + !options.ids.empty() + !options.kid.empty() > 1)
        throw Error(Code::usage, "name the passes by --id, by --key or by lines, one at a time");
    if (options.kid.empty() && !(options.from.empty() && options.to.empty()))
        throw Error(Code::usage, "--from and --to need a --key");
}

// A table has a column that names passes; an input without one has a pass or an identifier a line.
std::unique_ptr<Source> table_of_passes(int fd, const TableOptions& table) {
    TableForm form = table.form();
    form.is_header = [](const std::vector<std::string>& header) {
        return std::ranges::any_of(header, [](const std::string& column) {
            return column == "pass" || column == "index" || is_column_of(column, "id") ||
                   is_column_of(column, "record_id");
        });
    };
    ColumnRules rules = table.rules();
    rules.names_needed = false;
    return std::make_unique<RowsAsRecords>(fd, form, rules, table.dates());
}

int run(const Options& options) {
    check_usage(options);
    const UnixTime time = options.clock.time();
    const auto ledger = open_ledger(options.ledger, time, "revoke", options.stream.quiet);
    const Revoker::Plan plan{time, options.reason, options.undo, options.all, options.country, options.dry};
    const auto remembered = [&](int answer) {
        remember_ledger(options.ledger, *ledger, options.stream.quiet);
        return answer;
    };
    if (!options.kid.empty()) return remembered(run_rule(options, *ledger, plan));
    RevokeLines work(*ledger, plan);
    ledger->rows().update_lookup();
    LineRun lines{"records", kGoodResults, [&work]() -> Work { return std::ref(work); }};
    if (!options.ids.empty())
        lines.make_source = [&](int) { return std::make_unique<IdSource>(options.ids); };
    else
        lines.make_source = [&](int fd) { return table_of_passes(fd, options.table); };
    return remembered(run_lines(options.stream, lines));
}

}  // namespace

Run declare_revoke(Arguments& app) {
    auto options = std::make_shared<Options>();
    options->stream.jobs = 1;
    add_stream_options(app, options->stream,
                       "records with `pass`, `index` or `id`, or passes (default: standard input)");
    app.remove_option("--jobs");  // one ledger, one writer
    add_ledger_options(app, options->ledger, "the ledger that signed the passes")->required();
    add_clock_option(app, options->clock, false);
    app.add_option("--id", options->ids, "revoke the passes with this ID; may be repeated")
        ->type_name("ID")
        ->one_each();
    add_table_options(app, options->table);
    app.add_option("--country", options->country, "as for issue: completes identifiers")->show_default();
    app.add_flag("--dry-run", options->dry, "say what would happen, and change nothing");
    app.add_option("--key", options->kid, "revoke all passes of the key KID, by a rule")->type_name("KID");
    app.add_option("--from", options->from, "of this key, only those issued at TIME or later")
        ->type_name("TIME");
    app.add_option("--to", options->to, "of this key, only those issued before TIME")->type_name("TIME");
    app.add_option("--reason", options->reason, "why, as the ledger keeps it")->type_name("TEXT");
    app.add_flag("--all", options->all, "where several passes have one id, revoke all of them");
    app.add_flag("--undo", options->undo, "take revocations back");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
