// Tests that templates know every field that a sheet has.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "passes/sheet/template.hpp"
#include "support/format_corpus.hpp"

using namespace vpass;

TEST_CASE("template: each field of a sheet has a name in templates", "[sheet]") {
    const auto names = SheetTemplate::names();
    std::set<std::string_view> seen;
    PassReader reader("");
    for (const char* const type : {"vaccination", "test", "recovery", "prophylaxis"}) {
        const Format& hcert = *find_format("hcert");
        std::string payload;
        json::Writer out(payload);
        hcert.write_payload(tests::registration(type), out);
        const std::string pass = tests::Signer("https://example.test").sign(hcert, payload);
        const std::string_view text = pass;
        const SheetWords words = reader.words({&text, 1}, "", {}, [](std::string_view) { return true; });
        for (const auto& rows : {words.person, words.event, words.pass}) {
            for (const Row& row : rows) {
                CAPTURE(row.name);
                CHECK(std::count(names.begin(), names.end(), row.name) == 1);
                seen.insert(row.name);
            }
        }
    }
    CHECK(seen.size() >= 20);
}
