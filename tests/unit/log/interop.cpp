// These hidden cases are not tests by themselves: scripts/interop/log.sh runs them, and another
// implementation judges.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "support/log_fixture.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

// Returns the entries per second since `start`.
double rate(std::uint64_t entries, std::chrono::steady_clock::time_point start) {
    return static_cast<double>(entries) /
           std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("log interop: writes logs of VPASS_LOG_SIZES into VPASS_LOG_FOLDER", "[.log-interop]") {
    const char* folder = std::getenv("VPASS_LOG_FOLDER");
    const char* sizes = std::getenv("VPASS_LOG_SIZES");
    REQUIRE(folder);
    REQUIRE(sizes);
    const NoteSigner witness = test_signer("witness.example/test", NoteKeyType::cosignature, "test witness");
    const NoteKey witnesses[] = {witness.key};
    std::istringstream list(sizes);
    for (std::uint64_t size = 0; list >> size;) {
        const fs::path log = fs::path(folder) / std::to_string(size);
        auto start = std::chrono::steady_clock::now();
        make_log(log, size / 2);
        write_file(log / "checkpoint.old", read_file(log / "checkpoint", 1 << 20));
        {
            LogWriter writer(log, log_signer());
            while (writer.checkpoint().size < size)
                grow(writer, std::min(size, writer.checkpoint().size + 65536));
            Note note = Note::parse(as_text(read_file(log / "checkpoint", 1 << 20)));
            note.sign(witness, 1700000000);
            CHECK(writer.cosign(note, witnesses) == 1);
        }
        const double written = rate(size, start);
        write_file(log / "witness.vkey", as_bytes(witness.key.text() + '\n'));
        start = std::chrono::steady_clock::now();
        const LogAudit audit = audit_log(log, {log_policy(), {}, {}});
        CHECK(audit.findings.empty());
        std::printf("%lu entries: written at %.0f/s, audited at %.0f/s\n", static_cast<unsigned long>(size),
                    written, rate(size, start));
    }
}

TEST_CASE("log interop: grows a log in VPASS_LOG_FOLDER, keeping its checkpoint at each of VPASS_LOG_SIZES",
          "[.log-interop-steps]") {
    const char* folder = std::getenv("VPASS_LOG_FOLDER");
    const char* sizes = std::getenv("VPASS_LOG_SIZES");
    REQUIRE(folder);
    REQUIRE(sizes);
    const fs::path log = folder;
    make_log(log, 0);
    std::istringstream list(sizes);
    for (std::uint64_t size = 0; list >> size;) {
        {
            LogWriter writer(log, log_signer());
            grow(writer, size);
        }
        write_file(log / ("checkpoint." + std::to_string(size)), read_file(log / "checkpoint", 1 << 20));
    }
    const NoteSigner witness = test_signer("witness.example/test", NoteKeyType::cosignature, "test witness");
    write_file(log / "witness.vkey", as_bytes(witness.key.text() + '\n'));
}
