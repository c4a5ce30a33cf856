// Passes that are looked up many at once get the answers that each of them gets alone.
#include <catch2/catch.hpp>

#include "base/file.hpp"
#include "ledger/ledger.hpp"
#include "ledger/log_evidence.hpp"
#include "ledger/lookup/pass_proofs.hpp"
#include "ledger/register/sqlite.hpp"
#include "support/ledger_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kFirst = 700, kSecond = 150;  // passes of two runs

std::string text_of(std::uint64_t number) { return "URN:UVCI:01:KR:" + std::to_string(number); }

// Makes a ledger of 854 entries: 0 is of the key, passes 0 to 699 have 1 to 700, three events follow, then
// the rest of the passes.
void make_ledger(const fs::path& folder) {
    Ledger::create(folder, LedgerConfig::make("log.example/test"));
    Ledger ledger(folder);
    issue(ledger, 0, kFirst);
    revoke(ledger, {7, 300, 513});
    issue(ledger, kFirst, kSecond);
}

void change(const fs::path& folder, const char* sql) {
    sql::Database(ledger_register(folder), true).run(sql);
}

void flip(const fs::path& file, std::size_t byte) {
    Buffer bytes = read_file(file, 1 << 20);
    bytes.at(byte) ^= 1;
    write_file(file, bytes);
}

// Passes by their numbers; those that no ledger has are from 100,000 on.
struct Passes {
    explicit Passes(const std::vector<std::uint64_t>& numbers) : envelopes(numbers.size()) {
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const std::string text = text_of(numbers[i]);
            envelopes[i].signed_bytes.assign(text.begin(), text.end());
            questions.push_back({&envelopes[i], nullptr, {}});
        }
    }
    std::vector<Envelope> envelopes;
    std::vector<LogCheck::Question> questions;
};

// Every kind: in no order, far apart and near, twice, unknown, revoked.
std::vector<std::uint64_t> mixed() {
    std::vector<std::uint64_t> out{600, 3, 100000, 4, 5, 299, 512, 6, 3, 849, 700, 100001, 255, 254, 256};
    for (std::uint64_t i = 0; i < kFirst + kSecond; i += 9) out.push_back((i * 577) % (kFirst + kSecond));
    for (std::uint64_t i = 260; i < 300; ++i) out.push_back(i);
    return out;
}

// What a run over the passes says of each, or what ends it.
struct Outcome {
    std::vector<std::string> problems;
    std::string thrown;
    bool operator==(const Outcome&) const = default;
    std::size_t good() const { return static_cast<std::size_t>(std::ranges::count(problems, "")); }
};

Outcome outcome(const std::function<void(Outcome&)>& run) {
    Outcome out;
    try {
        run(out);
    } catch (const Error& e) {
        out = {{}, e.name() + ": " + e.what()};
    }
    return out;
}

struct Run {
    explicit Run(const std::vector<fs::path>& folders)
        : policy(policy_of(folders)), evidence(policy, folders) {}
    explicit Run(const fs::path& folder) : Run(std::vector{folder}) {}

    Outcome one_by_one(const Passes& passes) const {
        return outcome([&](Outcome& out) {
            LogCheck check(evidence);
            for (const auto& question : passes.questions) out.problems.push_back(check.ask(question).problem);
        });
    }
    Outcome at_once(const Passes& passes) const {
        return outcome([&](Outcome& out) {
            LogCheck check(evidence);
            // Twice, since what the first time has read is remembered.
            (void)check.ask(
                std::span(passes.questions).first(std::min<std::size_t>(20, passes.questions.size())));
            for (const auto& result : check.ask(passes.questions)) out.problems.push_back(result.problem);
        });
    }
    // How many of the passes need no second look.
    std::size_t proved(const Passes& passes) const {
        const LogEvidence::Ledger& ledger = *evidence.ledgers().front();
        PassProver prover(ledger.folder, policy);
        LoggedPasses logged(prover.rows(), ledger.index, ledger_log(ledger.folder), prover.log().checkpoint(),
                            ledger.leaves);
        std::vector<Sha256> hashes;
        for (const Envelope& pass : passes.envelopes) hashes.push_back(pass_hash(pass.signed_bytes));
        std::vector<FirstLook> looks(hashes.size());
        logged.look(hashes, looks);
        return static_cast<std::size_t>(std::ranges::count(looks, FirstLook::proved));
    }

