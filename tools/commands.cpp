// The list of all commands.
#include "command.hpp"

namespace vpass::tools {

Run declare_audit(Arguments& app);
Run declare_inspect(Arguments& app);
Run declare_issue(Arguments& app);
Run declare_key(Arguments& app);
Run declare_link(Arguments& app);
Run declare_publish(Arguments& app);
Run declare_qr(Arguments& app);
Run declare_revoke(Arguments& app);
Run declare_plan(Arguments& app);
Run declare_policy(Arguments& app);
Run declare_sign(Arguments& app);
Run declare_trust(Arguments& app);
Run declare_verify(Arguments& app);

std::span<const Command> commands() {
    static const Command list[] = {
        {"passes", "issue", "turn registry records into checked payloads", declare_issue},
        {"passes", "sign", "sign payloads and seal them into passes", declare_sign},
        {"passes", "revoke", "revoke passes of a ledger, or take that back", declare_revoke},
        {"passes", "publish", "turn a ledger's state into a folder of signed static files", declare_publish},
        {"passes", "verify", "judge passes: is each genuine, in force, and of a trusted issuer",
         declare_verify},
        {"passes", "inspect", "explain every layer and every finding of passes, trusting nothing",
         declare_inspect},
        {"passes", "qr", "draw passes as QR codes, and read them from pictures", declare_qr},
        {"passes", "link", "put encrypted passes on a static host, and open links to such files",
         declare_link},
        {"passes", "plan", "say what passes for a population take, as measured on this machine",
         declare_plan},
        {"log and audit", "audit", "check the log, and passes, register and publications against it",
         declare_audit},
        {"keys and trust", "key", "make keys, certificates and certificate requests", declare_key},
        {"keys and trust", "trust", "make, merge, list and check trust files", declare_trust},
        {"keys and trust", "policy", "check, list, test and explain rule sets", declare_policy},
    };
    return list;
}

namespace {

void add_common_options(Arguments& app) {
    for (Arguments& sub : app.subcommands()) add_common_options(sub);
    if (!app.subcommands().empty()) return;
    if (!app.has_option("--quiet"))
        app.add_flag("-q,--quiet", set_quiet, "only warnings and errors on standard error");
    app.add_flag("--json-errors", set_json_errors,
                 "write the reason of an exit with code 2 as a line of JSON");
}

}  // namespace

Run declare(const Command& command, Arguments& app) {
    Run run = command.declare(app);
    add_common_options(app);
    return run;
}

}  // namespace vpass::tools
