#include "ledger/log_evidence.hpp"

#include <catch2/catch.hpp>

#include "ledger/ledger.hpp"
#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

// A pass whose hash is that of the fixture's pass `number`.
struct Pass {
    explicit Pass(std::uint64_t number, const std::string& kid) {
        const std::string text = "URN:UVCI:01:KR:" + std::to_string(number);
        envelope.signed_bytes.assign(text.begin(), text.end());
        envelope.kid = kid;
    }
    Envelope envelope;
};

}  // namespace

TEST_CASE("log evidence: the register, a proof, and what contradicts them", "[ledger]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "ledger";
    const fs::path fork = scratch / "fork";
    Ledger::create(folder, LedgerConfig::make("log.example/test"));
    fs::copy(folder, fork, fs::copy_options::recursive);
    {
        Ledger ledger(folder);
        issue(ledger, 0, 10);
    }
    const LogPolicy policy{{read_ledger_log_key(folder).key}, {}, 0};
    PassProver prover(folder, policy);
    const std::string kid = prover.rows().keys().at(0).raw_kid();
    const Pass pass(3, kid), stranger(10, kid), other_key(3, "another kid");
    std::string problem;
    const auto row = prover.rows().find_pass(4);
    const std::string proof = prover.prove(row.value(), problem).value().text();
    // The register has the pass_hash() of the fixture's text.
    REQUIRE(pass_hash(pass.envelope.signed_bytes) == row->hash);

    const LogEvidence with_ledger(policy, {folder}), with_log(policy, {folder / "public"}), bare(policy, {});
    CHECK(with_ledger.ledgers().size() == 1);
    CHECK(with_log.ledgers().empty());
    CHECK(log_folder(folder) == folder / "public");
    CHECK(log_folder(folder / "public") == folder / "public");

    const auto ask = [&](const LogEvidence& evidence, const Pass& asked, const std::string& carried) {
        return LogCheck(evidence).ask({&asked.envelope, nullptr, carried}).problem;
    };
    CHECK(ask(with_ledger, pass, "") == "");
    CHECK(ask(with_ledger, stranger, "") == "the register does not have it");
    CHECK(ask(with_ledger, other_key, "") == "");  // the register says whose key it was, not the pass
    CHECK(ask(with_log, pass, "") == "it comes without a proof");
    for (const LogEvidence* evidence : {&with_ledger, &with_log, &bare}) {
        CHECK(ask(*evidence, pass, proof) == "");
        CHECK(ask(*evidence, stranger, proof) != "");
    }
    CHECK(ask(bare, other_key, proof) == "the proof is not of this pass");
    CHECK(ask(bare, pass, "nonsense") != "");
    // No proof is trusted when no key of the log is named.
    CHECK(ask(LogEvidence({}, {}), pass, proof) != "");

    SECTION("a proof from a fork of the log") {
        {
            Ledger ledger(fork);
            issue(ledger, 0, 5);
        }
        PassProver forked(fork, policy);
        const std::string false_proof =
            forked.prove(forked.rows().find_pass(4).value(), problem).value().text();
        CHECK(ask(bare, pass, false_proof) == "");
        const LogCheck::Result result = LogCheck(with_log).ask({&pass.envelope, nullptr, false_proof});
        CHECK(result.problem == "the log does not continue the proof's checkpoint");
        CHECK(result.split_view);
    }
}
