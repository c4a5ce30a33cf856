#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "crypto/ff1.hpp"
#include "data/encoding.hpp"
#include "revocation/slots.hpp"

using namespace vpass;

namespace {

Buffer hex(std::string_view text) {
    Buffer out;
    hex_decode(text, out);
    return out;
}

constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyz";

std::uint64_t number(std::string_view numerals, std::uint32_t radix) {
    std::uint64_t out = 0;
    for (const char c : numerals) out = out * radix + kDigits.find(c);
    return out;
}
Ff1::Halves halves(std::string_view text, std::uint32_t radix) {
    return {number(text.substr(0, text.size() / 2), radix), number(text.substr(text.size() / 2), radix)};
}

}  // namespace

// The samples 1 to 9 of NIST, "Block Cipher Modes of Operation: FF1 Method for Format-Preserving Encryption".
TEST_CASE("ff1: NIST's samples", "[slots]") {
    const std::string key = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94";
    const struct {
        std::size_t key_bytes;
        std::uint32_t radix;
        const char *tweak, *plain, *cipher;
    } samples[] = {
        {16, 10, "", "0123456789", "2433477484"},
        {16, 10, "39383736353433323130", "0123456789", "6124200773"},
        {16, 36, "3737373770717273373737", "0123456789abcdefghi", "a9tv40mll9kdu509eum"},
        {24, 10, "", "0123456789", "2830668132"},
        {24, 10, "39383736353433323130", "0123456789", "2496655549"},
        {24, 36, "3737373770717273373737", "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"},
        {32, 10, "", "0123456789", "6657667009"},
        {32, 10, "39383736353433323130", "0123456789", "1001623463"},
        {32, 36, "3737373770717273373737", "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"},
    };
    for (const auto& sample : samples) {
        CAPTURE(sample.cipher);
        const Ff1 ff1(Bytes(hex(key)).first(sample.key_bytes), sample.radix,
                      static_cast<std::uint32_t>(std::string_view(sample.plain).size()));
        const auto plain = halves(sample.plain, sample.radix), cipher = halves(sample.cipher, sample.radix);
        CHECK(ff1.encrypt(hex(sample.tweak), plain) == cipher);
        CHECK(ff1.decrypt(hex(sample.tweak), cipher) == plain);
    }
}

TEST_CASE("ff1: refuses what it is not made for", "[slots]") {
    const Buffer key(16);
    CHECK_THROWS_AS(Ff1(key, 10, 5), Error);   // fewer than a million strings
    CHECK_THROWS_AS(Ff1(key, 36, 30), Error);  // longer halves than 56 bits
    CHECK_THROWS_AS(Ff1(Buffer(15), 10, 10), Error);
}

TEST_CASE("slots: each segment is a permutation of its own", "[slots]") {
    const SlotPermutation permutation(hex("000102030405060708090a0b0c0d0e0f"));
    std::vector<bool> taken(kSlotSegment);
    std::uint64_t neighbours = 0, before = 0;
    for (std::uint64_t count = 0; count < kSlotSegment; ++count) {
        const std::uint64_t slot = permutation.slot(count);
        if (slot >= kSlotSegment || taken[slot]) FAIL("count " << count);
        taken[slot] = true;
        neighbours += slot == before + 1;
        before = slot;
    }
    std::uint64_t same = 0;
    for (std::uint64_t count = kSlotSegment; count < kSlotSegment + 20'000; ++count) {
        const std::uint64_t slot = permutation.slot(count);
        if (slot / kSlotSegment != 1 || permutation.count(slot) != count) FAIL("count " << count);
        same += slot == permutation.slot(count - kSlotSegment) + kSlotSegment;
    }
    // A random permutation has about one of each.
    CHECK(neighbours < 20);
    CHECK(same < 20);
}

TEST_CASE("slots: a key decides, and one whole segment stands ready", "[slots]") {
    const SlotPermutation a(Buffer(16, 1)), b(Buffer(16, 2));
    int equal = 0;
    for (std::uint64_t count = 0; count < 1000; ++count) equal += a.slot(count) == b.slot(count);
    CHECK(equal < 5);
    CHECK_THROWS_AS(SlotPermutation(Buffer(15)), Error);
    CHECK(slots_for(0) == 7 * kSlotSegment);
    CHECK(slots_for(kSlotSegment) == 8 * kSlotSegment);
    CHECK(slots_for(0, 7 * kSlotSegment) == 14 * kSlotSegment);
    CHECK(slots_for(96 * kSlotSegment) == 109 * kSlotSegment);  // an eighth more
    CHECK(slot_rid(1234567) == "1234567");
}

TEST_CASE("slots: a rid names a slot only as it is written", "[slots]") {
    for (const std::uint64_t slot : {std::uint64_t{0}, std::uint64_t{7}, std::uint64_t{447477}, kMaxSlots})
        CHECK(slot_of_rid(slot_rid(slot)) == slot);
    for (const char* rid :
         {"", "0447477", "00", "+7", "-7", " 7", "7 ", "7x", "x7", "0x7", "99999999999999999999"}) {
        INFO(rid);
        CHECK_FALSE(slot_of_rid(rid));
    }
}
