// Fuzzes the texts and files of a log. The first byte says what the rest is: a note, a checkpoint, a proof or
// a bundle of entries. Accepted input has one spelling, so it must come out as it went in.
#include "fuzz.hpp"
#include "log/pass_proof.hpp"
#include "log/tiles.hpp"

using namespace vpass;

namespace {

const NoteKey& log_key() {
    static const NoteKey key =
        NoteKey::parse("log.example/test+5e809c42+AZfycR5voD1yEh9Xg++/Ca6bDzuQeVOE0yjbwEypL0v6");
    return key;
}

void read_note(std::string_view text) {
    const LogPolicy policy{{log_key()}, {log_key()}, 0};
    const CheckpointVerdict verdict = judge_checkpoint(text, policy);  // never throws
    fuzz::accepts([&] {
        const Note note = Note::parse(text);
        fuzz::demand(note.format() == text, "a note has one spelling");
        const Checkpoint head = Checkpoint::parse(note.text);
        fuzz::demand(head.text() == note.text, "a checkpoint has one spelling");
        fuzz::demand(!verdict.problem.empty() || verdict.checkpoint == head,
                     "the checkpoint that was judged");
    });
}

void read_proof(std::string_view text) {
    PassProofJudge judge(LogPolicy{{log_key()}, {}, 0});
    fuzz::demand(!judge.judge(text, Sha256{}, "kid").empty(), "a proof of nobody's pass");
    fuzz::accepts([&] { fuzz::demand(LogProof::parse(text).text() == text, "a proof has one spelling"); });
}

void read_bundle(Bytes bundle) {
    std::vector<Bytes> entries;
    Bytes rest;
    if (!split_bundle(bundle, kTileWidth, entries, rest).empty()) return;
    Buffer again;
    for (const Bytes entry : entries) {
        append_entry(again, entry);
        fuzz::accepts([&] {
            const auto encoded = LogEntry::decode(entry).encode();
            fuzz::demand(std::equal(entry.begin(), entry.end(), encoded.begin(), encoded.end()),
                         "an entry has one encoding");
        });
    }
    append(again, rest);
    fuzz::demand(std::equal(again.begin(), again.end(), bundle.begin(), bundle.end()), "nothing is skipped");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const Bytes rest(data + 1, size - 1);
    switch (data[0] % 5) {
        case 0:
            read_note(as_text(rest));
            break;
        case 1:
            fuzz::accepts([&] {
                fuzz::demand(NoteKey::parse(as_text(rest)).text() == as_text(rest), "a key has one spelling");
            });
            break;
        case 2:
            fuzz::accepts([&] { NoteSigner::parse(as_text(rest)); });
            break;
        case 3:
            read_proof(as_text(rest));
            break;
        case 4:
            read_bundle(rest);
            break;
    }
    return 0;
}
