#pragma once
// The compact form of a status list for venues holds the gaps between revoked slots
// (lib/revocation/gap_coder.hpp) instead of a compressed bit array, and takes about a percent above the
// entropy of the set. A delta leads from one list to a later one and takes a few KiB a day. Slots have one
// bit.
//
// In a SignedList, claim -70001 is a map:
//     0  1, the version            3  SHA-256 of the packed slots, whatever form they were read from
//     1  number of slots           4  sequence number: a later list has a higher one
//     2  number of gaps            5  the gaps, a byte string
//     6  in a delta only: SHA-256 of the packed slots that it starts from; the gaps then name the slots
//        that change
#include "revocation/signed_list.hpp"

namespace vpass {

struct CompactList {
    std::uint64_t sequence = 0;
    StatusList list;
    Sha256 hash{};  // of `list`, as it was checked
};

struct Delta {
    std::uint64_t sequence = 0;  // of the list it leads to
    std::uint64_t slots = 0;
    Sha256 from{};
    Sha256 hash{};
    std::uint64_t changes = 0;
    Buffer gaps;
};

bool is_delta(const SignedList& list);  // of kind compact

// Throw as SignedList::demand; Error "bad-list" or "bad-gaps" when it does not decode to the slots of its
// hash, and "rollback" when its sequence number is below `lowest`: the highest one that the caller has seen
// before.
CompactList read_compact_list(const SignedList& list, const VerificationKey& key, std::uint64_t lowest = 0);
Delta read_delta(const SignedList& list, const VerificationKey& key);

// Throws Error "rollback" unless the delta's sequence number is higher, "wrong-delta" when it starts from
// other slots, "bad-list" or "bad-gaps" when it does not lead to the slots of its hash. After an Error the
// list is unchanged.
void apply(const Delta& delta, CompactList& list);

// Throw Error "bad-list" for slots of several bits, and for a delta that would lose slots or go back in
// sequence.
Buffer write_compact_list(const ListHead& head, const CompactList& list, const ListSigner& signer);
Buffer write_delta(const ListHead& head, const CompactList& from, const CompactList& to,
                   const ListSigner& signer);

}  // namespace vpass
