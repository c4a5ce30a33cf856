#include <catch2/catch.hpp>

#include "ledger_fixture.hpp"
#include "scratch.hpp"
#include "vpass/slots.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

const LedgerConfig kConfig = LedgerConfig::make("log.example/test");

}  // namespace

TEST_CASE("ledger: what is done is in the register and in the log", "[ledger]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "a/ledger";
    CHECK_FALSE(Ledger::exists(folder));
    Ledger::create(folder, kConfig);
    CHECK(Ledger::exists(folder));
    CHECK(code_of([&] { Ledger::create(folder, kConfig); }) == "exists");
    CHECK(check_ledger(folder) == 0);
    {
        Ledger ledger(folder);
        CHECK(ledger.config().status_uri == "https://log.example/test/status/");
        issue(ledger, 0, 300);  // entry 0 is the key's
        issue(ledger, 300, 5);
        revoke(ledger, {1, 7, 300});
        revoke(ledger, {7}, LogEntryType::unrevoke);
    }
    CHECK(check_ledger(folder) == 310);

    const Register rows(ledger_register(folder), Register::Mode::read);
    const auto keys = rows.keys();
    REQUIRE(keys.size() == 1);
    CHECK(keys[0].next == 305);
    CHECK(keys[0].status_uri.starts_with("https://log.example/test/status/"));
    CHECK(rows.find_key(keys[0].kid).has_value());
    CHECK(rows.find_pass(1)->id == "URN:UVCI:01:KR:0");
    CHECK(rows.revoked_since(1) == kAct + 60);
    CHECK_FALSE(rows.revoked_since(7));

    // Now, and as the log was after some of the events.
    std::vector<std::uint64_t> now{*rows.find_pass(1)->slot, *rows.find_pass(300)->slot};
    std::sort(now.begin(), now.end());
    CHECK(rows.revoked_slots(1) == now);
    CHECK(rows.revoked_slots(1, 310) == now);
    CHECK(rows.revoked_slots(1, 309).size() == 3);
    CHECK(rows.revoked_slots(1, 307) == std::vector{*rows.find_pass(1)->slot});
    CHECK(rows.revoked_slots(1, 306).empty());
    CHECK(rows.revoked_slots(2).empty());
}

TEST_CASE("ledger: passes are found by id and by slot, with the lookup table and without", "[ledger]") {
    const ScratchFolder scratch;
    Ledger::create(scratch / "l", kConfig);
    Ledger ledger(scratch / "l");
    issue(ledger, 0, 100);
    issue(ledger, 50, 100);  // some ids a second time
    const bool indexed = GENERATE(false, true);
    if (indexed) ledger.rows().update_lookup();
    issue(ledger, 150, 10);
    const auto twice = ledger.rows().find_id("URN:UVCI:01:KR:60");
    REQUIRE(twice.size() == 2);
    CHECK(twice[0].entry == 61);
    CHECK(twice[1].entry == 111);
    CHECK(ledger.rows().find_id("URN:UVCI:01:KR:155").size() == 1);
    CHECK(ledger.rows().find_id("URN:UVCI:01:KR:999").empty());
    for (const std::uint64_t entry : {1, 200, 205}) {
        const auto pass = ledger.rows().find_pass(entry);
        CHECK(ledger.rows().find_slot(1, *pass->slot)->entry == entry);
        CHECK_FALSE(ledger.rows().find_slot(2, *pass->slot));
    }
}

TEST_CASE("ledger: a folder of other things is no ledger, nor made one", "[ledger]") {
    const ScratchFolder scratch;
    CHECK(code_of([&] { Ledger(scratch / "none"); }) == "no-ledger");
    make_folders(scratch / "other");
    CHECK(code_of([&] { Ledger(scratch / "other"); }) == "no-ledger");
    write_file(scratch / "other/holiday.jpg", {});
    CHECK(code_of([&] { Ledger::create(scratch / "other", kConfig); }) == "not-empty");
    CHECK_FALSE(fs::exists(scratch / "other/log.key"));
}

TEST_CASE("ledger: one writer at a time, and readers beside it", "[ledger]") {
    const ScratchFolder scratch;
    Ledger::create(scratch / "l", kConfig);
    Ledger ledger(scratch / "l");
    CHECK(code_of([&] { Ledger(scratch / "l", FileLock::When::now); }) == "locked");
    const Register reader(ledger_register(scratch / "l"), Register::Mode::read);
    issue(ledger, 0, 10);
    CHECK(reader.size() == 11);
    const Register::Snapshot snapshot(reader);
    CHECK(reader.size() == 11);
    issue(ledger, 10, 10);
    CHECK(reader.size() == 11);
}

TEST_CASE("ledger: nobody acts without a name, and a key has one issuer", "[ledger]") {
    const ScratchFolder scratch;
    Ledger::create(scratch / "l", kConfig);
    Ledger ledger(scratch / "l");
    CHECK(code_of([&] { ledger.begin("", kAct, "sign"); }) == "usage");
    CHECK(code_of([&] { ledger.append({.also = [](std::uint64_t) {}}); }) == "usage");
    issue(ledger, 0, 1);
    const Certificate certificate = ledger_certificate("a certificate");
    SignerName signer = ledger_signer(certificate);
    signer.issuer = "XX";
    CHECK(code_of([&] { ledger.use_key(signer, certificate); }) == "bad-key");
}

TEST_CASE("ledger: an old copy of the register is not written to", "[ledger]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "l";
    Ledger::create(folder, kConfig);
    issue(*std::make_unique<Ledger>(folder), 0, 10);
    fs::copy_file(ledger_register(folder), scratch / "old.db");
    issue(*std::make_unique<Ledger>(folder), 10, 10);
    fs::rename(scratch / "old.db", ledger_register(folder));
    CHECK(code_of([&] { Ledger ledger(folder); }) == "register-behind");
}
