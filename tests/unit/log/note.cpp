#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "log/merkle.hpp"
#include "log/note.hpp"
#include "support/vectors.hpp"

using namespace vpass;

namespace {

NoteSigner signer(const std::string& name, NoteKeyType type = NoteKeyType::ed25519) {
    return NoteSigner::make(name, type, PrivateKey::generate(Algorithm::ed25519));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

Checkpoint some_checkpoint() { return {"log.example/a", 3, merkle::leaf_hash(as_bytes("x")), {}}; }

std::string signed_checkpoint(const Checkpoint& checkpoint, const std::vector<NoteSigner>& signers) {
    Note note{checkpoint.text(), {}};
    for (const NoteSigner& s : signers) note.sign(s, 1700000000);
    return note.format();
}

}  // namespace

TEST_CASE("note: signed notes of other projects", "[note]") {
    const auto v = test::json_vectors("tlog/signed_notes.json");
    if (v.is_null()) return;
    for (const auto& c : v) {
        CAPTURE(std::string(c["name"]));
        std::vector<NoteKey> keys;
        for (const auto& vkey : c["vkeys"]) {
            keys.push_back(NoteKey::parse(std::string(vkey)));
            CHECK(keys.back().text() == vkey);
        }
        const std::string text = c["note"];
        const Note note = Note::parse(text);
        CHECK(note.format() == text);
        const NoteVerdict verdict = judge_note(note, keys);
        CHECK(verdict.problem.empty());
        REQUIRE(verdict.signers.size() == c["result"].size());
        for (std::size_t i = 0; i < verdict.signers.size(); ++i) {
            CHECK(keys[verdict.signers[i].key].name == c["result"][i][0]);
        }
        // Every other text is refused, whichever character changes.
        for (std::size_t i = 0; i + 1 < note.text.size(); ++i) {
            Note forged = note;
            forged.text[i] = forged.text[i] == 'x' ? 'y' : 'x';
            CHECK_FALSE(judge_note(forged, keys).problem.empty());
        }
        if (!c.contains("skey")) continue;
        const NoteSigner again = NoteSigner::parse(std::string(c["skey"]));
        CHECK(again.text() == c["skey"]);
        CHECK(again.key.text() == keys[0].text());
        Note fresh{note.text, {}};
        fresh.sign(again);
        CHECK(fresh.format() == text);
    }
}

TEST_CASE("note: checkpoints of a log and its witness", "[note]") {
    const auto v = test::json_vectors("tlog/log70000.json");
    if (v.is_null()) return;
    LogPolicy policy{
        {NoteKey::parse(std::string(v["vkeys"][0]))}, {NoteKey::parse(std::string(v["vkeys"][1]))}, 1};
    for (const auto& [name, size] : {std::pair{"checkpoint_70000", 70000U}, {"checkpoint_69000", 69000U}}) {
        const auto verdict = judge_checkpoint(std::string(v[name]), policy);
        CHECK(verdict.problem.empty());
        CHECK(verdict.checkpoint.size == size);
        CHECK(verdict.checkpoint.origin == v["origin"]);
        CHECK(verdict.witnesses == 1);
        CHECK(verdict.witnessed_at == 1790000000);
    }
    policy.quorum = 2;
    CHECK(judge_checkpoint(std::string(v["checkpoint_70000"]), policy).problem ==
          "1 of 2 witnesses have cosigned");
}

TEST_CASE("note: keys as text", "[note]") {
    const NoteSigner made = signer("log.example/a", NoteKeyType::cosignature);
    CHECK(NoteSigner::parse(made.text()).text() == made.text());
    CHECK(NoteKey::parse(made.key.text()).raw == made.key.raw);
    const std::string good = made.key.text();
    const std::string id = good.substr(good.find('+') + 1, 8);
    for (const std::string& bad :
         {std::string(), std::string("+"), std::string("a+b"), replaced(good, "log", "l g"),
          replaced(good, "log", "l\xc2\xa0g"), replaced(good, "log", "l\xffg"),
          replaced(good, id, "00000000"), replaced(good, id, id.substr(1)),
          replaced(good, "+" + id, "++" + id), good + "=", good.substr(0, good.size() - 4), good + "\n",
          good.substr(good.find('+')), made.text()}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(NoteKey::parse(bad), Error);
    }
    CHECK_THROWS_AS(NoteSigner::parse(good), Error);
    CHECK_THROWS_AS(signer("has space"), Error);
    CHECK_THROWS_AS(NoteSigner::make("p256", NoteKeyType::ed25519, PrivateKey::generate(Algorithm::es256)),
                    Error);
}

TEST_CASE("note: refuses what is not a note", "[note]") {
    const std::string good = signed_checkpoint(some_checkpoint(), {signer("log.example/a")});
    REQUIRE_NOTHROW(Note::parse(good));
    const std::string line = good.substr(good.find("\u2014"));
    std::string many = good;
    for (int i = 0; i < 100; ++i) many += line;
    for (const std::string& bad :
         {std::string(), std::string("\n\n"), good.substr(0, good.size() - 1), replaced(good, "\n\n", "\n"),
          good + "x\n", good + "\n", replaced(good, "\u2014 ", "- "), replaced(good, "\u2014 ", "\u2014  "),
          replaced(good, "a\n3", "a\t\n3"), replaced(good, "log", "\xc0\x80"),
          good.substr(0, good.find("\u2014")), replaced(line, "\u2014 log.example/a", "t\n\n\u2014 a+b"),
          many, std::string(2 << 20, 'a')}) {
        CAPTURE(bad.substr(0, 300));
        CHECK_THROWS_AS(Note::parse(bad), Error);
    }
    // Sixteen signatures must be read, and an empty line belongs to the text when another one follows.
    std::string sixteen = good;
    for (int i = 0; i < 15; ++i) sixteen += line;
    CHECK(Note::parse(sixteen).signatures.size() == 16);
    CHECK(Note::parse("a\n\nb\n\n" + line).text == "a\n\nb\n");
}

TEST_CASE("note: unknown signatures are ignored, bad ones of known keys spoil the note", "[note]") {
    const NoteSigner log = signer("log.example/a"), other = signer("log.example/a"),
                     witness = signer("w", NoteKeyType::cosignature);
    const Checkpoint checkpoint = some_checkpoint();
    const std::vector<NoteKey> keys{log.key, witness.key};
    Note note{checkpoint.text(), {}};
    note.sign(other);  // the same name, another id
    CHECK(judge_note(note, keys).problem == "not signed by a known key");
    note.sign(log);
    note.sign(log);
    note.sign(witness, 5);
    const auto verdict = judge_note(note, keys);
    CHECK(verdict.problem.empty());
    REQUIRE(verdict.signers.size() == 2);  // twice the same key is once
    CHECK(verdict.signers[1].time == 5);
    for (std::size_t byte = 0; byte < note.signatures[3].bytes.size(); ++byte) {
        Note forged = note;
        forged.signatures[3].bytes[byte] ^= 1;
        CHECK(judge_note(forged, keys).problem == "the signature of w does not verify");
    }
    Note cut = note;
    cut.signatures[1].bytes.pop_back();
    CHECK_FALSE(judge_note(cut, keys).problem.empty());
    cut.signatures[1].bytes.clear();
    CHECK_FALSE(judge_note(cut, keys).problem.empty());
}

TEST_CASE("checkpoint: text", "[note]") {
    Checkpoint checkpoint = some_checkpoint();
    CHECK(Checkpoint::parse(checkpoint.text()) == checkpoint);
    checkpoint.extensions = {"one", "two"};
    CHECK(Checkpoint::parse(checkpoint.text()) == checkpoint);
    const std::string good = some_checkpoint().text();
    for (const std::string& bad :
         {std::string(), "\n" + good, replaced(good, "\n3\n", "\n03\n"), replaced(good, "\n3\n", "\n-3\n"),
          replaced(good, "\n3\n", "\n+3\n"), replaced(good, "\n3\n", "\n\n"),
          replaced(good, "\n3\n", "\n3 \n"), replaced(good, "\n3\n", "\n9223372036854775808\n"),
          replaced(good, "=\n", "\n"), replaced(good, "=\n", "==\n"), good + "\n", good + "no line break",
          good.substr(0, good.size() - 1)}) {
        CAPTURE(bad);
        CHECK_THROWS_AS(Checkpoint::parse(bad), Error);
    }
}

TEST_CASE("checkpoint: believed only from its log and a quorum of different witnesses", "[note]") {
    const NoteSigner log = signer("log.example/a"), w1 = signer("w1", NoteKeyType::cosignature),
                     w2 = signer("w2", NoteKeyType::cosignature);
    const NoteSigner w1_again = NoteSigner::make("w1-again", NoteKeyType::cosignature, w1.secret);
    const LogPolicy policy{{log.key}, {w1.key, w2.key, w1_again.key}, 2};
    const Checkpoint checkpoint = some_checkpoint();
    auto problem = [&](const std::vector<NoteSigner>& by) {
        return judge_checkpoint(signed_checkpoint(checkpoint, by), policy).problem;
    };
    CHECK(problem({log, w1, w2}).empty());
    CHECK(problem({w2, w1, log}).empty());
    CHECK(problem({log, w1}) == "1 of 2 witnesses have cosigned");
    CHECK(problem({log, w1, w1_again}) == "1 of 2 witnesses have cosigned");
    CHECK(problem({w1, w2}) == "not signed by the log of this origin");
    CHECK(problem({signer("log.example/a"), w1, w2}) == "not signed by the log of this origin");
    CHECK(judge_checkpoint("nothing", policy).problem == "not a note: no empty line before the signatures");

    // A key that the reader trusts for one log says nothing about another.
    const NoteSigner elsewhere = signer("log.example/b");
    const LogPolicy two{{elsewhere.key, log.key}, {}, 0};
    CHECK(judge_checkpoint(signed_checkpoint(checkpoint, {elsewhere}), two).problem ==
          "not signed by the log of this origin");
    CHECK(judge_checkpoint(signed_checkpoint(checkpoint, {log}), two).problem.empty());

    const Checkpoint empty{"log.example/a", 0, checkpoint.root, {}};
    CHECK_FALSE(judge_checkpoint(signed_checkpoint(empty, {log}), {{log.key}, {}, 0}).problem.empty());
}

TEST_CASE("note: a key of the log is not a witness of it", "[note]") {
    const PrivateKey secret = PrivateKey::generate(Algorithm::ed25519);
    const NoteSigner log = NoteSigner::make("log.example/a", NoteKeyType::ed25519, secret),
                     self = NoteSigner::make("witness.example/w", NoteKeyType::cosignature, secret),
                     other = signer("witness.example/w", NoteKeyType::cosignature);
    const std::string text = signed_checkpoint(some_checkpoint(), {log, self, other});
    CHECK(judge_checkpoint(text, {{log.key}, {self.key}, 1}).witnesses == 0);
    CHECK_FALSE(judge_checkpoint(text, {{log.key}, {self.key}, 1}).problem.empty());
    CHECK(judge_checkpoint(text, {{log.key}, {self.key, other.key}, 1}).witnesses == 1);
}

TEST_CASE("note: takes over the signatures of known keys, each once", "[note]") {
    const NoteSigner log = signer("log.example/a"), a = signer("a", NoteKeyType::cosignature),
                     b = signer("b", NoteKeyType::cosignature),
                     stranger = signer("c", NoteKeyType::cosignature);
    Note note = Note::parse(signed_checkpoint(some_checkpoint(), {log, a}));
    const Note other = Note::parse(signed_checkpoint(some_checkpoint(), {log, a, b, stranger}));
    const std::vector<NoteKey> known{a.key, b.key};
    CHECK(note.add_signatures(other, known) == 1);
    CHECK(note.add_signatures(other, known) == 0);
    CHECK(note.signatures.size() == 3);
    Checkpoint larger = some_checkpoint();
    ++larger.size;
    CHECK(Note::parse(signed_checkpoint(larger, {log})).add_signatures(other, known) == 0);
}