    static LogPolicy policy_of(const std::vector<fs::path>& folders) {
        LogPolicy out;
        for (const fs::path& folder : folders) out.log.push_back(read_ledger_log_key(folder).key);
        return out;
    }

    LogPolicy policy;
    LogEvidence evidence;
};

}  // namespace

TEST_CASE("pass lookups: many at once, and one at a time", "[ledger]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "ledger";
    make_ledger(folder);
    const Passes passes(mixed());
    const std::size_t known = passes.questions.size() - 2;
    const auto same = [&](const Run& run) {
        const Outcome out = run.one_by_one(passes);
        CHECK(run.at_once(passes) == out);
        return out;
    };

    SECTION("a sound ledger") {
        const Run run(folder);
        CHECK(same(run).good() == known);
        CHECK(run.proved(passes) == known);
        CHECK(run.at_once(Passes({})) == Outcome());
        CHECK(run.at_once(Passes({100007})).problems ==
              std::vector<std::string>{"the register does not have it"});
    }
    SECTION("a ledger that has grown") {
        const Run run(folder);
        CHECK(run.proved(passes) == known);
        {
            Ledger ledger(folder);
            issue(ledger, kFirst + kSecond, 300);
        }
        CHECK(same(run).good() == known);
        CHECK(run.proved(passes) == known);
    }
    SECTION("rows that differ from the log, and rows whose salts are gone") {
        change(
            folder,
            "UPDATE pass SET salt = NULL WHERE entry IN (4, 5, 256); UPDATE pass SET id = 'x' WHERE entry = "
            "601;"
            "UPDATE pass SET hash = zeroblob(32) WHERE entry = 6; UPDATE pass SET batch = 99 WHERE entry = 7;"
            "UPDATE pass SET key = 99 WHERE entry = 300; DELETE FROM pass WHERE entry = 513;");
        const Run run(folder);
        const Outcome out = same(run);
        CHECK(out.thrown == "");
        CHECK(out.problems[1] == "its salt was erased");
        CHECK(out.problems[0] == "the log's entry differs from the register's row");
        CHECK(out.problems[6] == "the register does not have it");
        CHECK(run.proved(passes) == out.good());
    }
    SECTION("one pass with two rows") {
        change(folder, "UPDATE pass SET hash = (SELECT hash FROM pass WHERE entry = 601) WHERE entry = 2");
        CHECK(same(Run(folder)).problems[0] == "");
        change(folder, "UPDATE pass SET salt = NULL WHERE entry = 601");
        CHECK(same(Run(folder)).problems[0] == "its salt was erased");
    }
    SECTION("a run of no day, and another key's name") {
        change(folder, "UPDATE batch SET time = -1 WHERE batch = 1");
        CHECK(same(Run(folder)).good() == known);
        CHECK(Run(folder).proved(passes) < known);
        change(folder, "UPDATE signing_key SET kid = 'other'");
        CHECK(same(Run(folder)).good() == 0);
    }
    SECTION("a log that ends before the register") {
        fs::copy(folder, scratch / "older", fs::copy_options::recursive);
        {
            Ledger ledger(folder);
            issue(ledger, kFirst + kSecond, 300);
        }
        fs::remove_all(folder / "public");
        fs::copy(scratch / "older" / "public", folder / "public", fs::copy_options::recursive);
        const Passes more({0, 849, 850, 1149});
        const Run run(folder);
        CHECK(run.at_once(more) == run.one_by_one(more));
        CHECK(run.at_once(more).problems.back() == "its entry is not in the log yet");
    }
    SECTION("files of the log that are damaged or missing") {
        const fs::path log = ledger_log(folder);
        const auto [file, damage] =
            GENERATE(table<const char*, int>({{"tile/0/000", 100},
                                              {"tile/0/002", 8191},
                                              {"tile/0/001", -1},
                                              {"tile/0/003.p/86", 0},
                                              {"tile/0/003.p/86", -1},
                                              {"tile/1/000.p/3", 40},
                                              {"tile/1/000.p/3", -1},
                                              {"tile/entries/000", 4 * 46 + 10},
                                              {"tile/entries/001", -1},
                                              {"tile/entries/003.p/86", 85 * 46 + 10}}));
        CAPTURE(file, damage);
        if (damage < 0)
            REQUIRE(fs::remove(log / file));
        else
            flip(log / file, static_cast<std::size_t>(damage));
        const Run run(folder);
        CHECK(same(run).thrown.starts_with("log-corrupt: "));
        CHECK(run.proved(passes) < known);
        // Passes that the damage does not touch have their answers.
        for (std::uint64_t number = 0; number < kFirst; number += 16) {
            const Passes one({number, number + 1});
            CAPTURE(number);
            CHECK(run.at_once(one) == run.one_by_one(one));
        }
    }
    SECTION("a register that is cut off while it is used") {
        const Run run(folder);
        const fs::path file = ledger_register(folder);
        fs::resize_file(file, fs::file_size(file) / 2 / 4096 * 4096);
        CHECK(same(run).thrown != "");
    }
    SECTION("two ledgers, which share a pass") {
        const fs::path other = scratch / "other";
        Ledger::create(other, LedgerConfig::make("log.example/other"));
        {
            Ledger ledger(other);
            issue(ledger, 599, 2);
            issue(ledger, 100001, 1);
        }
        CHECK(same(Run({folder, other})).good() == known + 1);
        change(folder, "UPDATE pass SET salt = NULL WHERE entry = 601");
        CHECK(same(Run({folder, other})).good() == known + 1);
        flip(ledger_log(folder) / "tile/entries/002", 89 * 46 + 10);  // entry 601, whose salt is asked first
        CHECK(same(Run({folder, other})).good() == known + 1);
        flip(ledger_log(folder) / "tile/entries/002", 88 * 46 + 10);
        const Passes one({599});
        const Run run({folder, other});
        CHECK(run.one_by_one(one).thrown != "");  // although the other ledger has it as well
        CHECK(run.at_once(one) == run.one_by_one(one));
    }
}

