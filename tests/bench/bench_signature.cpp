// Measures the cost of signatures: the batch path beside the plain path, on one thread, in one run. Usage:
// bench_signature [signatures a call]. Compare with `openssl speed -seconds 3 ecdsap256`.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "crypto/p256/batch.hpp"
#include "crypto/signature_batch.hpp"

using namespace vpass;

namespace {

// Returns seconds of processor time, as `openssl speed` counts them, so that other work on the machine does
// not matter.
double seconds(auto&& work) {
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t batch = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 128;
    constexpr std::size_t kCount = 20000;
    const PrivateKey secret = PrivateKey::generate(Algorithm::es256);
    const PublicKey key = secret.public_key();

    std::vector<std::string> messages;
    std::vector<Buffer> signatures(kCount);
    for (std::size_t i = 0; i < kCount; ++i) {
        messages.push_back(std::to_string(i) + std::string(350, 'm'));
        secret.sign(as_bytes(messages[i]), signatures[i]);
    }

    std::size_t valid = 0;
    const std::size_t few = kCount / 10;
    const double plain = seconds([&] {
        for (std::size_t i = 0; i < few; ++i) valid += key.verify(as_bytes(messages[i]), signatures[i]);
    });
    std::printf("plain   %9.0f signatures/s\n", few / plain);

    const auto point = key.ec_coordinates();
    const double first = seconds([&] { p256::KeyTable::build(point.x, point.y); });
    const double table = seconds([&] { p256::KeyTable::build(point.x, point.y); });
    std::printf("table   %9.3f ms, the first %.3f ms\n", 1e3 * table, 1e3 * first);

    for (const p256::Engine& engine : p256::engines()) {
        const auto multiples = p256::KeyTable::build(point.x, point.y);
        std::vector<p256::Question> questions;
        for (std::size_t i = 0; i < kCount; ++i)
            questions.push_back({multiples.get(), sha256(as_bytes(messages[i])), signatures[i]});
        const double time = seconds([&] {
            for (std::size_t i = 0; i < kCount; i += batch)
                p256::judge(std::span(questions).subspan(i, std::min(batch, kCount - i)), engine);
        });
        std::printf("%-8s %8.0f signatures/s without their hashes\n", engine.name, kCount / time);
    }

    const VerificationKey warm(key);
    std::vector<SignatureCheck> checks;
    for (std::size_t i = 0; i < kCount; ++i) checks.push_back({&warm, as_bytes(messages[i]), signatures[i]});
    verify_signatures(checks);
    const double batched = seconds([&] {
        for (std::size_t i = 0; i < kCount; i += batch)
            verify_signatures(std::span(checks).subspan(i, std::min(batch, kCount - i)));
    });
    for (const SignatureCheck& check : checks) valid += check.valid;
    std::printf("batch   %9.0f signatures/s, %.2f times plain, %zu a call\n", kCount / batched,
                kCount / batched * plain / few, batch);
    return valid == few + kCount ? 0 : 1;
}
