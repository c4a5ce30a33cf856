#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

#include "crypto/cose.hpp"
#include "data/deflate.hpp"
#include "data/encoding.hpp"
#include "revocation/compact_list.hpp"
#include "support/list_fixture.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using namespace vpass::test;

namespace {

const ListHead kHead{"https://example.test/status/1", 1'639'353'600, 1'639'440'000, 3600};

nlohmann::json vectors() { return json_vectors("statuslist/ietf_tsl.json"); }

Buffer hex(const nlohmann::json& text) {
    Buffer out;
    hex_decode(text.get<std::string>(), out);
    return out;
}

VerificationKey vector_key(const nlohmann::json& jwk) {
    return VerificationKey(PublicKey::from_ec_point("P-256",
                                                    base64_decode(jwk["x"].get<std::string>(), Base64::url),
                                                    base64_decode(jwk["y"].get<std::string>(), Base64::url)));
}

StatusList random_list(std::uint64_t seed, std::uint64_t slots, std::size_t count, unsigned bits = 1) {
    std::mt19937_64 random(seed);
    StatusList out(slots, bits);
    for (std::size_t i = 0; i < count; ++i)
        out.set(random() % slots, 1 + static_cast<unsigned>(random() % ((1u << bits) - 1)));
    return out;
}

Buffer status_cwt(const ListIssuer& issuer, std::int64_t bits, Bytes lst) {
    Buffer value;
    cbor::Writer(value).map(2).text("bits").integer(bits).text("lst").bytes(lst);
    return seal_list(kHead, kStatusListClaim, value, kStatusCwtType, issuer.signer());
}

}  // namespace

TEST_CASE("slots are packed least significant bits first", "[status_list]") {
    const auto tsl = vectors();
    if (tsl.is_null()) return;
    for (const auto& vector : tsl["encodings_small"]) {
        const unsigned bits = vector["bits"];
        StatusList list(vector["statuses"].size(), bits);
        for (std::size_t i = 0; i < vector["statuses"].size(); ++i) list.set(i, vector["statuses"][i]);
        CHECK(Buffer(list.raw().begin(), list.raw().end()) == hex(vector["raw_hex"]));
        Buffer inflated;
        inflate(hex(vector["zlib_hex"]), DeflateForm::zlib, 1000, inflated);
        CHECK(inflated == hex(vector["raw_hex"]));
    }
}

TEST_CASE("the standard's lists of a million slots are read", "[status_list]") {
    const auto tsl = vectors();
    if (tsl.is_null()) return;
    const ListIssuer issuer("k", "KR");
    for (const auto& vector : tsl["encodings_2pow20"]) {
        const unsigned bits = vector["bits"];
        INFO(bits);
        const Buffer lst = base64_decode(vector["lst_b64url"].get<std::string>(), Base64::url);
        const SignedList opened = SignedList::open(status_cwt(issuer, bits, lst));
        const StatusList list = read_status_list(opened, issuer.verification_key);
        CHECK(list.slots() == vector["size"]);
        CHECK(list.bits() == bits);
        CHECK(hex_encode(list.hash()) == vector["raw_sha256"]);
        StatusList built(vector["size"], bits);
        std::uint64_t not_good = 0;
        for (const auto& [index, status] : vector["statuses"].items()) {
            CHECK(list.get(std::stoull(index)) == status.get<unsigned>());
            built.set(std::stoull(index), status);
            not_good += status != 0;
        }
        CHECK(list.count() == not_good);
        CHECK(built.hash() == list.hash());
        CHECK_FALSE(list.get(vector["size"]).has_value());
        // The map has bits and lst alone, as in the draft's appendix.
        const Buffer map = hex(vector["cbor_hex"]);
        const cbor::Value value = cbor::check(map);
        CHECK(value["bits"].integer() == bits);
        CHECK(Buffer(value["lst"].bytes().begin(), value["lst"].bytes().end()) == lst);
    }
}

