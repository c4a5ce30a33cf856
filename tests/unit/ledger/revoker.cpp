#include "ledger/revoker.hpp"

#include <catch2/catch.hpp>

#include "ledger/enrolment.hpp"
#include "support/authority.hpp"
#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
using Outcome = RevokeOutcome;

namespace {

constexpr UnixTime kLater = kAct + 600;

struct World {
    ScratchFolder scratch;
    std::filesystem::path folder = scratch / "ledger";
    std::unique_ptr<Ledger> ledger;

    World() {
        Ledger::create(folder, LedgerConfig::make("log.example/test"));
        ledger = std::make_unique<Ledger>(folder);
    }
    Revoker revoker(Revoker::Plan plan = {}) {
        ledger->begin("tester", kLater, "revoke");
        plan.time = kLater;
        return {*ledger, plan};
    }
};

}  // namespace

TEST_CASE("revoker: by id, by slot, and back", "[ledger]") {
    World world;
    issue(*world.ledger, 0, 5);
    {
        Revoker revoker = world.revoker();
        const RevokeResult first =
            revoker.by_id("3");  // completed to URN:UVCI:01:KR:3 with its checksum or not found
        CHECK(first.outcome == Outcome::unknown);
        const RevokeResult whole = revoker.by_id("URN:UVCI:01:KR:3");
        CHECK(whole.outcome == Outcome::revoked);
        CHECK(whole.passes == 1);
        CHECK(whole.since == kLater);
        CHECK(whole.listed);
        REQUIRE(whole.index);
        // A call counts for the next one before it is written.
        const RevokeResult again = revoker.by_slot(*whole.index, std::nullopt);
        CHECK(again.outcome == Outcome::already_revoked);
        CHECK_FALSE(world.ledger->rows().revoked_since(4));
        revoker.commit();
        CHECK(world.ledger->rows().revoked_since(4) == kLater);
        CHECK(revoker.by_id("URN:UVCI:01:KR:3").outcome == Outcome::already_revoked);
        CHECK(revoker.by_slot(*whole.index, "no kid").outcome == Outcome::unknown);
        CHECK(revoker.by_slot(*whole.index, "").outcome == Outcome::unknown);
        CHECK(revoker.by_slot(1ULL << 40, whole.kid).outcome == Outcome::unknown);
    }
    {
        Revoker revoker = world.revoker({.undo = true});
        CHECK(revoker.by_id("URN:UVCI:01:KR:3").outcome == Outcome::restored);
        CHECK(revoker.by_id("URN:UVCI:01:KR:3").outcome == Outcome::not_revoked);
        CHECK(revoker.by_id("URN:UVCI:01:KR:4").outcome == Outcome::not_revoked);
        revoker.commit();
    }
    CHECK_FALSE(world.ledger->rows().revoked_since(4));
    world.ledger.reset();
    CHECK(check_ledger(world.folder) == 8);
}

TEST_CASE("revoker: one id on several passes asks which, or takes all", "[ledger]") {
    World world;
    issue(*world.ledger, 0, 2);
    issue(*world.ledger, 1, 1);
    {
        Revoker revoker = world.revoker();
        const RevokeResult result = revoker.by_id("URN:UVCI:01:KR:1");
        CHECK(result.outcome == Outcome::ambiguous);
        REQUIRE(result.candidates.size() == 2);
        CHECK(result.candidates[0].second.entry == 2);
        CHECK(result.candidates[1].second.entry == 3);
        revoker.commit();
        CHECK_FALSE(world.ledger->rows().revoked_since(2));
        // When one of them is named by its slot, the id is no longer ambiguous.
        CHECK(revoker.by_slot(*result.candidates[0].second.slot, std::nullopt).outcome == Outcome::revoked);
        CHECK(revoker.by_id("URN:UVCI:01:KR:1").outcome == Outcome::revoked);
        revoker.commit();
        CHECK(world.ledger->rows().revoked_since(3));
    }
    issue(*world.ledger, 7, 1);
    issue(*world.ledger, 7, 1);
    Revoker all = world.revoker({.all = true});
    CHECK(all.by_id("URN:UVCI:01:KR:7").passes == 2);
    all.commit();
    CHECK(world.ledger->rows().revoked_slots(1).size() == 4);
}

