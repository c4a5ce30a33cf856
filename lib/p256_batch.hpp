#pragma once
// ECDSA P-256 with SHA-256 for many signatures at once (FIPS 186-5 §6.4.2), for public data only: nothing
// here hides what it computes with. A table of a key's multiples, built once, replaces most of the work of
// each signature, and what is left is shared among the signatures of a call.
#include <memory>
#include <span>

#include "vpass/bytes.hpp"
#include "vpass/crypto.hpp"

namespace vpass::p256 {

// Multiples of one public key. Immutable: any number of threads may read it.
class KeyTable {
 public:
    // nullptr when x and y (32 bytes each, big-endian) are no point of the curve, or the batch path does not
    // work with this OpenSSL.
    static std::unique_ptr<const KeyTable> build(Bytes x, Bytes y);
    ~KeyTable();

    struct Multiples;
    const Multiples& multiples() const { return *multiples_; }

 private:
    explicit KeyTable(std::unique_ptr<const Multiples> multiples);
    std::unique_ptr<const Multiples> multiples_;
};

enum class Answer : Byte { undecided, valid, invalid };

// `signature` is r‖s; `answer` stays undecided where the plain path must judge.
struct Question {
    const KeyTable* table = nullptr;
    Sha256 digest{};
    Bytes signature;
    Answer answer = Answer::undecided;
};

void judge(std::span<Question> questions);

}  // namespace vpass::p256