TEST_CASE("the draft's signed examples are read and checked", "[status_list]") {
    const auto tsl = vectors();
    if (tsl.is_null()) return;
    const VerificationKey key = vector_key(tsl["key_jwk"]);
    const std::string jwt = tsl["status_list_token_jwt"];
    const Buffer cwt = hex(tsl["status_list_token_cwt_hex"]);
    for (const Bytes& file : {as_bytes(jwt), Bytes(cwt)}) {
        const SignedList opened = SignedList::open(file);
        CHECK(opened.kind() == ListKind::status);
        CHECK(opened.kid() == "12");
        CHECK(opened.head().uri == "https://example.com/statuslists/1");
        CHECK(opened.head().issued_at == 1'686'920'170);
        CHECK(opened.head().expires_at == 2'291'720'170);
        CHECK(opened.head().ttl == 43200);
        const StatusList list = read_status_list(opened, key);
        CHECK(hex_encode(list.raw()) == "b9a3");
        CHECK(list.get(0) == 1u);
        CHECK(list.get(1) == 0u);
        CHECK(error_code([&] { read_status_list(opened, ListIssuer("12", "").verification_key); }) ==
              "bad-signature");
    }
}

TEST_CASE("lists of every width come back from CWT and JWT", "[status_list]") {
    const ListIssuer issuer("12345678", "KR");
    for (const unsigned bits : {1u, 2u, 4u, 8u}) {
        INFO(bits);
        const StatusList list = random_list(bits, 80'000, 700, bits);
        const Buffer cwt = write_status_cwt(kHead, list, issuer.signer());
        const std::string jwt = write_status_jwt(kHead, list, issuer.signer());
        for (const Bytes& file : {Bytes(cwt), as_bytes(jwt)}) {
            const SignedList opened = SignedList::open(file);
            CHECK(opened.head().uri == kHead.uri);
            CHECK(opened.head().issued_at == kHead.issued_at);
            CHECK(opened.head().expires_at == kHead.expires_at);
            CHECK(opened.head().ttl == kHead.ttl);
            CHECK(opened.kid() == issuer.kid);
            CHECK(read_status_list(opened, issuer.verification_key).hash() == list.hash());
        }
    }
}

TEST_CASE("what is not a slot is an error value, and what does not fit is refused", "[status_list]") {
    StatusList list(13, 2);
    list.set(12, 3);
    CHECK(list.get(12) == 3u);
    list.set(12, 1);
    CHECK(list.get(12) == 1u);
    CHECK_FALSE(list.get(13).has_value());
    CHECK_FALSE(list.get(~std::uint64_t{0}).has_value());
    CHECK(error_code([&] { list.set(13); }) == "bad-index");
    CHECK(error_code([&] { list.set(0, 4); }) == "bad-index");
    CHECK(error_code([&] { list.grow(12); }) == "bad-list");
    CHECK(error_code([] { StatusList(8, 3); }) == "bad-list");
    CHECK(error_code([] { StatusList(std::uint64_t{1} << 40); }) == "bad-list");
    CHECK(error_code([] { StatusList::from_raw(Buffer(1), 0); }) == "bad-list");
    list.grow(20);
    CHECK(list.get(12) == 1u);
    CHECK(list.get(19) == 0u);
    CHECK(list.count() == 1);
}

TEST_CASE("hostile tokens are refused", "[status_list]") {
    const ListIssuer issuer("k", "KR");
    auto code = [&](Bytes file) {
        return error_code([&] { read_status_list(SignedList::open(file), issuer.verification_key); });
    };
    Buffer lst;
    deflate(Buffer(100), DeflateForm::zlib, lst);
    CHECK(code(status_cwt(issuer, 1, lst)) == "none");
    for (const std::int64_t bits : {-1, 0, 3, 5, 9, 1 << 20})
        CHECK(code(status_cwt(issuer, bits, lst)) == "bad-list");
    Buffer trailing = lst;
    trailing.push_back(0);
    CHECK(code(status_cwt(issuer, 1, trailing)) == "bad-list");
    CHECK(code(status_cwt(issuer, 1, Bytes(lst).first(lst.size() - 1))) == "bad-deflate");
    CHECK(code(status_cwt(issuer, 1, {})) == "bad-deflate");

    Buffer value;
    cbor::Writer(value).map(2).text("bits").integer(1).text("lst").bytes(lst);
    CHECK(code(seal_list(kHead, kStatusListClaim, value, "application/cwt", issuer.signer())) == "bad-list");
    CHECK(code(seal_list(kHead, kStatusListClaim, value, {}, issuer.signer())) == "bad-list");
    CHECK(code(seal_list({"", 1, {}, {}}, kStatusListClaim, value, kStatusCwtType, issuer.signer())) ==
          "bad-list");
    CHECK(code(seal_list({"u", -1, {}, {}}, kStatusListClaim, value, kStatusCwtType, issuer.signer())) ==
          "bad-list");
    CHECK(code({}) != "none");
    CHECK(code(as_bytes("ey")) == "bad-jws");
    CHECK(code(as_bytes("eyJ9.e30.AA")) != "none");

    // The signature covers each bit of a token, or the token does not open.
    const Buffer cwt = status_cwt(issuer, 1, lst);
    for (std::size_t bit = 0; bit < cwt.size() * 8; ++bit) {
        Buffer changed = cwt;
        changed[bit / 8] ^= static_cast<Byte>(1u << (bit % 8));
        CHECK(code(changed) != "none");
    }
    const std::string jwt = write_status_jwt(kHead, StatusList(100), issuer.signer());
    CHECK(code(as_bytes(jwt)) == "none");
    for (std::size_t i = 0; i + 1 < jwt.size(); ++i) {
        std::string changed = jwt;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK(code(as_bytes(changed)) != "none");
    }
}

TEST_CASE("compact and standard form hold the same set under one hash", "[compact_list]") {
    const ListIssuer issuer("k", "KR");
    for (const std::size_t count : {0, 1, 20'000}) {
        const CompactList list{41, random_list(count, 1'000'003, count), {}};
        const SignedList opened = SignedList::open(write_compact_list(kHead, list, issuer.signer()));
        CHECK(opened.kind() == ListKind::compact);
        CHECK_FALSE(is_delta(opened));
        const CompactList back = read_compact_list(opened, issuer.verification_key);
        CHECK(back.sequence == 41);
        CHECK(back.list.slots() == 1'000'003);
        CHECK(back.hash == list.list.hash());
        const SignedList standard = SignedList::open(write_status_cwt(kHead, list.list, issuer.signer()));
        CHECK(read_status_list(standard, issuer.verification_key).hash() == back.hash);
    }
}

TEST_CASE("a lower sequence is refused", "[compact_list]") {
    const ListIssuer issuer("k", "KR");
    const SignedList list =
        SignedList::open(write_compact_list(kHead, {41, StatusList(100), {}}, issuer.signer()));
    auto code = [&](std::uint64_t lowest) {
        return error_code([&] { read_compact_list(list, issuer.verification_key, lowest); });
    };
    CHECK(code(40) == "none");
    CHECK(code(41) == "none");
    CHECK(code(42) == "rollback");
}

TEST_CASE("a delta leads from one list to the next, which may be longer", "[compact_list]") {
    const ListIssuer issuer("k", "KR");
    CompactList monday{1, random_list(1, 100'000, 3000), {}};
    monday.hash = monday.list.hash();
    CompactList tuesday = monday;
    tuesday.sequence = 2;
    tuesday.list.grow(120'001);
    for (std::uint64_t i = 0; i < 100; ++i) tuesday.list.set(i * 1200 + 7);
    for (std::uint64_t i = 0; i < 100; ++i) tuesday.list.set(i * 900, 0);  // also given back
    tuesday.hash = tuesday.list.hash();

    const SignedList file = SignedList::open(write_delta(kHead, monday, tuesday, issuer.signer()));
    CHECK(is_delta(file));
    const Delta delta = read_delta(file, issuer.verification_key);
    CompactList list = monday;
    apply(delta, list);
    CHECK(list.sequence == 2);
    CHECK(list.hash == tuesday.hash);
    CHECK(list.list.hash() == tuesday.hash);
    CHECK(list.list.slots() == 120'001);

    CHECK(error_code([&] { apply(delta, list); }) == "rollback");
    CompactList other{1, random_list(2, 100'000, 3000), {}};
    other.hash = other.list.hash();
    CHECK(error_code([&] { apply(delta, other); }) == "wrong-delta");
    Delta damaged = delta;
    damaged.hash[0] ^= 1;
    list = monday;
    CHECK(error_code([&] { apply(damaged, list); }) == "bad-list");
    CHECK(list.list.hash() == monday.hash);
    damaged = delta;
    damaged.slots = 10;
    CHECK(error_code([&] { apply(damaged, list); }) == "bad-list");
    damaged = delta;
    damaged.gaps.pop_back();
    CHECK(error_code([&] { apply(damaged, list); }) == "bad-gaps");
    CHECK(list.list.hash() == monday.hash);

    CHECK(error_code([&] { write_delta(kHead, tuesday, monday, issuer.signer()); }) == "bad-list");
    CHECK(error_code([&] { read_compact_list(file, issuer.verification_key); }) == "bad-list");
    CHECK(error_code([&] { read_status_list(file, issuer.verification_key); }) == "bad-list");
    CHECK(error_code([&] {
              write_compact_list(kHead, {1, StatusList(8, 2), {}}, issuer.signer());
          }) == "bad-list");
}

TEST_CASE("a compact list that does not keep what it says is refused", "[compact_list]") {
    const ListIssuer issuer("k", "KR");
    const Sha256 hash = StatusList(100).hash();
    auto code = [&](std::int64_t version, std::int64_t slots, std::int64_t count, Bytes h,
                    std::int64_t sequence) {
        Buffer value;
        cbor::Writer(value)
            .map(6)
            .integer(0)
            .integer(version)
            .integer(1)
            .integer(slots)
            .integer(2)
            .integer(count)
            .integer(3)
            .bytes(h)
            .integer(4)
            .integer(sequence)
            .integer(5)
            .bytes(Buffer(5));
        const Buffer file = seal_list(kHead, kCompactListClaim, value, {}, issuer.signer());
        return error_code([&] { read_compact_list(SignedList::open(file), issuer.verification_key); });
    };
    CHECK(code(1, 100, 0, hash, 1) == "none");
    CHECK(code(2, 100, 0, hash, 1) == "bad-list");
    CHECK(code(1, 200, 0, hash, 1) == "bad-list");  // of another hash
    CHECK(code(1, -1, 0, hash, 1) == "bad-list");
    CHECK(code(1, std::int64_t{1} << 50, 0, hash, 1) == "bad-list");
    CHECK(code(1, 100, 101, hash, 1) == "bad-gaps");
    CHECK(code(1, 100, 1, hash, 1) == "bad-list");
    CHECK(code(1, 100, 0, Bytes(hash).first(31), 1) == "bad-list");
    CHECK(code(1, 100, 0, hash, -1) == "bad-list");
}
