// vpass audit: checks that the log is whole, and that issued and checked passes agree with it.
#include "findings.hpp"

namespace vpass::tools {

Run declare_audit_check_proof(Arguments& app);
Run declare_audit_collateral(Arguments& app);
Run declare_audit_duplicates(Arguments& app);
Run declare_audit_fines(Arguments& app);
Run declare_audit_log(Arguments& app);
Run declare_audit_operators(Arguments& app);
Run declare_audit_outages(Arguments& app);
Run declare_audit_passes(Arguments& app);
Run declare_audit_prove(Arguments& app);
Run declare_audit_reconcile(Arguments& app);
Run declare_audit_records(Arguments& app);
Run declare_audit_report(Arguments& app);
Run declare_audit_revocations(Arguments& app);
Run declare_audit_trust(Arguments& app);
Run declare_audit_witness(Arguments& app);

namespace {

// The list of all subcommands.
constexpr AuditCommand kCommands[] = {
    {"log", "derive the whole log anew from its entries", declare_audit_log},
    {"witness", "cosign the log's checkpoint when it continues the last one seen", declare_audit_witness},
    {"prove", "write the proof that the log holds an entry or a pass", declare_audit_prove},
    {"check-proof", "judge such a proof with the log's key alone", declare_audit_check_proof},
    {"passes", "find passes with a good signature that the log does not hold", declare_audit_passes},
    {"reconcile", "compare log, register and registry, both ways", declare_audit_reconcile},
    {"operators", "find operators and issuers out of the ordinary", declare_audit_operators},
    {"revocations", "find revocations that were not published, late, or taken back",
     declare_audit_revocations},
    {"collateral", "list whom to give a new pass before a key is revoked", declare_audit_collateral},
    {"fines", "say what violations cost by the rules of their day", declare_audit_fines},
    {"trust", "find test, demo and duplicate keys in trust files", declare_audit_trust},
    {"outages", "find when checks failed, and the fines to waive for it", declare_audit_outages},
    {"duplicates", "find passes that were at many venues at once", declare_audit_duplicates},
    {"records", "find doses in a registry that do not go together", declare_audit_records},
    {"report", "count checks: by time, reason, issuer, product, operator, …", declare_audit_report},
};

}  // namespace

Run declare_audit(Arguments& app) {
    app.require_subcommand();
    std::vector<std::pair<Arguments*, Run>> runs;
    for (const AuditCommand& command : kCommands) {
        Arguments* sub = app.add_subcommand(command.name, command.summary);
        runs.emplace_back(sub, command.declare(*sub));
    }
    return [runs] {
        for (const auto& [sub, run] : runs) {
            if (sub->is_given()) return run();
        }
        throw Error(Code::usage, "no subcommand");
    };
}

}  // namespace vpass::tools