TEST_CASE("pass lookups: proofs of many at once are those of each", "[ledger]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "ledger";
    make_ledger(folder);
    const std::vector<std::uint64_t> numbers = mixed();
    std::vector<Sha256> hashes;
    for (const std::uint64_t number : numbers) hashes.push_back(sha256(as_bytes(text_of(number))));
    const LogPolicy policy = Run::policy_of({folder});
    const std::size_t slots =
        GENERATE(kMostPathTiles, std::size_t{1});  // one, which the tiles take from each other
    PathSlots known(854 / kTileWidth, slots);
    // Returns how many proofs there are, after a comparison of each with the one that a prover makes.
    const auto compare = [&] {
        const PassIndex index(Register(ledger_register(folder), Register::Mode::read));
        PassProver prover(folder, policy);
        PassProofs proofs(prover.rows(), index, ledger_log(folder), prover.log(), known);
        std::size_t count = 0;
        for (int again = 0; again < 2; ++again) {
            const auto found = proofs.prove(hashes);
            REQUIRE(found.size() == hashes.size());
            for (std::size_t i = 0; i < hashes.size(); ++i) {
                if (!found[i]) continue;
                std::string problem;
                const auto one = prover.prove(index, hashes[i], problem);
                REQUIRE(one);
                CHECK(one->text() == found[i]->text());
                ++count;
            }
        }
        return count / 2;
    };
    // The last tile is not full, and its passes are proved one by one: from entry 768 on.
    const auto in_full_tiles = std::ranges::count_if(
        numbers, [](std::uint64_t n) { return n < kFirst ? n + 1 < 768 : n + 4 < 768; });
    REQUIRE(in_full_tiles > 100);
    CHECK(compare() == static_cast<std::size_t>(in_full_tiles));
    change(folder, "UPDATE pass SET salt = NULL WHERE entry = 4; UPDATE pass SET id = 'x' WHERE entry = 601");
    CHECK(compare() == static_cast<std::size_t>(in_full_tiles) - 3);  // number 3 is asked about twice
}
