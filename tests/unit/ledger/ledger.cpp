#include <catch2/catch.hpp>

#include "revocation/slots.hpp"
#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

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
    CHECK(keys[0].next >= 305);
    CHECK(keys[0].next < keys[0].slots);
    CHECK(keys[0].status_uri.starts_with("https://log.example/test/status/"));
    CHECK(rows.find_key(keys[0].kid).has_value());
    CHECK(rows.find_pass(1)->id == "URN:UVCI:01:KR:0");
    CHECK(rows.revoked_since(1) == kAct + 60);
    CHECK_FALSE(rows.revoked_since(7));

    // The slots now, and as the log was after some of the events.
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

TEST_CASE("ledger: a folder of other files is not a ledger, and is not made one", "[ledger]") {
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

namespace {

// Puts back an earlier state of a ledger, and returns the writer's answer.
std::string answer_with(const fs::path& folder, const fs::path& old, std::initializer_list<const char*> files,
                        const LedgerTraces& traces = {}) {
    const fs::path copy = folder.string() + ".copy";
    fs::remove_all(copy);
    fs::copy(folder, copy, fs::copy_options::recursive);
    for (const char* file : files) {
        fs::remove_all(copy / file);
        fs::copy(old / file, copy / file, fs::copy_options::recursive);
    }
    return code_of([&] { Ledger ledger(copy, FileLock::When::wait, traces); });
}

}  // namespace

TEST_CASE("ledger: an old copy of a part is not written to", "[ledger]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "l", old = scratch / "old";
    Ledger::create(folder, kConfig);
    issue(*std::make_unique<Ledger>(folder), 0, 10);
    fs::copy(folder, old, fs::copy_options::recursive);
    issue(*std::make_unique<Ledger>(folder), 10, 10);
    revoke(*std::make_unique<Ledger>(folder), {3});
    CHECK(answer_with(folder, old, {}).empty());
    CHECK(answer_with(folder, old, {"register.db"}) == "register-behind");
    CHECK(answer_with(folder, old, {"public/checkpoint"}) == "log-behind");
    CHECK(answer_with(folder, old, {"public/tile"}) == "log-corrupt");
    CHECK(answer_with(folder, old, {"public"}) == "log-behind");
    // Tiles that are newer than the rest show that something came after.
    CHECK(answer_with(folder, old, {"register.db", "public/checkpoint"}) == "register-behind");

    // When the whole ledger is put back, it contains no trace of later events.
    CHECK(answer_with(folder, old, {"register.db", "public"}).empty());
    LedgerTraces traces;
    traces.logs = {folder};
    CHECK(answer_with(folder, old, {"register.db", "public"}, traces) == "log-behind");
    CHECK(answer_with(folder, old, {}, traces).empty());
    traces.logs = {folder / "public/checkpoint"};
    CHECK(answer_with(folder, old, {"register.db", "public"}, traces) == "log-behind");
    traces.logs = {folder / "ledger.json"};
    CHECK(answer_with(folder, old, {}, traces) == "bad-checkpoint");
    remember_checkpoint(scratch / "state/log", Ledger(folder).note());
    CHECK(answer_with(folder, old, {"register.db", "public"}, {scratch / "state/log", {}, {}, {}}) ==
          "log-behind");
    // A witness left a note in the log's folder.
    write_file(old / "public/witness.note", as_bytes(Ledger(folder).note()));
    CHECK(answer_with(folder, old, {"register.db", "public"}) == "log-behind");
}

TEST_CASE("ledger: two lives of one ledger are told apart", "[ledger]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "l", fork = scratch / "fork";
    Ledger::create(folder, kConfig);
    issue(*std::make_unique<Ledger>(folder), 0, 10);
    fs::copy(folder, fork, fs::copy_options::recursive);
    issue(*std::make_unique<Ledger>(folder), 10, 5);
    issue(*std::make_unique<Ledger>(fork), 20, 5);
    CHECK(answer_with(folder, fork, {"register.db"}) == "log-forked");
    CHECK(answer_with(folder, fork, {"public"}) == "log-forked");
    CHECK(answer_with(folder, fork, {}, {{}, {fork}, {}, {}}) == "log-forked");
    issue(*std::make_unique<Ledger>(folder), 15, 300);
    CHECK(answer_with(folder, fork, {}, {{}, {fork}, {}, {}}) == "log-forked");
}

TEST_CASE("ledger: a run that ends between checkpoint and record goes on", "[ledger]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "l";
    Ledger::create(folder, kConfig);
    issue(*std::make_unique<Ledger>(folder), 0, 10);
    Register(ledger_register(folder), Register::Mode::write).set_released({0, merkle::empty_root()});
    {
        Ledger ledger(folder);
        CHECK(ledger.dropped() == 0);
        CHECK(ledger.checkpoint().size == 11);
    }
    CHECK(Register(ledger_register(folder), Register::Mode::read).released()->size == 11);
    CHECK(check_ledger(folder) == 11);
}