TEST_CASE("revoker: a dry run answers and writes nothing", "[ledger]") {
    World world;
    issue(*world.ledger, 0, 2);
    const std::uint64_t size = world.ledger->checkpoint().size;
    Revoker revoker = world.revoker({.dry = true});
    CHECK(revoker.by_id("URN:UVCI:01:KR:0").outcome == Outcome::revoked);
    CHECK(revoker.by_rule(world.ledger->rows().keys()[0].kid, {}, {}).outcome == Outcome::revoked);
    revoker.commit();
    CHECK(world.ledger->checkpoint().size == size);
    CHECK(revoker.by_id("URN:UVCI:01:KR:0").outcome == Outcome::revoked);
}

TEST_CASE("revoker: a rule is made once, and undone", "[ledger]") {
    World world;
    issue(*world.ledger, 0, 4);
    const std::string kid = world.ledger->rows().keys()[0].kid;
    {
        Revoker revoker = world.revoker();
        CHECK(revoker.by_rule("nobody's", {}, {}).outcome == Outcome::unknown);
        const RevokeResult result = revoker.by_rule(kid, kAct, kAct + 1);
        CHECK(result.outcome == Outcome::revoked);
        CHECK(result.passes == 4);
        CHECK(revoker.by_rule(kid, kAct, kAct + 1).outcome == Outcome::already_revoked);
        CHECK(revoker.by_rule(kid, kAct, kAct + 2).outcome == Outcome::revoked);
        revoker.commit();
        CHECK(world.ledger->rows().rules().size() == 2);
        CHECK(revoker.by_rule(kid, kAct, kAct + 1).outcome == Outcome::already_revoked);
    }
    Revoker undo = world.revoker({.undo = true});
    CHECK(undo.by_rule(kid, kAct, kAct + 1).outcome == Outcome::restored);
    CHECK(undo.by_rule(kid, kAct, kAct + 1).outcome == Outcome::not_revoked);
    undo.commit();
    CHECK(world.ledger->rows().rules().size() == 1);
}

TEST_CASE("revoker: by the pass itself, known or not", "[ledger]") {
    World world;
    const test::Authority authority, stranger;
    const SigningKey key(authority.key, authority.certificate);
    const Format& format = *find_format("hcert");
    const std::string payload = test::vaccination();
    world.ledger->begin("tester", kAct, "sign");
    Enrolment enrolment(*world.ledger, key, "", false);
    SignRequest request{&format, json::check(payload), test::kIssued, test::kExpires};
    enrolment.assign(request);
    PassSigner signer(key, "");
    const SignedPass pass = signer.sign({&request, 1})[0];
    std::vector<RegisterPass> rows{enrolment.row(request, pass, enrolment.name(format, request.payload, ""))};
    enrolment.append(rows);

    const auto ask = [](Revoker& revoker, std::string_view text) { return revoker.by_pass({&text, 1}); };
    Revoker revoker = world.revoker();
    CHECK(ask(revoker, "HC1:NONSENSE").outcome == Outcome::unknown);
    CHECK(ask(revoker, stranger.pass()).outcome == Outcome::unknown);
    const RevokeResult known = ask(revoker, pass.pass);
    CHECK(known.outcome == Outcome::revoked);
    CHECK(known.registered);
    CHECK(known.index == request.slot);
    // Our key signed this pass without the register: two calls are about one pass.
    const std::string lost = authority.pass();
    const RevokeResult unknown = ask(revoker, lost);
    CHECK(unknown.outcome == Outcome::revoked);
    CHECK_FALSE(unknown.registered);
    CHECK(unknown.listed);
    CHECK(ask(revoker, lost).outcome == Outcome::already_revoked);
    revoker.commit();
    CHECK(ask(revoker, lost).outcome == Outcome::already_revoked);
    CHECK(world.ledger->rows().revoked_unregistered().size() == 1);
}
