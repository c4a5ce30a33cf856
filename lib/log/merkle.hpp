#pragma once
// Implements the hash tree of RFC 6962 §2.1 with SHA-256: pure functions of hashes, without files or state.
//
// Proofs are made from `Nodes`, a function that gives the hash of any complete subtree, and checked by
// hashing alone. A check is a judgement: whatever the input, the answer is true or false. Sizes and indexes
// count entries.
#include <functional>

#include "crypto/crypto.hpp"

namespace vpass::merkle {

using Proof = std::vector<Sha256>;  // from the leaf's side to the root's

// Returns the hash of the 2^level entries that start at entry index * 2^level.
using Nodes = std::function<Sha256(unsigned level, std::uint64_t index)>;

constexpr std::uint64_t kMaxSize = ~std::uint64_t{0} >> 1;  // of a tree, so that no sum overflows

Sha256 empty_root();
Sha256 leaf_hash(Bytes entry);
Sha256 node_hash(const Sha256& left, const Sha256& right);

// Returns the root over neighbouring subtrees of one size; the last one may be of any smaller size. For
// subtrees of one entry this is MTH of RFC 6962 itself.
Sha256 root(std::span<const Sha256> subtrees);

// Returns the root of the first `size` entries.
Sha256 tree_root(std::uint64_t size, const Nodes& nodes);

// Throw Error "bad-range" unless index < size, and old_size <= size. The proof from the empty tree is empty.
Proof prove_inclusion(std::uint64_t index, std::uint64_t size, const Nodes& nodes);
Proof prove_consistency(std::uint64_t old_size, std::uint64_t size, const Nodes& nodes);

// Check proofs by RFC 9162 §2.1.3.2 and §2.1.4.2. Consistency with the empty tree proves nothing, so old_size
// 0 gives false.
bool check_inclusion(std::uint64_t index, std::uint64_t size, const Sha256& leaf,
                     std::span<const Sha256> proof, const Sha256& root);
bool check_consistency(std::uint64_t old_size, std::uint64_t size, const Sha256& old_root, const Sha256& root,
                       std::span<const Sha256> proof);

// Check likewise for a subtree: the entries [start, end), where start is a multiple of the next power of two
// of their number (draft-ietf-plants-merkle-tree-certs §4). The proofs lead from an entry to a subtree, and
// from a subtree to a tree.
struct Subtree {
    std::uint64_t start = 0, end = 0;
    bool valid() const;
};
bool check_inclusion(std::uint64_t index, Subtree subtree, const Sha256& leaf, std::span<const Sha256> proof,
                     const Sha256& root);
bool check_consistency(Subtree subtree, std::uint64_t size, const Sha256& subtree_root, const Sha256& root,
                       std::span<const Sha256> proof);

}  // namespace vpass::merkle
