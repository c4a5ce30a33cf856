#include <catch2/catch.hpp>

#include "support/log_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
namespace fs = std::filesystem;
using Kind = LogAuditFinding::Kind;

namespace {

constexpr std::size_t kEntryInBundle = 2 + LogEntry::kBytes;

LogAudit audit(const fs::path& log, std::vector<Checkpoint> earlier = {}) {
    return audit_log(log, {log_policy(), std::move(earlier), {}});
}

// Returns each finding as "KIND FILE" or "entry INDEX", in their order.
std::vector<std::string> found(const LogAudit& audit) {
    static const char* const names[] = {"checkpoint", "missing", "entry", "tile", "root", "history"};
    std::vector<std::string> out;
    for (const auto& finding : audit.findings) {
        const std::string name = names[static_cast<int>(finding.kind)];
        CHECK_FALSE(finding.message.empty());
        out.push_back(name + ' ' +
                      (finding.kind == Kind::entry ? std::to_string(finding.entry) : finding.file));
    }
    return out;
}

// Changes a file, audits, and puts it back.
std::vector<std::string> found_after(const fs::path& log, const std::string& file,
                                     const std::function<void(Buffer&)>& change) {
    const Buffer good = read_file(log / file, 1 << 20);
    Buffer bad = good;
    change(bad);
    write_file(log / file, bad);
    auto out = found(audit(log));
    write_file(log / file, good);
    return out;
}

std::vector<std::string> found_without(const fs::path& log, const std::string& file) {
    const Buffer good = read_file(log / file, 1 << 20);
    fs::remove(log / file);
    auto out = found(audit(log));
    write_file(log / file, good);
    return out;
}

auto flip(std::size_t at) {
    return [at](Buffer& bytes) { bytes.at(at) ^= 1; };
}

using Found = std::vector<std::string>;

Checkpoint head_of(const fs::path& log) { return LogReader(log, log_policy()).checkpoint(); }

}  // namespace

TEST_CASE("log audit: tells which file was altered", "[log]") {
    const ScratchFolder scratch;
    const fs::path log = scratch / "log";
    make_log(log, 66000);  // 257 full tiles of level 0, one of level 1
    REQUIRE(found(audit(log)).empty());

    SECTION("a tile of each level, full and partial") {
        for (const std::string file : {"tile/0/000", "tile/0/004", "tile/0/256", "tile/0/257.p/208",
                                       "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1"}) {
            CAPTURE(file);
            for (const std::size_t at : {std::size_t{0}, std::size_t{31}, fs::file_size(log / file) - 1}) {
                CHECK(found_after(log, file, flip(at)) == Found{"tile " + file});
            }
            CHECK(found_after(log, file, [](Buffer& tile) { tile.pop_back(); }) == Found{"missing " + file});
            CHECK(found_after(log, file, [](Buffer& tile) { tile.resize(100000); }) ==
                  Found{"missing " + file});
            CHECK(found_without(log, file) == Found{"missing " + file});
        }
    }
    SECTION("an entry") {
        CHECK(found_after(log, "tile/entries/004", flip(7 * kEntryInBundle + 20)) ==
              Found{"entry 1031", "root checkpoint"});
        CHECK(found_after(log, "tile/entries/257.p/208", flip(2)) == Found{"entry 65792", "root checkpoint"});
    }
    SECTION("two entries that changed places") {
        CHECK(found_after(log, "tile/entries/000", [](Buffer& bundle) {
                  std::swap_ranges(bundle.begin(), bundle.begin() + kEntryInBundle,
                                   bundle.begin() + 9 * kEntryInBundle);
              }) == Found{"entry 0", "entry 9", "root checkpoint"});
    }
    SECTION("an entry and a tile far from each other") {
        const Buffer tile = read_file(log / "tile/0/200", 8192);
        Buffer bad = tile;
        bad[0] ^= 1;
        write_file(log / "tile/0/200", bad);
        CHECK(found_after(log, "tile/entries/004", flip(20)) ==
              Found{"entry 1024", "tile tile/0/200", "root checkpoint"});
    }
    SECTION("an entry with its tile made to fit") {
        const Buffer good = read_file(log / "tile/0/004", 8192);
        const auto forged = numbered_entry(999999);
        const Sha256 leaf = merkle::leaf_hash(forged);
        Buffer bad = good;
        std::ranges::copy(leaf, bad.begin() + 3 * 32);
        write_file(log / "tile/0/004", bad);
        CHECK(found_after(log, "tile/entries/004", [&](Buffer& bundle) {
                  std::ranges::copy(forged, bundle.begin() + 3 * kEntryInBundle + 2);
              }) == Found{"tile tile/0/004", "root checkpoint"});
    }
    SECTION("a bundle that is cut, too long, gone") {
        for (const std::string file : {"tile/entries/004", "tile/entries/257.p/208"}) {
            CHECK(found_after(log, file, [](Buffer& b) { b.pop_back(); }) == Found{"missing " + file});
            CHECK(found_after(log, file, [](Buffer& b) { b.push_back(0); }) == Found{"missing " + file});
            CHECK(found_after(log, file, [](Buffer& b) { b.clear(); }) == Found{"missing " + file});
            CHECK(found_after(log, file, [](Buffer& b) { b[0] = 0xff; }) == Found{"missing " + file});
            CHECK(found_without(log, file) == Found{"missing " + file});
        }
        fs::remove(log / "tile/0/004");
        const auto both = found_without(log, "tile/entries/004");
        CHECK(both == Found{"missing tile/entries/004", "missing tile/0/004"});
        CHECK_FALSE(audit(log).findings.empty());
    }
    SECTION("readers and the writer refuse what they meet") {
        const Buffer tile = read_file(log / "tile/0/257.p/208", 8192);
        Buffer bad = tile;
        bad[0] ^= 1;
        write_file(log / "tile/0/257.p/208", bad);
        CHECK(code_of([&] { LogReader(log, log_policy()).prove(65793); }) == "log-corrupt");
        CHECK(code_of([&] { LogWriter(log, log_signer()); }) == "log-corrupt");
        write_file(log / "tile/0/257.p/208", tile);
        Buffer bundle = read_file(log / "tile/entries/257.p/208", 1 << 20);
        bundle[10] ^= 1;
        write_file(log / "tile/entries/257.p/208", bundle);
        CHECK(code_of([&] { LogReader(log, log_policy()).prove(65792); }) == "log-corrupt");
        LogWriter writer(log, log_signer());
        CHECK(code_of([&] { grow(writer, 66001); }) == "log-corrupt");
        CHECK(code_of([&] { grow(writer, 66001); }) == "log-failed");
    }
}

