#pragma once
// What the commands share that write to a ledger: their options, and the ledger opened for them.
#include "command.hpp"
#include "vpass/ledger.hpp"

namespace vpass::tools {

struct LedgerOptions {
    std::string folder;
    std::string operator_name;  // empty: whose process this is
    bool no_wait = false;
};
CLI::Option* add_ledger_options(CLI::App& app, LedgerOptions& options, const char* ledger_help);

// Opens the ledger and begins an act of `command` at `time`. Says so on stderr when it waits for another
// process, and when it cleared up after one that was ended.
std::unique_ptr<Ledger> open_ledger(const LedgerOptions& options, UnixTime time, std::string_view command,
                                    bool quiet);

}  // namespace vpass::tools
