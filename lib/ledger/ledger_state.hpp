#pragma once
// Holds the state of a Ledger, for the files that implement it.
#include "ledger/ledger.hpp"
#include "ledger/ledger_entries.hpp"

namespace vpass {

struct Ledger::State {
    LedgerConfig config;
    FileLock lock;
    Register rows;
    LogWriter log;
    std::uint64_t dropped = 0;
    RegisterBatch batch;
    bool batch_is_new = false;
    std::vector<RegisterKey> new_keys;
    LogKids kids;
    bool failed = false;

    State(const std::filesystem::path& folder, FileLock::When when)
        : config(read_ledger_config(folder)),
          lock(ledger_lock(folder), when, ledger_reader_mode(folder)),
          rows(ledger_register(folder), Register::Mode::write),
          log(ledger_log(folder), read_ledger_log_key(folder), when) {}

    std::vector<RegisterKey> take_first_used(const Changes& changes);
};

}  // namespace vpass
