#pragma once
// A signed note is a text followed by signature lines of named Ed25519 keys (C2SP signed-note). A log's tree
// head is such a note, a checkpoint (C2SP tlog-checkpoint), and witnesses add timestamped lines of their own
// (C2SP tlog-cosignature, Ed25519).
//
// Parsing throws Error "bad-note", "bad-checkpoint" or "bad-key". Whether to trust a note is a judgement,
// returned as a value; do not use a note's text before it was judged. All types here are plain values without
// shared state.
#include <array>
#include <string>
#include <vector>

#include "crypto/crypto.hpp"

namespace vpass {

enum class NoteKeyType : Byte {
    ed25519 = 1,      // signs the text
    cosignature = 4,  // a witness: signs the time and the text
};

// A public key with its name, written as a "vkey": NAME+ID+BASE64(type, key), the id in hexadecimal.
struct NoteKey {
    std::string name;
    std::uint32_t id = 0;  // C2SP signed-note: start of a hash over name, type and key
    NoteKeyType type = NoteKeyType::ed25519;
    std::array<Byte, 32> raw{};
    PublicKey key;

    static NoteKey make(std::string name, NoteKeyType type, Bytes raw);
    static NoteKey parse(std::string_view vkey);
    std::string text() const;
};

// A private key with its name, written as a "skey": PRIVATE+KEY+NAME+ID+BASE64(type, seed).
struct NoteSigner {
    NoteKey key;
    PrivateKey secret;

    static NoteSigner make(std::string name, NoteKeyType type, PrivateKey secret);  // an Ed25519 key
    static NoteSigner parse(std::string_view skey);
    std::string text() const;
};

struct NoteSignature {
    std::string name;
    std::uint32_t id = 0;
    Buffer bytes;  // without the id
};

struct Note {
    std::string text;  // ends in a line break
    std::vector<NoteSignature> signatures;

    static Note parse(std::string_view note);
    std::string format() const;

    // Adds a signature. `time` (seconds since 1970) is the time that a cosignature states; other types have
    // none.
    void sign(const NoteSigner& signer, std::int64_t time = 0);
    // Adds those signatures of a note with the same text that these keys made; returns how many were new.
    std::size_t add_signatures(const Note& other, std::span<const NoteKey> keys);
};

// Says which of the known keys signed a note. Lines of unknown keys are ignored; a line of a known key that
// does not verify invalidates the whole note (C2SP signed-note, "Signatures").
struct NoteVerdict {
    struct Signer {
        std::size_t key;        // position among the keys that were asked for
        std::int64_t time = 0;  // of a cosignature
    };
    std::string problem;  // empty: at least one known key signed, and every line of a known key is good
    std::vector<Signer> signers;
};
NoteVerdict judge_note(const Note& note, std::span<const NoteKey> keys);

// The head of a log's tree: `size` entries under `root`.
struct Checkpoint {
    std::string origin;  // the log's name
    std::uint64_t size = 0;
    Sha256 root{};
    std::vector<std::string> extensions;  // further lines, of no meaning to us

    static Checkpoint parse(std::string_view text);  // the text of a note
    std::string text() const;
    bool operator==(const Checkpoint&) const = default;
};

// The keys that a reader trusts for a log.
struct LogPolicy {
    std::vector<NoteKey> log;  // at least one of these signed; the origin must be the name of one that did
    std::vector<NoteKey> witnesses;
    std::size_t quorum = 0;  // witnesses that must have cosigned, counted by different keys
};

struct CheckpointVerdict {
    std::string problem;    // empty: the checkpoint may be trusted
    Checkpoint checkpoint;  // as far as it parsed, even when there is a problem
    std::size_t witnesses = 0;
    std::int64_t witnessed_at = 0;  // the latest time that a counted witness states; 0 without any
};
CheckpointVerdict judge_checkpoint(std::string_view note, const LogPolicy& policy);  // never throws Error

}  // namespace vpass
