#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "audit/report/count_table.hpp"

using namespace vpass;

namespace {

using Counts = std::map<std::string, std::uint64_t>;

Counts kept(const CountTable& table) {
    Counts out;
    for (const CountTable::Row& row : table.rows()) out[row.key] = row.counts.sum();
    return out;
}

std::vector<std::string> events(std::size_t n, unsigned distinct, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < n; ++i)
        out.push_back("key-" + std::to_string(random() % distinct * (random() % 3 + 1)));
    return out;
}

}  // namespace

TEST_CASE("count table: every key while they fit") {
    CountTable table(100);
    Counts want;
    for (const std::string& key : events(5000, 30, 1)) {
        table.add(key, Outcome::valid);
        ++want[key];
    }
    table.settle();
    CHECK(kept(table) == want);
    CHECK(table.other().sum() == 0);
    CHECK(table.distinct() == want.size());
}

TEST_CASE("count table: more keys than fit; exact whatever the order and the parts") {
    const auto all = events(40'000, 2000, 2);
    Counts truth;
    for (const std::string& key : all) ++truth[key];
    CountTable whole(64);
    for (const std::string& key : all) whole.add(key, Outcome::invalid);
    whole.settle();

    REQUIRE(whole.rows().size() == 64);
    std::uint64_t sum = whole.other().sum();
    for (const auto& [key, count] : kept(whole)) {
        CHECK(count == truth[key]);
        sum += count;
    }
    CHECK(sum == all.size());
    CHECK(static_cast<double>(whole.distinct()) == Approx(static_cast<double>(truth.size())).epsilon(0.4));

    auto shuffled = all;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(3));
    for (const std::size_t parts : {2, 7, 100}) {
        std::vector<CountTable> tables(parts, CountTable(64));
        for (std::size_t i = 0; i < shuffled.size(); ++i)
            tables[i * i % parts].add(shuffled[i], Outcome::invalid);
        CountTable merged(64);
        for (CountTable& part : tables) {
            part.settle();
            merged.merge(part);
        }
        merged.settle();
        CHECK(kept(merged) == kept(whole));
        CHECK(merged.other() == whole.other());
    }
}

TEST_CASE("count table: settling early changes nothing") {
    const auto all = events(3000, 500, 4);
    CountTable often(32), once(32);
    for (const std::string& key : all) {
        often.add(key, Outcome::failed);
        often.settle();
        once.add(key, Outcome::failed);
    }
    once.settle();
    CHECK(kept(often) == kept(once));
    CHECK(often.other() == once.other());
}

TEST_CASE("count table: a long key is cut between characters") {
    CountTable table(4);
    std::string key(127, 'a');
    table.add(key + "한", Outcome::valid);
    table.settle();
    CHECK(table.rows().at(0).key == key);
}
