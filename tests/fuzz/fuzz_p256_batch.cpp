// The batch path and OpenSSL must agree on every signature. A record of the input is 97 bytes: how to make a
// signature (at random, or valid with a chosen multiplier), and three numbers for it.
#include <algorithm>
#include <vector>

#include "base/error.hpp"
#include "support/p256_craft.hpp"

using namespace vpass;

namespace {

constexpr std::size_t kRecord = 97;

BnPtr nonzero(const Arithmetic& a, Bytes bytes) {
    BnPtr out(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    out = a.plus(out, a.number("0"));
    if (BN_is_zero(out.get())) BN_one(out.get());
    return out;
}

Case craft(const Arithmetic& a, Bytes record) {
    static const PublicKey key = a.key(a.generator_times(a.number("20211213")));
    const Byte how = record[0];
    const Bytes first = record.subspan(1, 32), second = record.subspan(33, 32),
                third = record.subspan(65, 32);
    if (how % 4 == 0) {
        const auto number = [](Bytes b) { return BnPtr(BN_bin2bn(b.data(), 32, nullptr)); };
        return Case(key, number(first), number(second), number(third));
    }
    const BnPtr u = nonzero(a, first), e = nonzero(a, second), nonce = nonzero(a, third);
    Case out = how % 2 == 0 ? case_with_u1(a, u, e, nonce) : case_with_u2(a, u, e, nonce);
    if (how >= 128) out.signature[how % 64] ^= 1;
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Arithmetic a;
    std::vector<Case> cases;
    std::vector<std::unique_ptr<const p256::KeyTable>> tables;
    std::vector<p256::Question> questions;
    for (Bytes input(data, size); input.size() >= kRecord && cases.size() < 20;
         input = input.subspan(kRecord)) {
        try {
            cases.push_back(craft(a, input.first(kRecord)));
        } catch (const Error&) {
            continue;  // the secret came out as zero, which is not a key
        }
        tables.push_back(cases.back().table());
    }
    for (std::size_t i = 0; i < cases.size(); ++i)
        questions.push_back({tables[i].get(), cases[i].digest, cases[i].signature});
    for (const p256::Engine& engine : p256::engines()) {
        p256::judge(questions, engine);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const p256::SignatureCheck answer = questions[i].answer;
            if (answer != p256::SignatureCheck::undecided &&
                (answer == p256::SignatureCheck::valid) != cases[i].openssl())
                __builtin_trap();
        }
    }
    return 0;
}
