#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "formats/value_sets.hpp"
#include "support/scratch.hpp"
#include "support/vectors.hpp"

using namespace vpass;

namespace {

std::string write(const ScratchFolder& folder, const std::string& name, const std::string& content) {
    std::ofstream(folder / name) << content;
    return folder / name;
}

}  // namespace

TEST_CASE("value sets: the published files say nothing that is not built in", "[value_sets]") {
    if (!test::have_vectors("valuesets")) return;
    const ValueSets built_in;
    std::size_t sets = 0;
    for (const auto& file : std::filesystem::directory_iterator(test::vectors_path("valuesets"))) {
        std::ifstream in(file.path());
        const auto published = nlohmann::json::parse(in, nullptr, false);
        if (!published.is_object() || !published.contains("valueSetId")) continue;
        for (int i = 0; i < static_cast<int>(ValueSet::count_); ++i) {
            const auto set = static_cast<ValueSet>(i);
            if (published["valueSetId"] != std::string(ValueSets::id(set))) continue;
            if (file.path().filename().string().find("example") != std::string::npos) continue;
            ++sets;
            ValueSets loaded;
            loaded.load(file.path().string());
            for (const auto& [code, unused] : published["valueSetValues"].items()) {
                CAPTURE(code);
                CHECK(built_in.contains(set, code));
                CHECK(loaded.contains(set, code));
            }
        }
    }
    CHECK(sets == static_cast<std::size_t>(ValueSet::count_));
}

TEST_CASE("value sets: looked up exactly", "[value_sets]") {
    const ValueSets sets;
    CHECK(sets.contains(ValueSet::country, "KR"));
    CHECK(sets.contains(ValueSet::disease, "840539006"));
    CHECK(sets.contains(ValueSet::test_device, "1232"));
    for (const char* code : {"", "kr", "K", "KR ", "KRR", "ZZ", "AD AE"}) {
        CAPTURE(code);
        CHECK_FALSE(sets.contains(ValueSet::country, code));
    }
    CHECK_FALSE(sets.contains(ValueSet::vaccine, "KR"));
    CHECK(ValueSets::id(ValueSet::test_result) == "covid-19-lab-result");
}

TEST_CASE("value sets: a loaded one replaces its set and no other", "[value_sets]") {
    const ScratchFolder folder;
    write(folder, "a.json",
          R"({"valueSetId":"disease-agent-targeted","valueSetValues":{"2":{},"10":{},"1":{}}})");
    write(folder, "ignored.txt", "{");
    for (const std::string& path : {folder.path().string(), (folder / "a.json").string()}) {
        ValueSets sets;
        sets.load(path);
        for (const char* code : {"1", "2", "10"}) CHECK(sets.contains(ValueSet::disease, code));
        CHECK_FALSE(sets.contains(ValueSet::disease, "840539006"));
        CHECK(sets.contains(ValueSet::country, "KR"));
    }
    for (const char* bad : {"", "{", "[]", "{}", R"({"valueSetId":"x"})", "\"x\"",
                            R"({"valueSetId":"disease-agent-targeted","valueSetValues":"840539006"})",
                            R"({"valueSetId":"disease-agent-targeted","valueSetValues":["840539006"]})"}) {
        CAPTURE(bad);
        ValueSets sets;
        CHECK_THROWS_AS(sets.load(write(folder, "bad", bad)), Error);
        CHECK(sets.contains(ValueSet::disease, "840539006"));
    }
    CHECK_THROWS_AS(ValueSets().load(folder / "none"), Error);
}
