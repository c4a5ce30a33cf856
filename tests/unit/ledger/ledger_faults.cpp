// Makes every change of a run to the ledger fail, in each form: the register's commit and the log's files
// alike. Everything that was released stays, nothing else does, and the next run carries on.
#include <catch2/catch.hpp>
#include <fstream>

#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

// A run has released as many entries as its last append() left in the log.
void act(const fs::path& folder, const fs::path& released) {
    const auto release = [&](const Ledger& ledger) {
        std::ofstream(released.string()) << ledger.checkpoint().size << std::flush;
    };
    Ledger ledger(folder);
    issue(ledger, 1000, 300);
    release(ledger);
    revoke(ledger, {1, 5, 310});
    release(ledger);
    revoke(ledger, {5}, LogEntryType::unrevoke);
    release(ledger);
}

std::uint64_t number_in(const fs::path& file) {
    std::uint64_t out = 0;
    std::ifstream(file.string()) >> out;
    return out;
}

}  // namespace

TEST_CASE("ledger: each write fails once, and nothing is lost or half there", "[ledger][faults]") {
    const ScratchFolder scratch;
    const fs::path old = scratch / "old", folder = scratch / "l", released = scratch / "released";
    Ledger::create(old, LedgerConfig::make("log.example/test"));
    {
        Ledger ledger(old);
        issue(ledger, 0, 300);
        revoke(ledger, {7});
    }
    const std::set<std::uint64_t> sizes{302, 602, 605, 606};  // before, and after each step
    for (const auto form : kFaultForms) {
        int n = 0, lost = 0;
        std::set<std::uint64_t> seen;
        for (bool done = false; !done;) {
            ++n;
            CAPTURE(n, static_cast<int>(form));
            fs::remove_all(folder);
            fs::remove(released);
            fs::copy(old, folder, fs::copy_options::recursive);
            done = survives([&] {
                const FaultAt fault(n, form);
                act(folder, released);
            });
            {
                Ledger ledger(folder);
                lost += ledger.dropped() > 0;
            }
            const std::uint64_t size = check_ledger(folder);
            CHECK(sizes.contains(size));
            CHECK(size >= number_in(released));
            seen.insert(size);
            act(folder, released);
            CHECK(check_ledger(folder) == number_in(released));
        }
        CHECK(seen == sizes);
        CHECK(lost > 20);  // between a register's commit and the checkpoint that covers it
    }
}

TEST_CASE("ledger: making a ledger fails anywhere, and works the next time", "[ledger][faults]") {
    at_every_fault(20, [](int n, FaultAt::Form form) {
        const ScratchFolder scratch;
        const fs::path folder = scratch / "l";
        const bool done = survives([&] {
            const FaultAt fault(n, form);
            Ledger::create(folder, LedgerConfig::made_up());
        });
        if (!fs::exists(folder / "ledger.json")) {
            CHECK_FALSE(done);
            Ledger::create(folder, LedgerConfig::made_up());
        }
        CHECK(check_ledger(folder) == 0);
        issue(*std::make_unique<Ledger>(folder), 0, 3);
        CHECK(check_ledger(folder) == 4);
        return done;
    });
}

TEST_CASE("ledger: after a failed write nothing more is taken", "[ledger][faults]") {
    const ScratchFolder scratch;
    Ledger::create(scratch / "l", LedgerConfig::make("log.example/test"));
    {
        Ledger ledger(scratch / "l");
        {
            const FaultAt fault(1, FaultAt::Form::after);  // the register's commit
            CHECK_THROWS_AS(issue(ledger, 0, 10), Error);
        }
        CHECK_THROWS_AS(issue(ledger, 0, 10), Error);
    }
    Ledger ledger(scratch / "l");
    CHECK(ledger.dropped() == 11);
    issue(ledger, 0, 10);
    CHECK(ledger.checkpoint().size == 11);
}
