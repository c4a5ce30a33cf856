#include <catch2/catch.hpp>

#include "ledger/lookup/pass_index.hpp"
#include "ledger/pass_finder.hpp"
#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;

namespace {

Sha256 hash_of(std::uint64_t number) { return sha256(as_bytes("URN:UVCI:01:KR:" + std::to_string(number))); }

}  // namespace

TEST_CASE("pass finder: from a pass to its proof", "[ledger]") {
    const ScratchFolder scratch;
    const auto folder = scratch / "ledger";
    Ledger::create(folder, LedgerConfig::make("log.example/test"));
    {
        Ledger ledger(folder);
        issue(ledger, 0, 300);  // entry 0 is the key's
        revoke(ledger, {7});
        issue(ledger, 300, 5);
    }
    const LogPolicy policy{{read_ledger_log_key(folder).key}, {}, 0};
    const PassIndex index(Register(ledger_register(folder), Register::Mode::read));
    CHECK(index.find(hash_of(305)).empty());
    PassProver prover(folder, policy);
    PassProofJudge judge(policy);
    const std::string kid = prover.rows().keys().at(0).raw_kid();
    for (const std::uint64_t number : {0, 1, 254, 255, 256, 299, 300, 304}) {
        const auto found = index.find(hash_of(number));
        REQUIRE(found.size() == 1);
        const auto pass = prover.rows().find_pass(found[0]);
        REQUIRE(pass);
        std::string problem;
        const auto proof = prover.prove(*pass, problem);
        REQUIRE(proof);
        CHECK(judge.judge(proof->text(), hash_of(number), kid) == "");
        CHECK(judge.judge(proof->text(), hash_of(number + 1), kid) != "");
        CHECK(prover.prove(found[0]).text() == proof->text());
    }

    SECTION("a row that says something else than the log") {
        auto pass = prover.rows().find_pass(1).value();
        std::string problem;
        pass.hash[0] ^= 1;
        CHECK_FALSE(prover.prove(pass, problem));
        CHECK(problem == "the log's entry differs from the register's row");
        pass.hash[0] ^= 1;
        pass.salt.reset();
        CHECK_FALSE(prover.prove(pass, problem));
        CHECK(problem == "its salt was erased");
        pass.entry = 100000;
        CHECK_FALSE(prover.prove(pass, problem));
        CHECK(problem == "its entry is not in the log yet");
    }
    SECTION("an entry that is not of a pass is proved without an opening") {
        LogProof proof = prover.prove(0);
        LogProof parsed;
        OpenedEntry opened;
        CHECK(judge.judge(proof.text(), parsed, opened) == "");
        CHECK(opened.entry.type == LogEntryType::key);
        CHECK_FALSE(opened.opening);
    }
}
