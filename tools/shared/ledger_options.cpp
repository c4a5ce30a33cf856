#include "ledger_options.hpp"

#include <pwd.h>
#include <unistd.h>

#include "data/encoding.hpp"
#include "site/rollback_memory.hpp"

namespace vpass::tools {
namespace {

// The name comes from the password database and not from the environment, in which a user may write any name.
std::string login_name() {
    const passwd* const entry = ::getpwuid(::getuid());
    return entry && entry->pw_name ? entry->pw_name : "";
}

// The log's key names the file, so that ledgers of one name do not share it.
std::filesystem::path memory_file(const LedgerOptions& options) {
    if (!options.state.empty()) return options.state;
    const std::filesystem::path sites = SiteMemory::default_file();
    if (sites.empty() || !Ledger::exists(options.folder)) return {};
    const NoteKey key = read_ledger_log_key(options.folder).key;
    return sites.parent_path() / "logs" / hex_encode(sha256(as_bytes(key.text())));
}

std::unique_ptr<Ledger> open(const LedgerOptions& options, const LedgerTraces& traces, bool quiet) {
    try {
        return std::make_unique<Ledger>(options.folder, FileLock::When::now, traces);
    } catch (const Error& e) {
        if (e.code() != Code::locked) throw;
        if (options.no_wait) {
            throw Error(Code::locked, "another process writes to the ledger " + options.folder,
                        "without --no-wait this one waits until that has ended");
        }
    }
    if (!quiet) message("", "waiting for the process that writes to the ledger " + options.folder);
    return std::make_unique<Ledger>(options.folder, FileLock::When::wait, traces);
}

}  // namespace

Argument* add_ledger_options(Arguments& app, LedgerOptions& options, const char* ledger_help) {
    auto* ledger = app.add_option("--ledger", options.folder, ledger_help)->type_name("DIR");
    app.add_option("--operator", options.operator_name,
                   "who answers for it, as the ledger keeps it (default: the login name)")
        ->type_name("NAME")
        // An operator without a name cannot be held responsible for an act.
        ->check([](const std::string& name) {
            return name.find_first_not_of(' ') == std::string::npos ? "the name is empty" : "";
        });
    app.add_flag("--no-wait", options.no_wait, "fail when another process writes to the ledger");
    app.add_option(
           "--log", options.logs,
           "stop when COPY, a copy of the log or a checkpoint of it, knows more than the ledger; may be "
           "repeated")
        ->type_name("COPY")
        ->one_each();
    app.add_option("--site", options.sites,
                   "stop when this published site knows more than the ledger; may be repeated")
        ->type_name("DIR")
        ->one_each();
    app.add_option("--state", options.state,
                   "remember in FILE how far the log has come (default: a file in the user's state folder)")
        ->type_name("FILE");
    return ledger;
}

std::unique_ptr<Ledger> open_ledger(const LedgerOptions& options, UnixTime time, std::string_view command,
                                    bool quiet, const std::string& output) {
    auto ledger = open(options, ledger_traces(options, output), quiet);
    if (ledger->dropped() && !quiet) {
        message("", "the ledger forgets " + std::to_string(ledger->dropped()) +
                        " entries of a run that ended before it released them");
    }
    ledger->begin(operator_of(options), time, command);
    return ledger;
}

std::string operator_of(const LedgerOptions& options) {
    return options.operator_name.empty() ? login_name() : options.operator_name;
}

LedgerTraces ledger_traces(const LedgerOptions& options, const std::string& output) {
    return {memory_file(options),
            {options.logs.begin(), options.logs.end()},
            {options.sites.begin(), options.sites.end()},
            output};
}

void remember_ledger(const LedgerOptions& options, const Ledger& ledger, bool quiet) {
    try {
        const std::filesystem::path file = memory_file(options);
        if (file.empty()) throw Error(Code::io, "there is no home folder");
        remember_checkpoint(file, ledger.note());
    } catch (const Error& e) {
        if (!options.state.empty()) throw;
        if (quiet) return;
        message("warning",
                "an old copy of the ledger would not be noticed next time: " + std::string(e.what()));
        message("hint", "--state FILE names a place to remember the log in");
    }
}

}  // namespace vpass::tools
