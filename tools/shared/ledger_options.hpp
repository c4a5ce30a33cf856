#pragma once
// What the commands share that write to a ledger: their options, and the ledger opened for them.
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
CLI::Option* add_ledger_options(CLI::App& app, LedgerOptions& options, const char* ledger_help);

// Opens the ledger and begins an act of `command` at `time`. Says so on stderr when it waits for another
// process, and when it cleared up after one that was ended.
// `output`: the site that is about to be replaced. An old copy of the ledger is refused, as far as anything
// is there that knows more.
std::unique_ptr<Ledger> open_ledger(const LedgerOptions& options, UnixTime time, std::string_view command,
                                    bool quiet, const std::string& output = {});
std::string operator_of(const LedgerOptions& options);  // the login name when none is given
LedgerTraces ledger_traces(const LedgerOptions& options, const std::string& output = {});

// Called when a run has released all: from now on this user knows an older copy of the ledger for what it is.
void remember_ledger(const LedgerOptions& options, const Ledger& ledger, bool quiet);

}  // namespace vpass::tools
