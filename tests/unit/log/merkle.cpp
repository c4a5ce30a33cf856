#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "log/merkle.hpp"
#include "support/vectors.hpp"

using namespace vpass;
using merkle::Proof;

namespace {

Sha256 to_hash(Bytes bytes) {
    Sha256 out{};
    REQUIRE(bytes.size() == out.size());
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}
Sha256 from_hex(const std::string& text) {
    Buffer bytes;
    hex_decode(text, bytes);
    return to_hash(bytes);
}
// Some wrong roots and leaves are short texts: as hashes they end in zeros.
Sha256 from_base64(const std::string& text) {
    Buffer bytes = base64_decode(text, Base64::standard);
    bytes.resize(sizeof(Sha256));
    return to_hash(bytes);
}
Proof proof_from_hex(const nlohmann::json& list) {
    Proof proof;
    for (const auto& hash : list) proof.push_back(from_hex(hash));
    return proof;
}

// A case that has an empty text for a hash cannot be expressed in the library: readers of its text refuse it.
std::optional<Proof> proof_from_base64(const nlohmann::json& c) {
    for (const char* hash : {"root", "root1", "root2", "leafHash"}) {
        if (c.contains(hash) && c[hash] == "") return std::nullopt;
    }
    Proof proof;
    for (const auto& hash : c["proof"]) {
        if (hash == "") return std::nullopt;
        proof.push_back(from_base64(hash));
    }
    return proof;
}

merkle::Nodes nodes_over(std::vector<Sha256> leaves) {
    return [leaves = std::move(leaves)](unsigned level, std::uint64_t index) {
        const std::uint64_t width = std::uint64_t{1} << level;
        REQUIRE((index + 1) * width <= leaves.size());
        return merkle::root(std::span(leaves).subspan(index * width, width));
    };
}

std::vector<Sha256> some_leaves(std::size_t count) {
    std::vector<Sha256> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(merkle::leaf_hash(as_bytes(std::to_string(i))));
    return leaves;
}

}  // namespace

TEST_CASE("merkle: RFC 6962 reference tree", "[merkle]") {
    const auto v = test::json_vectors("tlog/rfc6962_reference.json");
    if (v.is_null()) return;
    std::vector<Sha256> leaves;
    for (const auto& input : v["leaf_inputs"]) {
        Buffer bytes;
        hex_decode(std::string(input), bytes);
        leaves.push_back(merkle::leaf_hash(bytes));
        CHECK(leaves.back() == from_hex(v["leaf_hashes"][leaves.size() - 1]));
    }
    const auto nodes = nodes_over(leaves);
    for (const auto& [level, name] :
         {std::pair{1U, "node_hashes_level1"}, {2U, "node_hashes_level2"}, {3U, "node_hashes_level3"}}) {
        for (std::size_t i = 0; i < v[name].size(); ++i) CHECK(nodes(level, i) == from_hex(v[name][i]));
    }
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        const Sha256 want = from_hex(v["roots_by_size"][size]);
        CHECK(merkle::root(std::span(leaves).first(size)) == want);
        CHECK(merkle::tree_root(size, nodes) == want);
    }
    for (const auto& c : v["inclusion"]) {
        const std::uint64_t index = c["index"], size = c["size"];
        CAPTURE(index, size);
        const Proof want = proof_from_hex(c["path"]);
        CHECK(merkle::prove_inclusion(index, size, nodes) == want);
        CHECK(merkle::check_inclusion(index, size, leaves[index], want, from_hex(v["roots_by_size"][size])));
    }
    for (const auto& c : v["consistency"]) {
        const std::uint64_t old_size = c["old"], size = c["new"];
        CAPTURE(old_size, size);
        const Proof want = proof_from_hex(c["path"]);
        CHECK(merkle::prove_consistency(old_size, size, nodes) == want);
        CHECK(merkle::check_consistency(old_size, size, from_hex(v["roots_by_size"][old_size]),
                                        from_hex(v["roots_by_size"][size]), want));
    }
}

TEST_CASE("merkle: proofs that others judged", "[merkle]") {
    const auto v = test::json_vectors("tlog/merkle_proofs.json");
    if (v.is_null()) return;
    std::size_t cases = 0;
    auto judge = [&](const char* group, auto&& check) {
        for (const auto& c : v[group]) {
            CAPTURE(std::string(c["file"]));
            const auto proof = proof_from_base64(c);
            CHECK((proof && check(c, *proof)) == !c["wantErr"]);
            ++cases;
        }
    };
    judge("inclusion", [](const auto& c, const Proof& proof) {
        return merkle::check_inclusion(c["leafIdx"], std::uint64_t{c["treeSize"]}, from_base64(c["leafHash"]),
                                       proof, from_base64(c["root"]));
    });
    judge("consistency", [](const auto& c, const Proof& proof) {
        return merkle::check_consistency(std::uint64_t{c["size1"]}, c["size2"], from_base64(c["root1"]),
                                         from_base64(c["root2"]), proof);
    });
    judge("subtreeinclusion", [](const auto& c, const Proof& proof) {
        return merkle::check_inclusion(c["leafIdx"], merkle::Subtree{c["start"], c["end"]},
                                       from_base64(c["leafHash"]), proof, from_base64(c["root"]));
    });
    judge("subtreeconsistency", [](const auto& c, const Proof& proof) {
        return merkle::check_consistency(merkle::Subtree{c["start"], c["end"]}, c["size"],
                                         from_base64(c["root1"]), from_base64(c["root2"]), proof);
    });
    CHECK(cases == 518);
}

TEST_CASE("merkle: every proof of every small tree, and no other", "[merkle]") {
    const auto leaves = some_leaves(20);
    const auto nodes = nodes_over(leaves);
    for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
        const Sha256 root = merkle::tree_root(size, nodes);
        for (std::uint64_t index = 0; index < size; ++index) {
            const Proof proof = merkle::prove_inclusion(index, size, nodes);
            for (std::uint64_t at = 0; at < size + 2; ++at) {
                CHECK(merkle::check_inclusion(at, size, leaves[index], proof, root) == (at == index));
            }
        }
        CHECK(merkle::prove_consistency(0, size, nodes).empty());
        for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
            const Proof proof = merkle::prove_consistency(old_size, size, nodes);
            for (std::uint64_t from = 0; from < size + 2; ++from) {
                const Sha256 old_root = merkle::tree_root(std::min(from, size), nodes);
                CHECK(merkle::check_consistency(from, size, old_root, root, proof) == (from == old_size));
            }
        }
    }
}

TEST_CASE("merkle: refuses impossible sizes", "[merkle]") {
    const auto nodes = nodes_over(some_leaves(4));
    CHECK_THROWS_AS(merkle::prove_inclusion(4, 4, nodes), Error);
    CHECK_THROWS_AS(merkle::prove_inclusion(0, 0, nodes), Error);
    CHECK_THROWS_AS(merkle::prove_consistency(5, 4, nodes), Error);
    const Sha256 any{};
    const std::uint64_t top = ~std::uint64_t{0};
    CHECK_FALSE(merkle::check_inclusion(0, top, any, {}, any));
    CHECK_FALSE(merkle::check_inclusion(top, top, any, {}, any));
    CHECK_FALSE(merkle::check_consistency(1, top, any, any, {}));
    CHECK_FALSE(merkle::check_consistency(top, top, any, any, {}));
    const Proof endless(200, any);
    CHECK_FALSE(merkle::check_inclusion(1, merkle::kMaxSize, any, endless, any));
    CHECK_FALSE(merkle::check_consistency(1, merkle::kMaxSize, any, any, endless));
}
