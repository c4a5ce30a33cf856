// Makes a ledger large for tests/bench/bench_lookups.py: adds rows and entries of passes that nobody signed.
// Usage: bench_lookups LEDGER PASSES
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "ledger/ledger.hpp"

using namespace vpass;

int main(int argc, char** argv) {
    if (argc != 3) return std::fprintf(stderr, "usage: bench_lookups LEDGER PASSES\n"), 2;
    const std::uint64_t all = std::strtoull(argv[2], nullptr, 10);
    constexpr std::uint64_t kBatch = 1 << 18;
    try {
        Ledger ledger(argv[1]);
        const auto act = ledger.begin("bench", 1639451400, "sign");  // 2021-12-14
        const RegisterKey key = ledger.rows().keys().at(0);
        std::vector<RegisterPass> passes(kBatch);
        for (std::uint64_t done = 0; done < all; done += passes.size()) {
            passes.resize(std::min(kBatch, all - done));
            for (RegisterPass& pass : passes) {
                const std::uint64_t number =
                    ledger.checkpoint().size + static_cast<std::uint64_t>(&pass - passes.data());
                pass.id =
                    "URN:UVCI:01:KR:0000000000000000" + std::to_string(1'000'000'000'000'000 + number) + "#A";
                pass.format = "hcert";
                pass.key = key.key;
                pass.slot = number;
                pass.hash = sha256(as_bytes(pass.id));
                pass.issued_at = act.time;
                pass.expires_at = act.time + 180 * 86400;
                pass.content = pass.hash;
            }
            ledger.append({.passes = passes});
        }
    } catch (const std::exception& e) {
        return std::fprintf(stderr, "bench_lookups: %s\n", e.what()), 2;
    }
    return 0;
}
