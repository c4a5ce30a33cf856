#include <catch2/catch.hpp>
#include <set>

#include "ledger/count_blocks.hpp"

using namespace vpass;

namespace {

std::vector<bool> with(std::vector<bool> given, const std::vector<std::uint64_t>& blocks) {
    for (const std::uint64_t block : blocks) {
        given.resize(std::max<std::size_t>(given.size(), block + 1));
        given[block] = true;
    }
    return given;
}

}  // namespace

TEST_CASE("counts: a run starts anywhere, goes on in a row, and no count comes twice", "[slots]") {
    std::vector<bool> given;
    std::set<std::uint64_t> counts;
    std::uint64_t starts_at_zero = 0;
    for (int run = 0; run < 30; ++run) {
        CountBlocks blocks(7, given, 0, 0);
        std::uint64_t before = 0, jumps = 0;
        for (int i = 0; i < 600; ++i) {
            const std::uint64_t count = blocks.take();
            CHECK(counts.insert(count).second);
            jumps += i > 0 && count != before + 1;
            before = count;
        }
        const GivenCounts now = blocks.given();
        CHECK(now.key == 7);
        CHECK(now.blocks.size() == 3);  // 600 of 256
        CHECK(now.next > before);
        CHECK(now.slots == 7 * kSlotSegment);
        CHECK(jumps <= 2);
        CHECK(blocks.given().blocks.empty());
        starts_at_zero += now.blocks.front() == 0;
        given = with(given, now.blocks);
    }
    CHECK(*counts.rbegin() < 6 * kSlotSegment);  // a whole segment of the list stands ready
    CHECK(starts_at_zero <= 1);
}

TEST_CASE("counts: they keep to the published list while it has room, and clear of what is lost", "[slots]") {
    for (int run = 0; run < 50; ++run) {
        CHECK(CountBlocks(1, {}, 0, 2 * kSlotSegment).take() < 2 * kSlotSegment);
        CHECK(CountBlocks(1, {}, 7 * kSlotSegment, 0).take() >= 7 * kSlotSegment);
    }
    // When the old list is nearly full, slots of the new one are taken.
    const std::vector<bool> full(2 * kSlotSegment / kCountBlock, true);
    CHECK(CountBlocks(1, full, 0, 2 * kSlotSegment).take() >= 2 * kSlotSegment);
}

// Chance remains in one case: a ledger was restored as a whole, and nothing outside knows of its later life.
TEST_CASE("counts: a run after a lost day of 25 meets it once in a thousand times", "[slots]") {
    int met = 0;
    constexpr int kTrials = 20'000;
    for (int trial = 0; trial < kTrials / 100; ++trial) {
        std::set<std::uint64_t> lost;
        std::vector<bool> given;
        for (int run = 0; run < 25; ++run) {
            CountBlocks blocks(1, given, 0, 0);
            blocks.take();
            const auto picked = blocks.given().blocks;
            lost.insert(picked.begin(), picked.end());
            given = with(given, picked);
        }
        for (int run = 0; run < 100; ++run) {  // each from the state before that day
            CountBlocks blocks(1, {}, 0, 0);
            met += lost.contains(blocks.take() / kCountBlock);
        }
    }
    CHECK(met < 50);  // 20 are expected: 25 of 24,576
    CHECK(met > 3);
}
