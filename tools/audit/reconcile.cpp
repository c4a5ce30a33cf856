// vpass audit reconcile: compares the log with the register, and the register with the registry, both ways.
#include <algorithm>

#include "audit/finding_codes.hpp"
#include "audit/register/register_check.hpp"
#include "findings.hpp"
#include "ledger/ledger.hpp"
#include "log.hpp"
#include "registry_ids.hpp"
#include "shared/log_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    FindingOptions findings;
    LogOptions log;
    std::string folder;
    std::string registry;
    std::string before;
    std::string country = "KR";
    TableOptions table;
};

// Finds passes without a record, unless they are revoked, and records without a pass.
void compare_registry(const Options& options, const Register& rows, std::uint64_t log_size,
                      FindingSink& findings) {
    RegistryIds now = read_registry_ids(options.registry, options.country, options.table);
    std::optional<RegistryIds> before;
    if (!options.before.empty()) before = read_registry_ids(options.before, options.country, options.table);
    const auto unreadable = std::ranges::find(now.bad, true, &RegistryIds::Bad::unreadable);
    for (const RegistryIds::Bad& bad : now.bad)
        findings.add(audit::kBadRecord, Subject::line(bad.line),
                     [&](json::Writer& w) { w.text("message", bad.message); });
    rows.passes(0, log_size, [&](const RegisterPass& pass) {
        if (now.mark(pass.id) || rows.revoked_since(pass.entry)) return;
        // The line that cannot be read may be the pass's record.
        if (unreadable != now.bad.end())
            throw Error(
                Code::bad_csv,
                options.registry + ", line " + std::to_string(unreadable->line) + ": " + unreadable->message,
                "while a line cannot be read, a pass without a record is not evidence");
        const bool deleted = before && before->mark(pass.id);
        findings.add(deleted ? audit::kDeletedRecord : audit::kNoRecord, Subject::id(pass.id),
                     [&](json::Writer& w) {
                         w.key("index").integer(pass.entry);
                         w.text("issued_at", format_rfc3339(pass.issued_at));
                         const auto batch = rows.find_batch(pass.batch);
                         if (batch) w.text("operator", batch->operator_name);
                     });
    });
    now.unmarked([&](std::size_t line) { findings.add(audit::kNoPass, Subject::line(line), {}); });
}

int run(const Options& options) {
    const LogPolicy policy = options.log.policy();
    const Register rows(ledger_register(options.folder), Register::Mode::read);
    FindingWriter findings(options.findings);
    RegisterCheck check(rows, findings);
    const auto visit = [&](std::uint64_t index, Bytes entry) { check.visit(index, entry); };
    const LogAudit log = audit_log(ledger_log(options.folder), {policy, {}, visit});
    report_log(log, findings);
    check.finish();
    const std::uint64_t size = log.verdict.checkpoint.size;
    if (!options.registry.empty()) compare_registry(options, rows, size, findings);
    if (check.erased() && !options.findings.quiet)
        message("", counted(check.erased(), "salt") +
                        " erased: the register cannot show what these entries are about");
    return findings.close(std::to_string(size) + (size == 1 ? " entry" : " entries"));
}

}  // namespace

Run declare_audit_reconcile(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option(
           "registry", options->registry,
           "registry records, as issue reads or writes them; without them only log and register are compared")
        ->type_name("FILE");
    app.add_option("--log", options->folder, "the ledger's folder")->type_name("DIR")->required();
    add_log_options(app, options->log)->required();
    app.add_option("--before", options->before,
                   "an earlier copy of the registry, which tells deleted records apart")
        ->type_name("FILE");
    app.add_option("--country", options->country, "as for issue: completes identifiers")->show_default();
    add_table_options(app, options->table);
    add_finding_options(app, options->findings);
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
