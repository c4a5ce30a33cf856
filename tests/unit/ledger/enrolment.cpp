#include "ledger/enrolment.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "support/authority.hpp"
#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;

TEST_CASE("enrolment: a pass gets its slot, its row, and is known when it comes again", "[ledger]") {
    const ScratchFolder scratch;
    const auto folder = scratch / "ledger";
    Ledger::create(folder, LedgerConfig::make("log.example/test"));
    const test::Authority authority;
    const SigningKey key(authority.key, authority.certificate);
    const Format& format = *find_format("hcert");
    const std::string text = test::vaccination();
    const json::Value payload = json::check(text);
    const bool short_status = GENERATE(false, true);
    {
        Ledger ledger(folder);
        ledger.begin("tester", kAct, "sign");
        Enrolment enrolment(ledger, key, "", short_status);
        CHECK_NOTHROW(enrolment.check(format));

        KnownIds known(ledger_register(folder));
        const PayloadName name = enrolment.name(format, payload, "");
        CHECK(name.id == make_uvci("KR", "0123456789ABCDEF"));
        const std::vector<PayloadName> twice{name, name};
        const auto answers = known.ask(twice);
        CHECK(answers[0].state == KnownIds::State::fresh);
        CHECK(answers[1].state == KnownIds::State::same);
        CHECK(answers[1].where == " in this run");

        std::vector<SignRequest> requests(20, SignRequest{&format, payload, test::kIssued, test::kExpires});
        std::set<std::uint64_t> slots;
        for (SignRequest& request : requests) {
            enrolment.assign(request);
            REQUIRE(request.slot);
            slots.insert(*request.slot);
            CHECK(request.status_uri.empty() == short_status);
        }
        CHECK(slots.size() == 20);

        PassSigner signer(key, "");
        std::vector<RegisterPass> rows;
        const auto passes = signer.sign(requests);
        for (std::size_t i = 0; i < passes.size(); ++i)
            rows.push_back(enrolment.row(requests[i], passes[i], name));
        enrolment.append(rows);
        CHECK(rows[0].entry == 1);  // entry 0 tells of the key
    }
    CHECK(check_ledger(folder) == 21);

    // The next run recognises the payload; under another key it is fresh.
    Ledger ledger(folder);
    ledger.begin("tester", kAct, "sign");
    ledger.rows().update_lookup();
    Enrolment enrolment(ledger, key, "", short_status);
    KnownIds known(ledger_register(folder));
    const PayloadName name = enrolment.name(format, payload, "");
    CHECK(known.ask(std::vector{name})[0].state == KnownIds::State::same);
    PayloadName other = name;
    other.content[0] ^= 1;
    CHECK(known.ask(std::vector{other})[0].state == KnownIds::State::other);
}

TEST_CASE("enrolment: a key that has signed for another issuer is refused", "[ledger]") {
    const ScratchFolder scratch;
    const auto folder = scratch / "ledger";
    Ledger::create(folder, LedgerConfig::make("log.example/test"));
    const test::Authority authority;
    const SigningKey key(authority.key, authority.certificate);
    const Format& format = *find_format("hcert");
    Ledger ledger(folder);
    ledger.begin("tester", kAct, "sign");
    {
        Enrolment enrolment(ledger, key, "", false);
        const PayloadName name = enrolment.name(format, json::Value(test::vaccination()), "an id");
        CHECK(name.id == "an id");
        SignRequest request{&format, {}, test::kIssued, test::kExpires};
        enrolment.assign(request);
        SignedPass pass;
        pass.hash[0] = 1;
        std::vector<RegisterPass> rows{enrolment.row(request, pass, name)};
        enrolment.append(rows);
    }
    const Enrolment enrolment(ledger, key, "DE", false);
    CHECK(code_of([&] { enrolment.check(format); }) == "bad-key");
}
