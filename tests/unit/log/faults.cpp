// Makes every change of the writer to the disk fail, in each form. A fresh audit judges what is left, and the
// next run carries on from there.
#include <catch2/catch.hpp>
#include <fstream>

#include "support/log_fixture.hpp"
#include "support/scratch.hpp"

using namespace vpass;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kOld = 300, kNew = 700;

std::string note_of(const fs::path& log) {
    return std::string(as_text(read_file(log / "checkpoint", 1 << 20)));
}

void check_sound(const fs::path& log, std::uint64_t size) {
    const LogAudit audit = audit_log(log, {log_policy(), {}, {}});
    for (const auto& finding : audit.findings) CHECK(finding.message.empty());
    CHECK(audit.complete);
    CHECK(audit.verdict.checkpoint.size == size);
}

void grow_to(const fs::path& log, std::uint64_t size) {
    LogWriter writer(log, log_signer());
    grow(writer, size);
}

// Adds entries that another run may add instead of those that were lost.
void add_others(const fs::path& log) {
    LogWriter writer(log, log_signer());
    const std::vector<Bytes> others(260, as_bytes("another entry"));
    writer.append(others);
}

}  // namespace

TEST_CASE("log: each write fails once, and nothing is half there", "[log][faults]") {
    const ScratchFolder scratch;
    make_log(scratch / "old", kOld);
    make_log(scratch / "new", kNew);
    const std::string new_note = note_of(scratch / "new");
    const fs::path log = scratch / "log";

    for (const auto form : kFaultForms) {
        int n = 0, lost = 0, kept = 0;
        for (bool done = false; !done;) {
            ++n;
            CAPTURE(n, static_cast<int>(form));
            fs::remove_all(log);
            fs::copy(scratch / "old", log, fs::copy_options::recursive);
            done = survives([&] {
                const FaultAt fault(n, form);
                grow_to(log, kNew);
            });
            const std::uint64_t size = audit_log(log, {log_policy(), {}, {}}).verdict.checkpoint.size;
            CHECK((size == kNew || (size == kOld && !done)));
            ++(size == kOld ? lost : kept);
            check_sound(log, size);
            if (n % 2) {
                grow_to(log, kNew);
                check_sound(log, kNew);
                CHECK(note_of(log) == new_note);
            } else {
                add_others(log);
                check_sound(log, size + 260);
            }
        }
        CHECK(lost > 30);  // the changes before the checkpoint took its name, and those after
        CHECK(kept >= 2);
    }
}

TEST_CASE("log: what was released survives a power cut", "[log][faults]") {
    // One run fails somewhere, the next one relies on everything that it found, and then the power goes.
    const auto [old_size, new_size] =
        GENERATE(std::pair{kOld, kNew}, std::pair{std::uint64_t{0}, std::uint64_t{10}});
    const auto form = GENERATE(FaultAt::Form::before, FaultAt::Form::after);
    const ScratchFolder scratch;
    make_log(scratch / "old", old_size);
    const fs::path log = scratch / "log", failure = scratch / "failed";
    int n = 0;
    for (bool failed = true; failed;) {
        ++n;
        CAPTURE(n, static_cast<int>(form));
        fs::remove_all(log);
        fs::remove(failure);
        fs::copy(scratch / "old", log, fs::copy_options::recursive);
        CHECK_FALSE(survives([&, end = new_size] {
            FaultAt fault(n, form);
            try {
                grow_to(log, end);
            } catch (const Error&) {
                std::ofstream(failure.string()) << n;
            }
            grow_to(log, end);
            fault.cut_power();
        }));
        failed = fs::exists(failure);
        check_sound(log, new_size);
    }
    CHECK(n > 20);
}

TEST_CASE("log: a writer whose write failed adds nothing more", "[log][faults]") {
    const ScratchFolder scratch;
    const fs::path log = scratch / "log";
    make_log(log, kOld);
    {
        LogWriter writer(log, log_signer());
        {
            const FaultAt fault(5, FaultAt::Form::after);
            CHECK_THROWS_AS(grow(writer, kNew), Error);
        }
        CHECK_THROWS_AS(grow(writer, kNew), Error);
    }
    check_sound(log, kOld);
    grow_to(log, kNew);
    check_sound(log, kNew);
}

TEST_CASE("log: making a log fails anywhere, and works the next time", "[log][faults]") {
    at_every_fault(10, [](int n, FaultAt::Form form) {
        const ScratchFolder scratch;
        const fs::path log = scratch / "a/log";
        const bool done = survives([&] {
            const FaultAt fault(n, form);
            LogWriter::create(log, log_signer());
        });
        if (!fs::exists(log / "checkpoint")) {
            CHECK_FALSE(done);
            LogWriter::create(log, log_signer());
        }
        check_sound(log, 0);
        grow_to(log, 3);
        check_sound(log, 3);
        return done;
    });
}
