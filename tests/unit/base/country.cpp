#include <catch2/catch.hpp>

#include "base/country.hpp"

using namespace vpass;

TEST_CASE("country: one form of every spelling", "[country]") {
    const std::pair<const char*, const char*> names[] = {
        {"KR", "KR"},     {"kr", "KR"},    {" Kr\t", "KR"},    {"KOR", "KR"}, {"kor", "KR"}, {"ＫＲ", "KR"},
        {"ｋｏｒ", "KR"}, {"　KR ", "KR"}, {"K\u200bR", "KR"}, {"AUS", "AU"}, {"D", "DE"},   {"DEU", "DE"},
        {"EL", "GR"},     {"el", "GR"},    {"GRC", "GR"},      {"UK", "GB"},  {"GBR", "GB"}, {"GBD", "GB"},
        {"XK", "XK"},     {"RKS", "XK"},   {"XKX", "XK"},      {"EU", "EU"},  {"EUE", "EU"}, {"UN", "UN"},
        {"UNO", "UN"},    {"GG", "GG"},    {"GGY", "GG"},      {"AN", "AN"},
    };
    for (const auto& [name, code] : names) {
        CAPTURE(std::string(name));
        CHECK(country_code(name) == code);
    }
    // ISO 3166-1 assigns these codes to nobody; UTO is the state of ICAO's specimens.
    for (const char* name : {"WW", "ZZ", "xx", "DX", "UT", "UTO", "AA", "QM"}) {
        CAPTURE(std::string(name));
        CHECK(country_name(name).is_unassigned());
        CHECK(country_code(name).empty());
    }
    for (const char* name : {"", " ", "K", "K R", "KR1", "CNAM", "KDCA", "CH BAG", "XXX", "RKI", "Korea",
                             "КR", "KR\u0301", "\xff\xff", "https://kr.example", "1A"}) {
        CAPTURE(std::string(name));
        CHECK(country_name(name).code.empty());
    }
    CHECK(country_name(std::string("KR\0", 3)).code.empty());
    CHECK(country_name(std::string(1 << 20, ' ') + "KR").code.empty());
}

TEST_CASE("country: codes of three letters", "[country]") {
    CHECK(country_alpha3("KR") == "KOR");
    CHECK(country_alpha3("DE") == "D");
    CHECK(country_alpha3("XK") == "RKS");
    CHECK(country_alpha3("??").empty());
    CHECK(country_alpha3("").empty());
}

TEST_CASE("country: territories", "[country]") {
    CHECK(is_country_or_territory("GG", "GB"));
    CHECK(is_country_or_territory("GB", "GB"));
    CHECK(is_country_or_territory("FO", "DK"));
    CHECK_FALSE(is_country_or_territory("GB", "GG"));
    CHECK_FALSE(is_country_or_territory("NC", "GB"));
    CHECK_FALSE(is_country_or_territory("KR", "EU"));
}
