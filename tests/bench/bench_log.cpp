// Makes the logs that tests/bench/bench_log.py audits. Usage: bench_log DIR ENTRIES
#include <cstdio>
#include <cstdlib>

#include "support/log_fixture.hpp"

using namespace vpass;

int main(int argc, char** argv) {
    if (argc != 3) return std::fprintf(stderr, "usage: bench_log DIR ENTRIES\n"), 2;
    const std::uint64_t size = std::strtoull(argv[2], nullptr, 10);
    try {
        LogWriter::create(argv[1], log_signer());
        LogWriter log(argv[1], log_signer());
        constexpr std::uint64_t kBatch = 1 << 20;  // few syncs of folders
        while (log.checkpoint().size < size) grow(log, std::min(size, log.checkpoint().size + kBatch));
    } catch (const std::exception& e) {
        return std::fprintf(stderr, "bench_log: %s\n", e.what()), 2;
    }
    return 0;
}
