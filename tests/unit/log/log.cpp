#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "data/encoding.hpp"
#include "log/tiles.hpp"
#include "support/log_fixture.hpp"
#include "support/scratch.hpp"
#include "support/vectors.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

std::string checkpoint_text(const fs::path& log) {
    return std::string(as_text(read_file(log / "checkpoint", 1 << 20)));
}

std::set<std::string> files_of(const fs::path& log) {
    std::set<std::string> files;
    for (const auto& file : fs::recursive_directory_iterator(log)) {
        if (file.is_regular_file()) files.insert(fs::relative(file.path(), log).string());
    }
    return files;
}

}  // namespace

TEST_CASE("log: entries of 44 bytes", "[log]") {
    const LogEntry entry{LogEntryType::unrevoke, 0x4a1f, {1, 2, 3, 4, 5, 6, 7, 8}, sha256({})};
    const auto bytes = entry.encode();
    CHECK(hex_encode(bytes) ==
          "01034a1f0102030405060708e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(LogEntry::decode(bytes) == entry);
    for (const auto& [at, value] : {std::pair{0, 0}, {0, 3}, {1, 0}, {1, 7}}) {
        auto bad = bytes;
        bad[static_cast<std::size_t>(at)] = static_cast<Byte>(value);
        CHECK_THROWS_AS(LogEntry::decode(bad), Error);
    }
    CHECK_THROWS_AS(LogEntry::decode(Bytes(bytes).first(43)), Error);
    CHECK_THROWS_AS(LogEntry::decode({}), Error);
    // The HMAC-SHA256 was computed elsewhere: key 16 times 0x11, the purpose, 32 times 0x22, 32 times 0x33.
    LogSalt salt;
    Sha256 pass, audit;
    salt.fill(0x11), pass.fill(0x22), audit.fill(0x33);
    CHECK(hex_encode(log_commitment(salt, pass, audit)) ==
          "8d31ce07f6384b383fbe1707e8c8b6c13a22644eebfcde54a2f8ebfea58f7e72");
}

TEST_CASE("log: paths of tiles (C2SP tlog-tiles)", "[log]") {
    CHECK(tile_path(0, 0) == "tile/0/000");
    CHECK(tile_path(1, 1234067) == "tile/1/x001/x234/067");
    CHECK(tile_path(0, 273, 112) == "tile/0/273.p/112");
    CHECK(tile_path(kBundles, 1000, 1) == "tile/entries/x001/000.p/1");
}

TEST_CASE("log: byte for byte the log of an independent writer", "[log]") {
    const auto v = test::json_vectors("tlog/log70000.json");
    if (v.is_null()) return;
    const NoteSigner signer =
        test_signer(v["origin"], NoteKeyType::ed25519, std::string(v["log_seed_sha256_of"]));
    const NoteSigner witness =
        test_signer("witness.example/w1", NoteKeyType::cosignature, std::string(v["witness_seed_sha256_of"]));
    CHECK(signer.key.text() == v["vkeys"][0]);
    CHECK(witness.key.text() == v["vkeys"][1]);

    std::vector<Buffer> entries;
    for (std::uint64_t i = 0; i < 70000; ++i) {
        Buffer message;
        append(message, as_bytes("entry"));
        for (int shift = 56; shift >= 0; shift -= 8) message.push_back(static_cast<Byte>(i >> shift));
        const Sha256 hash = sha256(message);
        entries.emplace_back(hash.begin(), hash.begin() + 8 + i % 25);
    }
    const std::vector<Bytes> views(entries.begin(), entries.end());
    const ScratchFolder scratch;
    const fs::path folder = scratch / "log";
    LogWriter::create(folder, signer);
    LogWriter log(folder, signer);
    auto cosigned = [&] {
        Note note = Note::parse(checkpoint_text(folder));
        note.sign(witness, 1790000000);
        const NoteKey keys[] = {witness.key};
        CHECK(log.cosign(note, keys) == 1);
        CHECK(log.cosign(note, keys) == 0);
        return checkpoint_text(folder);
    };
    CHECK(log.append(std::span(views).first(69000)) == 0);
    CHECK(cosigned() == v["checkpoint_69000"]);
    CHECK(log.append(std::span(views).subspan(69000)) == 69000);
    CHECK(cosigned() == v["checkpoint_70000"]);

    for (const auto& [path, hash] : v["sha256"].items()) {
        CHECK(hex_encode(sha256(read_file(folder / path, 1 << 20))) == hash);
    }
    // The hash under this name is that of the tile's one hash, in hexadecimal.
    CHECK(hex_encode(read_file(folder / "tile/2/000.p/1", 32)) == v["tile_2_000_p_1"]);

    const LogPolicy policy{{signer.key}, {witness.key}, 1};
    const Checkpoint old = judge_checkpoint(std::string(v["checkpoint_69000"]), policy).checkpoint;
    const LogAudit audit = audit_log(folder, {policy, {old}, {}});
    CHECK(audit.findings.empty());
    CHECK(audit.complete);
    CHECK(audit.derived_root == audit.verdict.checkpoint.root);
    LogReader reader(folder, policy);
    CHECK(merkle::check_consistency(old.size, 70000, old.root, reader.checkpoint().root,
                                    reader.prove_consistency(old)));
}

TEST_CASE("log: sizes around the tiles' borders, grown in steps, yield one log", "[log]") {
    std::map<std::uint64_t, std::string> checkpoints;
    {
        const ScratchFolder scratch;
        LogWriter::create(scratch / "log", log_signer());
        LogWriter log(scratch / "log", log_signer());
        for (const std::uint64_t size : {0, 1, 255, 256, 257, 512, 700, 65535, 65536, 65537, 70000}) {
            grow(log, size);
            CHECK(log.checkpoint().size == size);
            checkpoints[size] = checkpoint_text(scratch / "log");
            const auto audit = audit_log(scratch / "log", {log_policy(), {}, {}});
            CAPTURE(size);
            CHECK(audit.findings.empty());
            CHECK(audit.complete);
        }
        // The full tiles exist, and of the partial ones those at the edge.
        const auto files = files_of(scratch / "log");
        CHECK(files.contains("tile/0/272"));
        CHECK(files.contains("tile/0/273.p/112"));
        CHECK(files.contains("tile/1/000"));
        CHECK(files.contains("tile/1/001.p/17"));
        CHECK(files.contains("tile/2/000.p/1"));
        CHECK(files.contains("tile/entries/273.p/112"));
        CHECK_FALSE(files.contains("tile/0/000.p/255"));
        CHECK_FALSE(files.contains("tile/entries/000.p/255"));
    }
    for (const std::uint64_t size : {0, 1, 255, 256, 257, 65536, 70000}) {
        const ScratchFolder scratch;
        make_log(scratch / "log", size);
        CHECK(checkpoint_text(scratch / "log") == checkpoints[size]);
    }
}

TEST_CASE("log: entries one at a time, opened anew each time", "[log]") {
    const ScratchFolder scratch;
    LogWriter::create(scratch / "log", log_signer());
    for (std::uint64_t size = 1; size <= 520; ++size) {
        LogWriter log(scratch / "log", log_signer());
        grow(log, size);
    }
    CHECK(audit_log(scratch / "log", {log_policy(), {}, {}}).findings.empty());
    const ScratchFolder other;
    make_log(other / "log", 520);
    CHECK(checkpoint_text(scratch / "log") == checkpoint_text(other / "log"));
}

TEST_CASE("log: proofs of every entry, and readers that stay behind", "[log]") {
    const ScratchFolder scratch;
    make_log(scratch / "log", 300);
    LogReader early(scratch / "log", log_policy());
    const std::string early_note = checkpoint_text(scratch / "log");
    {
        LogWriter log(scratch / "log", log_signer());
        grow(log, 66000);
    }
    LogReader late(scratch / "log", log_policy());
    LogReader early_again(scratch / "log", log_policy(), early_note);
    for (LogReader* reader : {&early, &early_again, &late}) {
        const std::uint64_t size = reader->checkpoint().size;
        for (std::uint64_t index = 0; index < size; index += size / 150) {
            CAPTURE(size, index);
            const Buffer entry = reader->entry(index);
            CHECK(Bytes(entry).size() == LogEntry::kBytes);
            CHECK(std::ranges::equal(entry, numbered_entry(index)));
            const LogProof proof = LogProof::parse(reader->prove(index).text());
            CHECK(judge_log_proof(proof, entry, log_policy()).problem.empty());
            CHECK_FALSE(judge_log_proof(proof, numbered_entry(index + 1), log_policy()).problem.empty());
        }
        CHECK(code_of([&] { reader->prove(size); }) == "bad-range");
        CHECK(code_of([&] { reader->entry(size); }) == "bad-range");
        CHECK(code_of([&] { reader->entries(2, 1, {}); }) == "bad-range");
    }
    std::uint64_t next = 250;
    late.entries(250, 600, [&](std::uint64_t index, Bytes entry) {
        CHECK(index == next++);
        CHECK(std::ranges::equal(entry, numbered_entry(index)));
    });
    CHECK(next == 600);
    const merkle::Proof path = late.prove_consistency(early.checkpoint());
    CHECK(merkle::check_consistency(300, 66000, early.checkpoint().root, late.checkpoint().root, path));
    CHECK(code_of([&] { early.prove_consistency(late.checkpoint()); }) == "bad-range");
    Checkpoint other = early.checkpoint();
    other.root[0] ^= 1;
    CHECK(code_of([&] { late.prove_consistency(other); }) == "log-corrupt");
}

TEST_CASE("log: proof texts that are refused", "[log]") {
    const ScratchFolder scratch;
    make_log(scratch / "log", 5);
    LogProof proof = LogReader(scratch / "log", log_policy()).prove(2);
    proof.extra = Buffer{1, 2, 3};
    const std::string good = proof.text();
    CHECK(LogProof::parse(good).text() == good);
    auto replaced = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        const std::size_t at = text.find(from);
        REQUIRE(at != text.npos);
        return text.replace(at, from.size(), to);
    };
    const std::string hash = base64_encode(proof.path[0], Base64::standard) + '\n';
    std::string endless;
    for (int i = 0; i < 64; ++i) endless += hash;
    for (const std::string& bad :
         {std::string(), replaced("@v1", "@v2"), replaced("extra AQID", "extra AQI"),
          replaced("index 2", "index 02"), replaced("index 2", "index -1"), replaced("index 2\n", ""),
          replaced(hash, "AAAA\n"), replaced(hash, endless), replaced("=\n", "\n"),
          good.substr(0, good.find("\n\n")), replaced("extra AQID\n", "extra AQID\nextra AQID\n")}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(LogProof::parse(bad), Error);
    }
    // A forged proof that still parses must prove nothing.
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const int bit : {1, 2, 32}) {
            std::string forged = good;
            forged[at] = static_cast<char>(forged[at] ^ bit);
            const bool in_extra = forged.find("AQID") == forged.npos;  // is not authenticated
            try {
                const auto verdict =
                    judge_log_proof(LogProof::parse(forged), numbered_entry(2), log_policy());
                CAPTURE(at, forged);
                CHECK((in_extra || !verdict.problem.empty()));
            } catch (const Error& error) {
                CHECK(error.code() == Code::bad_proof);
            }
        }
    }
}

