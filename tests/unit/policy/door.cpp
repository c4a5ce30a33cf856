#include "policy/door.hpp"

#include <catch2/catch.hpp>

#include "support/authority.hpp"

using namespace vpass;
using namespace vpass::test;

namespace {

// A pass with one dose of a two-dose vaccine, or with both.
struct DoseClaims {
    explicit DoseClaims(int dose, int of = 2)
        : bytes(encode([&](cbor::Writer& w) {
              w.json(json::check(
                  payload("v", R"("vp":"1119349007","mp":"EU/1/20/1528","ma":"ORG-100030215","dn":)" +
                                   std::to_string(dose) + R"(,"sd":)" + std::to_string(of) +
                                   R"(,"dt":"2021-11-01")")));
          })),
          value(cbor::check(bytes)) {}
    Buffer bytes;
    cbor::Value value;
};

constexpr UnixTime kLunch = 1639451400;  // 2021-12-14T12:10:00+09:00

}  // namespace

TEST_CASE("door: admits and refuses by the policy, and refuses what rules do not know", "[policy]") {
    const Policy& policy = Policy::built_in("kr");
    Door door(policy, {"KR", "restaurant", ""});
    const DoseClaims full(2), half(1);
    PassAtDoor pass;
    pass.claims = full.value;
    pass.signer = pass.issuer = "KR";
    pass.issued_at = kLunch - 3600;
    pass.expires_at = kLunch + 86400;
    CHECK(door.decide(pass, kLunch).admit);
    CHECK_FALSE(door.decide(pass, std::nullopt).admit);

    pass.claims = half.value;
    const Decision refused = door.decide(pass, kLunch);
    CHECK_FALSE(refused.admit);
    CHECK(refused.ground == Ground::refused);

    pass.claims = {};
    CHECK(door.decide(pass, kLunch).ground == Ground::other_format);
    CHECK(door.decide(pass, kLunch, "{}").ground == Ground::other_format);
}

TEST_CASE("door: an admission ends when the pass does", "[policy]") {
    Door door(Policy::built_in("kr"), {"KR", "restaurant", ""});
    const DoseClaims full(2);
    PassAtDoor pass;
    pass.claims = full.value;
    pass.expires_at = kLunch + 600;
    const auto until = door.decide(pass, kLunch).until;
    REQUIRE(until);
    CHECK(*until == certlogic::Instant(std::chrono::seconds(kLunch + 600)));
    pass.valid_at_expiry = true;
    CHECK(*door.decide(pass, kLunch).until == *until + std::chrono::seconds(1));
}

TEST_CASE("door: facts are those of the door or of the visit", "[policy]") {
    const Policy& policy = Policy::built_in("kr");
    CHECK_THROWS_AS(Door(policy, {"KR", "restaurant", ""}, R"({"weather":"rain"})"), Error);
    CHECK_THROWS_AS(Door(policy, {"KR", "moon", ""}), Error);
    Door door(policy, {"KR", "restaurant", ""});
    const DoseClaims full(2);
    PassAtDoor pass;
    pass.claims = full.value;
    CHECK(door.decide(pass, kLunch, R"({"weather":"rain"})").ground == Ground::bad_facts);
    CHECK(door.decide(pass, kLunch, "no JSON").ground == Ground::bad_facts);
    // One visit's facts do not stay for the next.
    CHECK(door.decide(pass, kLunch).admit);
    CHECK(door.decide(pass, kLunch, "{}").admit);
}
