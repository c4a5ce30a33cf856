#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "base/error.hpp"
#include "crypto/crypto.hpp"
#include "data/encoding.hpp"
#include "revocation/gap_coder.hpp"
#include "support/vectors.hpp"

using namespace vpass;

namespace {

using Indexes = std::vector<std::uint64_t>;

Buffer encode(const Indexes& indexes) {
    gap::Encoder encoder;
    for (const std::uint64_t index : indexes) encoder.add(index);
    return encoder.finish();
}

Indexes decode(Bytes code, std::uint64_t count, std::uint64_t slots) {
    Buffer bits((slots + 7) / 8);
    gap::flip(code, count, slots, bits);
    Indexes out;
    for (std::uint64_t i = 0; i < slots; ++i) {
        if (bits[i >> 3] >> (i & 7) & 1) out.push_back(i);
    }
    return out;
}

Indexes random_set(std::mt19937_64& random, std::size_t count, std::uint64_t slots) {
    std::set<std::uint64_t> out;
    while (out.size() < count) out.insert(random() % slots);
    return {out.begin(), out.end()};
}

// Returns runs of neighbours, as when a batch of passes is revoked.
Indexes clustered_set(std::mt19937_64& random, std::size_t runs, std::uint64_t slots) {
    std::set<std::uint64_t> out;
    for (std::size_t i = 0; i < runs; ++i) {
        const std::uint64_t start = random() % slots;
        const std::uint64_t end = std::min(slots, start + random() % 300);
        for (std::uint64_t k = start; k < end; ++k) out.insert(k);
    }
    return {out.begin(), out.end()};
}

std::string code_of_error(auto&& work) {
    try {
        work();
    } catch (const Error& e) {
        return e.name();
    }
    return "none";
}

}  // namespace

TEST_CASE("the compact code matches its known answers both ways", "[gap_coder]") {
    const auto file = test::json_vectors("compact/gapcoder.json");
    if (file.is_null()) return;
    const auto& vectors = file["vectors"];
    std::size_t checked = 0;
    for (const auto& vector : vectors) {
        if (!vector.contains("indexes") || !vector.contains("encoded_hex")) continue;
        INFO(vector["name"]);
        const Indexes indexes = vector["indexes"].get<Indexes>();
        Buffer expected;
        hex_decode(vector["encoded_hex"].get<std::string>(), expected);
        CHECK(encode(indexes) == expected);
        CHECK(decode(expected, indexes.size(), indexes.empty() ? 1 : indexes.back() + 1) == indexes);
        CHECK(hex_encode(sha256(expected)) == vector["encoded_sha256"]);
        ++checked;
    }
    CHECK(checked >= 7);
}

TEST_CASE("sets of every shape come back", "[gap_coder]") {
    std::mt19937_64 random(20211213);
    std::vector<Indexes> sets = {{}, {0}, {1}, {7, 8}, {0, 1, 2, 3}, {0, 999'999}};
    Indexes all(5000);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    sets.push_back(all);
    for (const std::size_t count : {3, 100, 5000, 200'000})
        sets.push_back(random_set(random, count, 1'000'000));
    for (const std::size_t runs : {1, 40, 2000}) sets.push_back(clustered_set(random, runs, 1'000'000));
    for (const Indexes& set : sets) {
        INFO(set.size());
        CHECK(decode(encode(set), set.size(), 1'000'000) == set);
    }
}

TEST_CASE("a code reaches to the last of a billion slots", "[gap_coder]") {
    const std::uint64_t slots = 1'000'000'000;
    const Buffer code = encode({slots - 1});
    Buffer bits(slots / 8);
    gap::flip(code, 1, slots, bits);
    CHECK(bits.back() == 0x80);
    CHECK(code_of_error([&] { gap::flip(code, 1, slots - 1, bits); }) == "bad-gaps");
}

TEST_CASE("flipping twice leaves nothing", "[gap_coder]") {
    std::mt19937_64 random(7);
    const Indexes set = random_set(random, 1000, 100'000);
    const Buffer code = encode(set);
    Buffer bits(100'000 / 8);
    gap::flip(code, set.size(), 100'000, bits);
    CHECK(bits != Buffer(bits.size()));
    gap::flip(code, set.size(), 100'000, bits);
    CHECK(bits == Buffer(bits.size()));
}

TEST_CASE("the encoder takes sorted indexes only", "[gap_coder]") {
    CHECK(code_of_error([] { encode({5, 5}); }) == "bad-gaps");
    CHECK(code_of_error([] { encode({5, 4}); }) == "bad-gaps");
    CHECK(code_of_error([] { encode({0xffffffff}); }) == "bad-gaps");
    CHECK(code_of_error([] { encode({0xfffffffe}); }) == "none");
}

TEST_CASE("a set has one code: any other is refused", "[gap_coder]") {
    std::mt19937_64 random(11);
    const Indexes set = random_set(random, 300, 50'000);
    const Buffer code = encode(set);
    auto refused = [&](Bytes changed, std::uint64_t count) {
        return code_of_error([&] { decode(changed, count, 50'000); }) == "bad-gaps";
    };
    for (std::size_t length = 0; length < code.size(); ++length)
        CHECK(refused(Bytes(code).first(length), set.size()));
    Buffer longer = code;
    longer.push_back(0);
    CHECK(refused(longer, set.size()));
    CHECK(refused(code, set.size() - 1));
    // A small gap after the last one may not show in the code: the count ends a set.
    try {
        const Indexes more = decode(code, set.size() + 1, 50'000);
        CHECK(more.size() == set.size() + 1);
        CHECK(encode(more) == code);
    } catch (const Error& e) {
        CHECK(e.code() == Code::bad_gaps);
    }
    CHECK(refused(code, 50'001));
    CHECK(refused(code, ~std::uint64_t{0}));
    // A changed bit may give another set's code, but never this one's again.
    for (std::size_t bit = 0; bit < code.size() * 8; ++bit) {
        Buffer changed = code;
        changed[bit / 8] ^= static_cast<Byte>(1u << (bit % 8));
        try {
            const Indexes other = decode(changed, set.size(), 50'000);
            CHECK(other != set);
            CHECK(encode(other) == changed);
        } catch (const Error& e) {
            CHECK(e.code() == Code::bad_gaps);
        }
    }
}
