#include "crypto/p256/batch.hpp"

#include <vector>

#include "crypto/p256/sum.hpp"

namespace vpass::p256 {
namespace {

// The number of signatures that share their inversions. A larger block gains little, and each signature takes
// 4 KiB of memory.
constexpr std::size_t kBlock = 128;

bool in_range(const Words& v) { return v != Words{} && less(v, Order::words); }

// Writes the digits of an odd multiplier k, which is u, or u - n if u is even. The digits are the bytes of (k
// + 2^256 - 1)/2. Returns false for a k too close to ±n (see p256_sum.hpp).
bool digits_of(const Words& u, Byte* digits) {
    const bool odd = u[0] & 1;
    const Words& n = Order::words;
    if (odd ? u[3] == n[3] && u[2] >= n[2] - 2 : u[3] == 0 && u[2] < 2) return false;
    const Words half = {u[0] >> 1 | u[1] << 63, u[1] >> 1 | u[2] << 63, u[2] >> 1 | u[3] << 63, u[3] >> 1};
    // The summand for an even u: (2^256 - 1 - n)/2.
    const Words shift = {~n[0] >> 1 | ~n[1] << 63, ~n[1] >> 1 | ~n[2] << 63, ~n[2] >> 1 | ~n[3] << 63,
                         ~n[3] >> 1};
    Wide carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        carry += Wide{half[i]} + (odd ? (i == 3 ? Word{1} << 63 : 0) : shift[i]);
        for (std::size_t j = 0; j < 8; ++j) digits[8 * i + j] = static_cast<Byte>(carry >> 8 * j);
        carry >>= 64;
    }
    return true;
}

// A signature whose r and s are in range.
struct Open {
    Question* question;
    Words r;
};

// Decides the questions that the numbers alone decide, and returns the others with their 1/s.
std::vector<Open> open_questions(std::span<Question> questions, std::vector<Number>& inverse_s) {
    std::vector<Open> out;
    for (Question& q : questions) {
        q.answer = SignatureCheck::invalid;
        if (q.signature.size() != 64) continue;
        const Words r = from_bytes(q.signature.first(32)), s = from_bytes(q.signature.last(32));
        if (!in_range(r) || !in_range(s)) continue;
        q.answer = SignatureCheck::undecided;
        // Where r + n is below p, x may be either. p - n is below 2^128.
        if (r[3] == 0 && r[2] == 0) continue;
        out.push_back({&q, r});
        inverse_s.push_back(to_montgomery<Order>(s));
    }
    std::vector<Number> scratch(out.size());
    invert_all<Order>(inverse_s.data(), scratch.data(), out.size());
    return out;
}

void judge_block(std::span<Question> questions, const Engine& engine) {
    std::vector<Number> inverse_s;
    std::vector<Sum> sums;
    std::vector<Question*> summed;
    const std::vector<Open> open = open_questions(questions, inverse_s);
    for (std::size_t i = 0; i < open.size(); ++i) {
        // Only 1/s is in Montgomery form, so the products are not.
        const auto over_s = [&](const Words& a) {
            return canonical<Order>(multiply<Order>(limbs_of(a), inverse_s[i]));
        };
        Question& q = *open[i].question;
        Sum sum{&KeyTable::of_generator(), q.table, {}, to_montgomery<Prime>(open[i].r)};
        if (digits_of(over_s(from_bytes(q.digest)), sum.digits.data()) &&
            digits_of(over_s(open[i].r), sum.digits.data() + KeyTable::kWindows)) {
            sums.push_back(sum);
            summed.push_back(&q);
        }
    }
    if (sums.empty()) return;
    while (sums.size() % engine.lanes != 0) sums.push_back(sums.back());
    std::vector<SignatureCheck> answers(sums.size());
    engine.check_sums(sums.data(), sums.size(), answers.data());
    for (std::size_t i = 0; i < summed.size(); ++i) summed[i]->answer = answers[i];
}

}  // namespace

void check_sums_portable(const Sum* sums, std::size_t count, SignatureCheck* answers) {
    check_sums<Word>(sums, count, answers);
}

std::span<const Engine> engines() {
    static const std::vector<Engine> all = [] {
        std::vector<Engine> out = {{"portable", 1, check_sums_portable}};
#ifdef __x86_64__
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            out.push_back({"avx2", 4, check_sums_avx2});
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512ifma"))
            out.push_back({"avx512", 8, check_sums_avx512});
#endif
        return out;
    }();
    return all;
}

void judge(std::span<Question> questions, const Engine& engine) {
    while (!questions.empty()) {
        const std::size_t size = std::min(kBlock, questions.size());
        judge_block(questions.first(size), engine);
        questions = questions.subspan(size);
    }
}

}  // namespace vpass::p256
