#include "ledger_run.hpp"

#include <pwd.h>
#include <unistd.h>

namespace vpass::tools {
namespace {

// From the password database, not from the environment, which says what its owner likes.
std::string login_name() {
    const passwd* const entry = ::getpwuid(::getuid());
    return entry && entry->pw_name ? entry->pw_name : "";
}

std::unique_ptr<Ledger> open(const LedgerOptions& options, bool quiet) {
    try {
        return std::make_unique<Ledger>(options.folder, FileLock::When::now);
    } catch (const Error& e) {
        if (e.code() != Code::locked) throw;
        if (options.no_wait) {
            throw Error(Code::locked, "another process writes to the ledger " + options.folder,
                        "without --no-wait this one waits until that has ended");
        }
    }
    if (!quiet) message("", "waiting for the process that writes to the ledger " + options.folder);
    return std::make_unique<Ledger>(options.folder, FileLock::When::wait);
}

}  // namespace

CLI::Option* add_ledger_options(CLI::App& app, LedgerOptions& options, const char* ledger_help) {
    auto* ledger = app.add_option("--ledger", options.folder, ledger_help)->type_name("DIR");
    app.add_option("--operator", options.operator_name,
                   "who answers for it, as the ledger keeps it (default: the login name)")
        ->type_name("NAME")
        // Nobody stands behind an act whose operator has no name.
        ->check([](const std::string& name) {
            return name.find_first_not_of(' ') == std::string::npos ? "it names nobody" : "";
        });
    app.add_flag("--no-wait", options.no_wait, "fail when another process writes to the ledger");
    return ledger;
}

std::unique_ptr<Ledger> open_ledger(const LedgerOptions& options, UnixTime time, std::string_view command,
                                    bool quiet) {
    auto ledger = open(options, quiet);
    if (ledger->dropped() && !quiet) {
        message("", "the ledger forgets " + std::to_string(ledger->dropped()) +
                        " entries of a run that ended before it released them");
    }
    ledger->begin(options.operator_name.empty() ? login_name() : options.operator_name, time, command);
    return ledger;
}

}  // namespace vpass::tools
