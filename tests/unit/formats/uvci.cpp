#include <catch2/catch.hpp>

#include "formats/uvci.hpp"

using namespace vpass;

TEST_CASE("uvci: the check characters of published identifiers", "[uvci]") {
    // These come from passes that their issuers published as test data, and from the guidelines' own example
    // (annex 2).
    for (const char* uvci :
         {"URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B", "URN:UVCI:01:SE:EHM/V12907267LAJW#E",
          "URN:UVCI:01:AT:B5921A35D6A0D696421B3E2462178297#I",
          "URN:UVCI:01:AT:858CC18CFCF5965EF82F60E493349AA5#K"}) {
        CAPTURE(uvci);
        CHECK(check_uvci(uvci) == UvciCheck::right);
    }
}

TEST_CASE("uvci: making and checking", "[uvci]") {
    const std::string made = make_uvci("KR", "0123456789ABCDEF");
    CHECK(made.starts_with("URN:UVCI:01:KR:0123456789ABCDEF#"));
    CHECK(check_uvci(made) == UvciCheck::right);
    constexpr std::string_view symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:";
    const std::size_t body = made.size() - 2;
    // Luhn mod 38 finds every single wrong character.
    for (std::size_t i = 0; i < made.size(); ++i) {
        if (i == body) continue;
        for (const char c : symbols) {
            std::string wrong = made;
            wrong[i] = c;
            if (c != made[i] && check_uvci(wrong) != UvciCheck::wrong) FAIL(wrong);
        }
    }
}

TEST_CASE("uvci: forms", "[uvci]") {
    CHECK(check_uvci("URN:UVCI:01:KR:0123") == UvciCheck::absent);
    CHECK(check_uvci("") == UvciCheck::absent);
    for (const char* wrong : {"#", "#A1", "URN:UVCI:01:KR:0123#", "urn:uvci:01:kr:0123#A",
                              "URN:UVCI:01:KR:01 23#A", "URN:UVCI:01:KR:0123##"}) {
        CAPTURE(wrong);
        CHECK(check_uvci(wrong) == UvciCheck::wrong);
    }
    CHECK(uvci_check_character("a") == 0);
    CHECK(uvci_check_character("") == 'A');
}
