#include "formats/vaccines.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "formats/registration.hpp"
#include "formats/value_sets.hpp"

using namespace vpass;

TEST_CASE("vaccines: each has codes of the EU's value sets, and names that mean it alone", "[registration]") {
    const ValueSets codes;
    std::set<std::string_view> names;
    for (const Vaccine& vaccine : known_vaccines()) {
        INFO(vaccine.name);
        CHECK(codes.contains(ValueSet::product, vaccine.product));
        CHECK(codes.contains(ValueSet::vaccine, vaccine.type));
        CHECK(codes.contains(ValueSet::manufacturer, vaccine.manufacturer));
        CHECK_FALSE(vaccine.cvx.empty());
        CHECK(vaccine_of_product(vaccine.product) == &vaccine);
        REQUIRE_FALSE(vaccine.others.empty());
        CHECK(names.insert(vaccine.name).second);
        Registration record;
        for (const std::string_view other : vaccine.others) {
            CHECK(names.insert(other).second);
            REQUIRE(set_registration_field(record, "vaccine", other));
            CHECK(record.vaccine == vaccine.product);
        }
    }
    CHECK(vaccine_of_product("EU/1/20/9999") == nullptr);
    CHECK(vaccine_of_product("") == nullptr);
}