TEST_CASE("log: one writer, with the log's own key", "[log]") {
    const ScratchFolder scratch;
    const fs::path folder = scratch / "log";
    make_log(folder, 3);
    CHECK(code_of([&] { LogWriter::create(folder, log_signer()); }) == "exists");
    const NoteSigner other = test_signer("log.example/test", NoteKeyType::ed25519, "another seed");
    CHECK(code_of([&] { LogWriter(folder, other); }) == "bad-checkpoint");
    {
        LogWriter log(folder, log_signer());
        CHECK(code_of([&] { LogWriter(folder, log_signer()); }) == "locked");
        const std::string too_long(65536, 'x');
        const Bytes entries[] = {as_bytes("fine"), as_bytes(too_long)};
        CHECK(code_of([&] { log.append(entries); }) == "bad-entry");
        const Bytes border[] = {Bytes(), as_bytes(too_long).first(65535)};
        CHECK(log.append(border) == 3);
        CHECK(log.append({}) == 5);
    }
    LogReader reader(folder, log_policy());
    CHECK(reader.entry(3).empty());
    CHECK(reader.entry(4).size() == 65535);
    // A log without its checkpoint is damaged; it does not count as new.
    fs::remove(folder / "checkpoint");
    CHECK(code_of([&] { LogWriter::create(folder, log_signer()); }) == "exists");
    CHECK(code_of([&] { LogWriter(folder, log_signer()); }) == "io");
}

TEST_CASE("log: cosignatures of others are not taken over", "[log]") {
    const ScratchFolder scratch;
    make_log(scratch / "log", 3);
    LogWriter log(scratch / "log", log_signer());
    const NoteSigner witness = test_signer("w", NoteKeyType::cosignature, "w"),
                     stranger = test_signer("s", NoteKeyType::cosignature, "s");
    const NoteKey known[] = {witness.key};
    Note note = Note::parse(checkpoint_text(scratch / "log"));
    note.sign(stranger, 1);
    note.sign(witness, 1);
    note.signatures.back().bytes.back() ^= 1;
    CHECK(log.cosign(note, known) == 0);
    Note other{Checkpoint{log_signer().key.name, 2, {}, {}}.text(), {}};
    other.sign(witness, 1);
    CHECK(code_of([&] { log.cosign(other, known); }) == "bad-checkpoint");
}
