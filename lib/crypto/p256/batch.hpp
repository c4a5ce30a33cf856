#pragma once
// Verifies many ECDSA P-256 signatures with SHA-256 at once (FIPS 186-5 §6.4.2). It is for public data only:
// its timing shows what it computes with.
//
// u1·G + u2·Q is a sum of 64 points out of two tables of multiples, one of the generator and one of the key.
// Points are added in affine coordinates, where an addition takes six products and one inversion, and all
// additions of a step, over all signatures of a call, share one inversion. p256_sum.hpp has the sums,
// field.hpp the arithmetic.
#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "crypto/crypto.hpp"

namespace vpass::p256 {

// The odd multiples (2m+1)·2^(8w)·Q of one point Q, 256 KiB. A table is immutable: any number of threads may
// read it.
struct KeyTable {
    static constexpr std::size_t kWindows = 32;
    static constexpr std::size_t kMultiples = 128;

    // Affine x and y of four words each, little-endian, in the Montgomery form of field.hpp.
    struct alignas(64) Row {
        std::uint64_t words[8];
    };
    std::array<std::array<Row, kMultiples>, kWindows> rows;

    // Returns nullptr when x and y (32 bytes each, big-endian) are not a point of the curve.
    static std::unique_ptr<const KeyTable> build(Bytes x, Bytes y);
    static const KeyTable& of_generator();
};

// `signature` is r‖s. The answer stays undecided for a few crafted numbers that no honest signature comes
// near: OpenSSL has to judge those.
enum class SignatureCheck : Byte { undecided, valid, invalid };
struct Question {
    const KeyTable* table = nullptr;
    Sha256 digest{};
    Bytes signature;
    SignatureCheck answer = SignatureCheck::undecided;
};

// An engine does the arithmetic, for `lanes` signatures side by side.
struct Engine {
    const char* name;
    std::size_t lanes;
    void (*check_sums)(const struct Sum* sums, std::size_t count, SignatureCheck* answers);
};
std::span<const Engine> engines();  // that this processor can run, the slowest first

void judge(std::span<Question> questions, const Engine& engine = engines().back());

}  // namespace vpass::p256
