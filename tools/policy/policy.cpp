// vpass policy: checks, lists, tests and explains rule sets.
#include "formats/value_sets.hpp"
#include "subcommands.hpp"

namespace vpass::tools {
namespace {

std::string counted(std::size_t n, const char* noun) {
    return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

void write_finding(const std::string& file, const PolicyFinding& finding, Output& output) {
    std::string line;
    json::Writer w(line);
    w.begin_object().text("finding", finding.code).text("severity", finding.is_error ? "error" : "warning");
    w.text("file", file).text("rule", finding.rule).text("place", finding.place);
    w.text("evidence", finding.evidence).end_object();
    output.write(line + "\n");
}

// Checks every file alone, then all of them together, since a rule may be in two of them.
int run_check(const PolicyCommand& options) {
    Output output(options.output);
    std::size_t errors = 0, warnings = 0;
    for (const std::string& file : options.policy.files) {
        for (const PolicyFinding& finding : check_policy(read_policy_file(file), built_in_value_sets())) {
            write_finding(file, finding, output);
            ++(finding.is_error ? errors : warnings);
        }
    }
    std::string what = counted(options.policy.files.size(), "file");
    if (errors == 0) {
        try {
            const Policy policy = load_policy(options.policy, {});
            for (const MalformedRule& rule : policy.malformed()) {
                write_finding("", {rule.error.name(), true, "", "", rule.error.what()}, output);
                ++errors;
            }
            if (errors == 0) what = counted(policy.rules().size(), "rule");
            if (errors == 0 && !policy.venues().empty())
                what += ", " + counted(policy.venues().size(), "venue type");
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            write_finding("", {e.name(), true, "", "", e.what()}, output);
            ++errors;
        }
    }
    output.close();
    message("", what + ": " + counted(errors, "error") + ", " + counted(warnings, "warning"));
    return errors ? kNo : kGood;
}

int run_show(const PolicyCommand& options) {
    Output output(options.output);
    for (const std::string& file : options.policy.files) output.write(read_policy_file(file) + "\n");
    output.close();
    return kGood;
}

void write_rule(const Rule& rule, const PolicyCommand& options, std::string& line) {
    json::Writer w(line);
    w.begin_object().text("rule", rule.id).text("version", rule.version_text());
    w.text("type", rule_type_name(rule.type)).text("kind", pass_kind_name(rule.kind));
    w.text("country", rule.country);
    if (!rule.region.empty()) w.text("region", rule.region);
    w.text("from", time_text(rule.from)).text("to", time_text(rule.to));
    if (rule.fines_from) w.text("fines_from", time_text(*rule.fines_from));
    w.key("venues").begin_array();
    for (const std::string& venue : rule.venues) w.string(venue);
    w.end_array().text("description", rule.text(options.policy.language));
    w.key("sources").begin_array();
    for (const std::string& source : rule.sources) w.string(source);
    w.end_array().end_object();
}

void write_venue(const VenueType& venue, const PolicyCommand& options, std::string& line) {
    json::Writer w(line);
    w.begin_object().text("venue_type", venue.name).key("aliases").begin_array();
    for (const std::string& alias : venue.aliases) w.string(alias);
    w.end_array().text("description", text_in(venue.description, options.policy.language));
    w.key("periods").begin_array();
    for (const auto& period : venue.periods) {
        w.begin_object();
        if (!period.region.empty()) w.text("region", period.region);
        w.text("from", time_text(period.from)).text("to", time_text(period.to));
        if (period.fines_from) w.text("fines_from", time_text(*period.fines_from));
        w.key("sources").begin_array();
        for (const std::string& source : period.sources) w.string(source);
        w.end_array().end_object();
    }
    w.end_array().end_object();
}

int run_list(const PolicyCommand& options) {
    const Policy policy = load_policy(options.policy, {});
    warn_of_malformed(policy);
    Output output(options.output);
    const auto put = [&](const auto& item, auto write) {
        std::string line;
        write(item, options, line);
        output.write(line + "\n");
    };
    if (options.venues) {
        for (const VenueType& venue : policy.venues()) put(venue, write_venue);
    } else {
        for (const Rule& rule : policy.rules()) put(rule, write_rule);
    }
    output.close();
    return kGood;
}

Arguments* add(Arguments& app, PolicyCommand& options, const char* name, const char* summary) {
    auto* sub = app.add_subcommand(name, summary);
    sub->add_option("policy", options.policy.files, "rule files, folders of them, or 'kr', which is built in")
        ->type_name("FILE|DIR|kr")
        ->required();
    sub->add_option("-o,--output", options.output, "write results to FILE instead of standard output")
        ->type_name("FILE");
    return sub;
}

// Adds a subcommand that reads passes or tests of one policy.
Arguments* add_reading(Arguments& app, PolicyCommand& options, const char* name, const char* summary,
                       const char* input_help) {
    auto* sub = app.add_subcommand(name, summary);
    sub->add_option("--policy", options.policy.files, "the rules: a file, a folder, or 'kr'; may be repeated")
        ->type_name("FILE|DIR|kr")
        ->one_each()
        ->required();
    sub->add_option("input", options.inputs, input_help)->type_name("FILE");
    sub->add_option("-o,--output", options.output, "write results to FILE instead of standard output")
        ->type_name("FILE");
    add_place_options(*sub, options.policy);
    return sub;
}

}  // namespace

std::string_view rule_type_name(RuleType type) {
    constexpr std::string_view names[] = {"acceptance", "invalidation", "exemption"};
    return names[static_cast<std::size_t>(type)];
}

std::string_view pass_kind_name(PassKind kind) {
    constexpr std::string_view names[] = {"general", "vaccination", "test", "recovery"};
    return names[static_cast<std::size_t>(kind)];
}

std::string time_text(certlogic::Instant at) {
    if (at == certlogic::kNever || at == certlogic::Instant::min()) return {};
    return format_rfc3339(certlogic::to_unix_time(at));
}

Run declare_policy(Arguments& app) {
    auto options = std::make_shared<PolicyCommand>();
    app.require_subcommand();
    auto* check = add(app, *options, "check", "a record a finding: what is malformed or odd in rule files");
    auto* list = add(app, *options, "list", "a record a rule, or a venue type");
    list->add_flag("--venues", options->venues, "list the venue types instead of the rules");
    add_language_option(*list, options->policy, "describe in this language");
    auto* show = add(app, *options, "show", "print rule files as they are, such as the built-in one");
    auto* test = add_reading(app, *options, "test", "run rule tests",
                             "rule tests, those of the EU or our own, or folders of them");
    add_report_options(*test, options->results);
    auto* explain =
        add_reading(app, *options, "explain", "tell in words what a policy says, or why it decides so",
                    "passes, or records with `claims` or `payload`; without them the policy is explained");
    add_clock_option(*explain, options->clock, false);
    auto* table = add_reading(app, *options, "table", "a table day by day of who is admitted",
                              "records with `claims` or `payload`, and a `name` for the head of the table");
    table->add_option("--from", options->from, "the first day")->type_name("DATE")->required();
    table->add_option("--to", options->to, "the last day")->type_name("DATE")->required();
    table->add_flag("--changes", options->changes, "only days that differ from the one before");
    return [=] {
        return check->is_given()     ? run_check(*options)
               : list->is_given()    ? run_list(*options)
               : show->is_given()    ? run_show(*options)
               : test->is_given()    ? run_policy_test(*options)
               : explain->is_given() ? run_policy_explain(*options)
               : table->is_given()   ? run_policy_table(*options)
                                     : kNoAnswer;
    };
}

}  // namespace vpass::tools
