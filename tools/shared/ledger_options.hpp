#pragma once
// The commands that write to a ledger share this: their options, and the ledger opened for them.
#include "command.hpp"
#include "ledger/ledger.hpp"

namespace vpass::tools {

struct LedgerOptions {
    std::string folder;
    std::string operator_name;  // empty: whose process this is
    bool no_wait = false;
    std::string state;               // where this user remembers the log; empty: the usual place
    std::vector<std::string> logs;   // copies of the log …
    std::vector<std::string> sites;  // … and sites that may know more than the ledger
};
Argument* add_ledger_options(Arguments& app, LedgerOptions& options, const char* ledger_help);

// Opens the ledger and begins an act of `command` at `time`. Says so on stderr when it waits for another
// process, and when it cleared up after one that was ended. `output` is the site that will be replaced. An
// old copy of the ledger is refused when anything that is there knows more.
std::unique_ptr<Ledger> open_ledger(const LedgerOptions& options, UnixTime time, std::string_view command,
                                    bool quiet, const std::string& output = {});
std::string operator_of(const LedgerOptions& options);  // the login name when none is given
LedgerTraces ledger_traces(const LedgerOptions& options, const std::string& output = {});

// Is called when a run has released everything: from now on an older copy of the ledger is recognised for
// this user.
void remember_ledger(const LedgerOptions& options, const Ledger& ledger, bool quiet);

}  // namespace vpass::tools
