#include <catch2/catch.hpp>

#include "log/pass_proof.hpp"
#include "support/log_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;

namespace {

const Sha256 kPass = sha256(as_bytes("protected header and payload"));
constexpr std::string_view kKid = "\x01\x02\x03\x04\x05\x06\x07\x08";

OpenedEntry issue_of(const Sha256& pass) {
    OpenedEntry out;
    out.opening.emplace();
    out.opening->salt.fill(7);
    out.opening->context = sha256(as_bytes("{\"operator\":\"kim\"}"));
    out.entry = {LogEntryType::issue, 18975, log_kid(kKid),
                 log_commitment(out.opening->salt, pass, out.opening->context)};
    return out;
}

// Returns the proof of one entry between others.
LogProof prove(const std::filesystem::path& folder, const OpenedEntry& opened) {
    make_log(folder, 300);
    LogWriter log(folder, log_signer());
    const auto encoded = opened.entry.encode();
    const Bytes entries[] = {encoded};
    log.append(entries);
    grow(log, 700);
    LogProof proof = LogReader(folder, log_policy()).prove(300);
    proof.extra = opened.extra();
    return proof;
}

}  // namespace

TEST_CASE("pass proof: one text for whoever has the pass and the log's key", "[log]") {
    const ScratchFolder scratch;
    const OpenedEntry opened = issue_of(kPass);
    const LogProof proof = prove(scratch / "log", opened);
    PassProofJudge judge(log_policy());
    CHECK(judge.judge(proof.text(), kPass, kKid) == "");
    CHECK(judge.judge(proof.text(), kPass, kKid) == "");  // with a checkpoint that it remembers

    SECTION("another pass, another key") {
        CHECK(judge.judge(proof.text(), sha256(as_bytes("other")), kKid) == "the proof is not of this pass");
        CHECK(judge.judge(proof.text(), kPass, "another kid") == "the proof is not of this pass");
    }
    SECTION("every bit of the opening counts") {
        for (std::size_t at = 0; at < proof.extra->size(); ++at) {
            Buffer opening = *proof.extra;
            opening[at] ^= 1;
            LogProof bad = proof;
            bad.extra = opening;
            CAPTURE(at);
            CHECK(judge.judge(bad.text(), kPass, kKid) != "");
        }
    }
    SECTION("every line counts") {
        LogProof bad = proof;
        bad.index = 301;
        CHECK(judge.judge(bad.text(), kPass, kKid) != "");
        bad = proof;
        bad.path.pop_back();
        CHECK(judge.judge(bad.text(), kPass, kKid) != "");
        bad = proof;
        bad.extra.reset();
        CHECK(judge.judge(bad.text(), kPass, kKid) == "the proof does not show its entry");
        bad.extra = Buffer(45);
        CHECK(judge.judge(bad.text(), kPass, kKid) != "");
        CHECK(judge.judge("", kPass, kKid) != "");
        CHECK(judge.judge(proof.text().substr(0, proof.text().size() - 5), kPass, kKid) != "");
    }
    SECTION("an entry without its opening is in the log, and of no pass") {
        LogProof entry = proof;
        entry.extra = OpenedEntry{opened.entry, {}}.extra();
        LogProof parsed;
        OpenedEntry shown;
        CHECK(judge.judge(entry.text(), parsed, shown) == "");
        CHECK(shown.entry == opened.entry);
        CHECK(judge.judge(entry.text(), kPass, kKid) == "the proof is not of this pass");
    }
    SECTION("nobody's key, and witnesses that are missing") {
        PassProofJudge stranger(LogPolicy{});
        CHECK(stranger.judge(proof.text(), kPass, kKid) != "");
        LogPolicy strict = log_policy();
        strict.witnesses = {
            test_signer("witness.example/test", NoteKeyType::cosignature, "test witness").key};
        strict.quorum = 1;
        CHECK(PassProofJudge(strict).judge(proof.text(), kPass, kKid) != "");
    }
}

TEST_CASE("pass proof: only the issue of a pass lets it through", "[log]") {
    const ScratchFolder scratch;
    OpenedEntry revoke = issue_of(kPass);
    revoke.entry.type = LogEntryType::revoke;
    PassProofJudge judge(log_policy());
    CHECK(judge.judge(prove(scratch / "log", revoke).text(), kPass, kKid) == "the proof is not of this pass");
}
