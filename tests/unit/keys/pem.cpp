#include <catch2/catch.hpp>

#include "keys/pem.hpp"

using namespace vpass;

namespace {

constexpr const char* kBlock = "-----BEGIN THING-----\nAQID\nBAUG\n-----END THING-----\n";
const Buffer kBytes{1, 2, 3, 4, 5, 6};

std::string each_line(const std::string& before, std::string text, const std::string& end) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t newline = text.find('\n', at);
        out += before + text.substr(at, newline - at) + end;
        at = newline + 1;
    }
    return out;
}

}  // namespace

TEST_CASE("pem: blocks as files and mails have them", "[pem]") {
    for (const char* before : {"", "  ", "\t", "> ", ">> ", "| ", "# "}) {
        for (const char* end : {"\n", "\r\n", "\r", " \n"}) {
            CAPTURE(std::string(before), std::string(end));
            const auto blocks = pem_blocks("some words\n" + each_line(before, kBlock, end));
            REQUIRE(blocks.size() == 1);
            CHECK(blocks[0].problem == "");
            CHECK(blocks[0].label == "THING");
            CHECK(blocks[0].der == kBytes);
            CHECK(blocks[0].line == 2);
        }
    }
    CHECK(pem_blocks(std::string("\xEF\xBB\xBF") + kBlock).at(0).der == kBytes);
    CHECK(pem_blocks("").empty());
    CHECK(pem_blocks("-----END THING-----").empty());
}

TEST_CASE("pem: a damaged block is named, and the next one is read", "[pem]") {
    for (const char* damaged :
         {"-----BEGIN THING-----\nAQID\n", "-----BEGIN THING-----\nAQ?D\n-----END THING-----\n",
          "-----BEGIN THING-----\nAQID\n-----END OTHER-----\n",
          "-----BEGIN THING\nAQID\n-----END THING-----\n",
          "-----BEGIN THING-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END THING-----\n", "-----BEGIN "}) {
        CAPTURE(std::string(damaged));
        const auto blocks = pem_blocks(std::string(damaged) + "\n" + kBlock);
        REQUIRE(blocks.size() == 2);
        CHECK_FALSE(blocks[0].problem.empty());
        CHECK(blocks[1].der == kBytes);
    }
    const auto cut = pem_blocks("-----BEGIN THING-----\nAQID");
    REQUIRE(cut.size() == 1);
    CHECK_FALSE(cut[0].problem.empty());
}
