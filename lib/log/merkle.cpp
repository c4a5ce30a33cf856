#include "log/merkle.hpp"

#include <algorithm>
#include <bit>

#include "base/error.hpp"

namespace vpass::merkle {
namespace {

constexpr Byte kLeaf = 0, kNode = 1;  // RFC 6962 §2.1: no leaf can pass for a node

// RFC 6962 §2.1 splits a tree at the largest power of two smaller than its size.
std::uint64_t left_size(std::uint64_t size) { return std::bit_floor(size - 1); }

// Returns the root of the entries [start, end), a part that RFC 6962's splitting produces.
Sha256 range_root(std::uint64_t start, std::uint64_t end, const Nodes& nodes) {
    const std::uint64_t size = end - start;
    if (std::has_single_bit(size)) {
        const auto level = static_cast<unsigned>(std::countr_zero(size));
        return nodes(level, start >> level);
    }
    const std::uint64_t middle = start + left_size(size);
    return node_hash(range_root(start, middle, nodes), range_root(middle, end, nodes));
}

}  // namespace

Sha256 empty_root() { return sha256({}); }

Sha256 leaf_hash(Bytes entry) {
    Byte message[256];
    if (entry.size() < sizeof message) {
        message[0] = kLeaf;
        std::copy(entry.begin(), entry.end(), message + 1);
        return sha256({message, entry.size() + 1});
    }
    Buffer longer{kLeaf};
    append(longer, entry);
    return sha256(longer);
}

Sha256 node_hash(const Sha256& left, const Sha256& right) {
    Byte message[1 + 2 * sizeof(Sha256)] = {kNode};
    std::copy(left.begin(), left.end(), message + 1);
    std::copy(right.begin(), right.end(), message + 1 + left.size());
    return sha256(message);
}

Sha256 root(std::span<const Sha256> subtrees) {
    if (subtrees.empty()) return empty_root();
    // Pairing neighbours and letting an odd last one rise unchanged yields the same tree as RFC 6962's
    // splits.
    Proof row(subtrees.begin(), subtrees.end());
    for (std::size_t width = row.size(); width > 1; width = (width + 1) / 2) {
        for (std::size_t i = 0; i + 1 < width; i += 2) row[i / 2] = node_hash(row[i], row[i + 1]);
        if (width % 2) row[width / 2] = row[width - 1];
    }
    return row[0];
}

Sha256 tree_root(std::uint64_t size, const Nodes& nodes) {
    return size ? range_root(0, size, nodes) : empty_root();
}

// Implements PATH of RFC 6962 §2.1.1: the walk goes from the root down, then the proof is reversed.
Proof prove_inclusion(std::uint64_t index, std::uint64_t size, const Nodes& nodes) {
    if (index >= size) {
        throw Error(Code::bad_range,
                    "entry " + std::to_string(index) + " is not in a log of " + std::to_string(size));
    }
    Proof proof;
    for (std::uint64_t start = 0, end = size; end - start > 1;) {
        const std::uint64_t middle = start + left_size(end - start);
        if (index < middle) {
            proof.push_back(range_root(middle, end, nodes));
            end = middle;
        } else {
            proof.push_back(range_root(start, middle, nodes));
            start = middle;
        }
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

// Implements PROOF of RFC 6962 §2.1.2 likewise. The walk ends at the subtree that the old tree's last split
// left.
Proof prove_consistency(std::uint64_t old_size, std::uint64_t size, const Nodes& nodes) {
    if (old_size > size) {
        throw Error(Code::bad_range, "a log of " + std::to_string(size) + " cannot continue one of " +
                                         std::to_string(old_size));
    }
    if (old_size == 0) return {};
    Proof proof;
    std::uint64_t start = 0, end = size;
    while (end != old_size) {
        const std::uint64_t middle = start + left_size(end - start);
        if (old_size <= middle) {
            proof.push_back(range_root(middle, end, nodes));
            end = middle;
        } else {
            proof.push_back(range_root(start, middle, nodes));
            start = middle;
        }
    }
    if (start != 0) proof.push_back(range_root(start, end, nodes));  // else it is the old root itself
    std::reverse(proof.begin(), proof.end());
    return proof;
}

bool Subtree::valid() const {
    return start <= end && end <= kMaxSize && start % std::bit_ceil(end - start) == 0;
}

bool check_inclusion(std::uint64_t index, Subtree subtree, const Sha256& leaf, std::span<const Sha256> proof,
                     const Sha256& root) {
    if (!subtree.valid() || index < subtree.start || index >= subtree.end) return false;
    // The positions of our node and of the last node, on the way up.
    std::uint64_t node = index - subtree.start, last = subtree.end - subtree.start - 1;
    Sha256 hash = leaf;
    for (const Sha256& sibling : proof) {
        if (last == 0) return false;
        if (node % 2 == 1 || node == last) {
            hash = node_hash(sibling, hash);
            while (node % 2 == 0 && node != 0) {  // levels at which the last node has no sibling
                node /= 2;
                last /= 2;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        node /= 2;
        last /= 2;
    }
    return last == 0 && hash == root;
}

bool check_consistency(Subtree subtree, std::uint64_t size, const Sha256& subtree_root, const Sha256& root,
                       std::span<const Sha256> proof) {
    if (!subtree.valid() || subtree.end > size || size > kMaxSize) return false;
    if (subtree.start == subtree.end) return proof.empty() && subtree_root == empty_root();
    // The positions of the subtree's first and last node and of the tree's last node, on the way up.
    std::uint64_t first = subtree.start, last = subtree.end - 1, tree = size - 1;
    auto rise = [&] { first /= 2, last /= 2, tree /= 2; };
    if (last == tree) {
        while (first != last) rise();
    } else {
        while (first != last && last % 2 == 1) rise();
    }
    // The walk starts at the subtree itself if that is one complete node, else at the proof's first hash.
    const bool whole = first == last;
    if (!whole && proof.empty()) return false;
    Sha256 in_subtree = whole ? subtree_root : proof.front(), in_tree = in_subtree;
    for (const Sha256& hash : proof.subspan(whole ? 0 : 1)) {
        if (tree == 0) return false;
        if (last % 2 == 1 || last == tree) {
            if (first < last) in_subtree = node_hash(hash, in_subtree);
            in_tree = node_hash(hash, in_tree);
            while (last % 2 == 0 && last != 0) rise();
        } else {
            in_tree = node_hash(in_tree, hash);
        }
        rise();
    }
    return tree == 0 && in_subtree == subtree_root && in_tree == root;
}

bool check_inclusion(std::uint64_t index, std::uint64_t size, const Sha256& leaf,
                     std::span<const Sha256> proof, const Sha256& root) {
    return check_inclusion(index, Subtree{0, size}, leaf, proof, root);
}

bool check_consistency(std::uint64_t old_size, std::uint64_t size, const Sha256& old_root, const Sha256& root,
                       std::span<const Sha256> proof) {
    return old_size != 0 && check_consistency(Subtree{0, old_size}, size, old_root, root, proof);
}

}  // namespace vpass::merkle
