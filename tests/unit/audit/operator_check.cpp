#include "audit/operator_check.hpp"

#include <catch2/catch.hpp>

#include "support/finding_list.hpp"
#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
using vpass::test::FindingList;
using Strings = std::vector<std::string>;

namespace {

void sign(Ledger& ledger, const char* operator_name, UnixTime time, std::uint64_t first,
          std::uint64_t count) {
    ledger.begin(operator_name, time, "sign");
    const Certificate certificate = ledger_certificate("a certificate");
    const RegisterKey key = ledger.use_key(ledger_signer(certificate), certificate);
    CountBlocks counts = ledger.counts(key);
    auto passes = numbered_passes(key, counts, first, count);
    ledger.append({.passes = passes});
}

}  // namespace

TEST_CASE("operator check: who stands behind passes, and how many there may be", "[audit]") {
    const ScratchFolder scratch;
    Ledger::create(scratch / "l", LedgerConfig::make("log.example/test"));
    {
        Ledger ledger(scratch / "l");
        sign(ledger, "alice", kAct, 0, 20);
        sign(ledger, "admin", kAct, 20, 3);
        sign(ledger, "bob", kAct + 3 * 86400, 23, 2);  // three days after the time in the passes
    }
    const Register rows(ledger_register(scratch / "l"), Register::Mode::read);
    FindingList findings;
    OperatorCheck check(rows, findings);
    check.read();
    CHECK(check.passes() == 25);
    CHECK(check.operators() == 3);
    CHECK(findings.all == Strings{"backdated entry 24", "backdated entry 25"});
    CHECK(findings.records.find(R"("operator":"bob")") != std::string::npos);

    findings.all.clear();
    check.check_names(std::nullopt);
    CHECK(findings.all == Strings{"shared-operator admin"});

    findings.all.clear();
    check.check_names(std::set<std::string>{"alice", "admin"});
    CHECK(findings.all == Strings{"shared-operator admin", "unknown-operator bob"});

    findings.all.clear();
    check.check_stock({.by_issuer = false, .doses = {{"alice", 20}, {"admin", 2}}});
    CHECK(findings.all == Strings{"beyond-stock admin", "beyond-stock bob"});

    findings.all.clear();
    check.check_stock({.by_issuer = true, .doses = {{"KR", 25}}});
    CHECK(findings.all.empty());
    check.check_stock({.by_issuer = true, .doses = {{"KR", 24}}});
    CHECK(findings.all == Strings{"beyond-stock KR"});

    findings.all.clear();
    ActivityLimits limits;
    limits.burst = 10;
    limits.dormant = 1;
    check.judge(limits);
    CHECK(findings.all.empty());
}
