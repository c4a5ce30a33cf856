#include "audit/register/register_check.hpp"

#include <catch2/catch.hpp>

#include "support/finding_list.hpp"
#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
using vpass::test::FindingList;
using Strings = std::vector<std::string>;

namespace {

// Compares the log of one ledger with the register of another, or of the same one.
FindingList compare(const std::filesystem::path& log, const std::filesystem::path& rows_of) {
    const Register rows(ledger_register(rows_of), Register::Mode::read);
    FindingList findings;
    RegisterCheck check(rows, findings);
    const LogPolicy policy{{read_ledger_log_key(log).key}, {}, 0};
    const auto visit = [&](std::uint64_t index, Bytes entry) { check.visit(index, entry); };
    const LogAudit audit = audit_log(ledger_log(log), {policy, {}, visit});
    CHECK(audit.findings.empty());
    check.finish();
    return findings;
}

}  // namespace

TEST_CASE("register check: a register fits its own log, and no other one", "[audit]") {
    const ScratchFolder scratch;
    const auto make = [&](const std::string& name, std::uint64_t passes) {
        Ledger::create(scratch / name, LedgerConfig::make("log.example/test"));
        Ledger ledger(scratch / name);
        issue(ledger, 0, passes);
        revoke(ledger, {2});
        return scratch / name;
    };
    const auto ours = make("a", 5), other = make("b", 4);
    CHECK(compare(ours, ours).all.empty());

    // Entry 0 announces the key, and its salt is another one; entry 5 is a pass here and an event there.
    const FindingList findings = compare(ours, other);
    CHECK(findings.all == Strings{"wrong-entry entry 0", "wrong-entry entry 1", "wrong-entry entry 2",
                                  "wrong-entry entry 3", "wrong-entry entry 4", "wrong-entry entry 5",
                                  "unregistered-entry entry 6"});
    CHECK(findings.records.find(
              R"({"finding":"unregistered-entry","severity":"error","index":6,"evidence":{}})") !=
          std::string::npos);
}

TEST_CASE("register check: a changed row is named by its column", "[audit]") {
    const ScratchFolder scratch;
    const auto folder = scratch / "l";
    Ledger::create(folder, LedgerConfig::make("log.example/test"));
    {
        Ledger ledger(folder);
        issue(ledger, 0, 3);
        // An insider with the register's file can do this; no command does.
        Register rows(ledger_register(folder), Register::Mode::write);
        const RegisterKey key = rows.keys().at(0);
        rows.change([&] {
            RegisterPass pass;  // a row without an entry, in the slot of another pass
            pass = rows.find_pass(1).value();
            pass.entry = 4;
            rows.add_pass(pass);
        });
    }
    const FindingList findings = compare(folder, folder);
    CHECK(std::ranges::find(findings.all, "shared-slot entry 4") != findings.all.end());
}