TEST_CASE("log audit: every bit of a small log counts", "[log]") {
    const ScratchFolder scratch;
    const fs::path log = scratch / "log";
    make_log(log, 258);
    std::vector<std::string> files;
    for (const auto& file : fs::recursive_directory_iterator(log)) {
        const std::string name = fs::relative(file.path(), log).string();
        // The auditor brings the key along, and the lock is empty, so changes of these files do not matter.
        if (file.is_regular_file() && name != "vkey" && name != ".lock") files.push_back(name);
    }
    REQUIRE(files.size() == 6);
    for (const std::string& file : files) {
        const auto size = fs::file_size(log / file);
        for (std::size_t at = 0; at<size; at += size> 1000 ? 7 : 1) {
            CAPTURE(file, at);
            CHECK_FALSE(found_after(log, file, flip(at)).empty());
        }
    }
    CHECK(found(audit(log)).empty());
}

TEST_CASE("log audit: forged checkpoints", "[log]") {
    const ScratchFolder scratch;
    const fs::path log = scratch / "log";
    make_log(log, 300);
    const Checkpoint good = head_of(log);
    auto put = [&](const Checkpoint& checkpoint, const NoteSigner& signer) {
        Note note{checkpoint.text(), {}};
        note.sign(signer);
        write_file(log / "checkpoint", as_bytes(note.format()));
    };
    Checkpoint other_root = good;
    other_root.root[5] ^= 1;

    put(good, test_signer("log.example/test", NoteKeyType::ed25519, "a thief's key"));
    CHECK(found(audit(log)) == Found{"checkpoint checkpoint"});
    CHECK(code_of([&] { LogReader(log, log_policy()); }) == "bad-checkpoint");
    put(other_root, log_signer());
    CHECK(found(audit(log)) == Found{"root checkpoint"});
    put({good.origin, 299, good.root, {}}, log_signer());
    CHECK_FALSE(found(audit(log)).empty());
    put({good.origin, 301, good.root, {}}, log_signer());
    CHECK_FALSE(found(audit(log)).empty());
    put({"other.example", 300, good.root, {}}, log_signer());
    CHECK(found(audit(log)) == Found{"checkpoint checkpoint"});
    // An absurd size neither runs for ever nor needs memory.
    put({good.origin, merkle::kMaxSize, good.root, {}}, log_signer());
    CHECK(found(audit(log)).size() <= 4);
    write_file(log / "checkpoint", as_bytes("nothing"));
    CHECK(found(audit(log)) == Found{"checkpoint checkpoint"});
    fs::remove(log / "checkpoint");
    CHECK(found(audit(log)) == Found{"missing checkpoint"});
    CHECK_FALSE(audit(log).complete);
}

TEST_CASE("log audit: a log that was shrunk or rewritten", "[log]") {
    const ScratchFolder scratch;
    const fs::path log = scratch / "log";
    make_log(log, 300);
    const Buffer note_300 = read_file(log / "checkpoint", 1 << 20);
    const Checkpoint at_300 = head_of(log);
    {
        LogWriter writer(log, log_signer());
        grow(writer, 700);
    }
    const Checkpoint at_700 = head_of(log), at_0{at_300.origin, 0, merkle::empty_root(), {}};
    CHECK(found(audit(log, {at_700, at_0, at_300, at_300})).empty());

    const ScratchFolder other;
    LogWriter::create(other / "log", log_signer());
    {
        LogWriter writer(other / "log", log_signer());
        const Bytes first[] = {as_bytes("another first entry")};
        writer.append(first);
        grow(writer, 800);
    }
    CHECK(found(audit(other / "log", {at_300, at_700})) == Found{"history checkpoint", "history checkpoint"});

    write_file(log / "checkpoint", note_300);  // every file fits the old checkpoint
    CHECK(found(audit(log)).empty());
    CHECK(found(audit(log, {at_700})) == Found{"history checkpoint"});
}

TEST_CASE("log audit: shows each entry to a visitor, and ends when told", "[log]") {
    const ScratchFolder scratch;
    make_log(scratch / "log", 700);
    std::uint64_t next = 0;
    LogAuditOptions options{log_policy(), {}, [&](std::uint64_t index, Bytes entry) {
                                CHECK(index == next++);
                                CHECK(std::ranges::equal(entry, numbered_entry(index)));
                            }};
    CHECK(audit_log(scratch / "log", options).complete);
    CHECK(next == 700);
    options.visit = nullptr;
    options.max_findings = 1;
    write_file(scratch / "log/tile/0/000", as_bytes("x"));
    write_file(scratch / "log/tile/0/001", as_bytes("x"));
    const LogAudit cut = audit_log(scratch / "log", options);
    CHECK(cut.findings.size() == 1);
    CHECK_FALSE(cut.complete);
}
