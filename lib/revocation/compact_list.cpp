#include "revocation/compact_list.hpp"

#include <algorithm>
#include <bit>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "revocation/gap_coder.hpp"

namespace vpass {
namespace {

enum Member : std::int64_t {
    kVersion = 0,
    kSlots = 1,
    kGapCount = 2,
    kHash = 3,
    kSequence = 4,
    kGaps = 5,
    kFrom = 6
};
constexpr std::int64_t kKnownVersion = 1;

std::uint64_t read_number(cbor::Value list, Member member, const char* name) {
    const auto number = list[member].integer();
    if (!number || *number < 0)
        throw Error(Code::bad_list, std::string("the compact list lacks its ") + name);
    return static_cast<std::uint64_t>(*number);
}

Sha256 read_hash(cbor::Value list, Member member) {
    const Bytes bytes = list[member].bytes();
    Sha256 out;
    if (bytes.size() != out.size())
        throw Error(Code::bad_list, "a hash of the compact list is not 32 bytes long");
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

// Reads the parts that lists and deltas have in common.
Delta read(const SignedList& list, const VerificationKey& key) {
    list.demand(key, ListKind::compact);
    const cbor::Value claim = list.claim();
    if (claim[kVersion].integer() != kKnownVersion)
        throw Error(Code::bad_list, "the version of the compact list is not 1");
    Delta out;
    out.slots = read_number(claim, kSlots, "number of slots");
    out.changes = read_number(claim, kGapCount, "number of gaps");
    out.sequence = read_number(claim, kSequence, "sequence number");
    out.hash = read_hash(claim, kHash);
    const Bytes gaps = claim[kGaps].bytes();
    out.gaps.assign(gaps.begin(), gaps.end());
    return out;
}

void flip(const Delta& delta, StatusList& list) {
    gap::flip(delta.gaps, delta.changes, delta.slots, list.raw());
    if (list.hash() != delta.hash)
        throw Error(Code::bad_list, "the slots do not have the hash that the list names");
}

void encode_bits(Bytes bits, gap::Encoder& out) {
    for (std::size_t i = 0; i < bits.size(); ++i) {
        for (unsigned byte = bits[i]; byte != 0; byte &= byte - 1)
            out.add(i * 8 + static_cast<unsigned>(std::countr_zero(byte)));
    }
}

Buffer seal(const ListHead& head, const CompactList& list, gap::Encoder& gaps, const Sha256* from,
            const ListSigner& signer) {
    Buffer value;
    cbor::Writer out(value);
    out.map(from ? 7 : 6);
    out.integer(kVersion).integer(kKnownVersion);
    out.integer(kSlots).integer(list.list.slots());
    out.integer(kGapCount).integer(gaps.count());
    out.integer(kHash).bytes(list.list.hash());
    out.integer(kSequence).integer(list.sequence);
    out.integer(kGaps).bytes(gaps.finish());
    if (from) out.integer(kFrom).bytes(*from);
    return seal_list(head, kCompactListClaim, value, {}, signer);
}

void require_one_bit(const StatusList& list) {
    if (list.bits() != 1) throw Error(Code::bad_list, "a compact list has slots of one bit");
}

}  // namespace

bool is_delta(const SignedList& list) {
    return list.kind() == ListKind::compact && list.claim()[std::int64_t{kFrom}];
}

CompactList read_compact_list(const SignedList& list, const VerificationKey& key, std::uint64_t lowest) {
    const Delta from_nothing = read(list, key);
    if (is_delta(list)) throw Error(Code::bad_list, "a delta, not a whole list");
    if (from_nothing.sequence < lowest)
        throw Error(Code::rollback, "list " + std::to_string(from_nothing.sequence) + " is older than list " +
                                        std::to_string(lowest) + ", which was seen before");
    CompactList out{from_nothing.sequence, StatusList(from_nothing.slots), from_nothing.hash};
    flip(from_nothing, out.list);
    return out;
}

Delta read_delta(const SignedList& list, const VerificationKey& key) {
    Delta out = read(list, key);
    out.from = read_hash(list.claim(), kFrom);
    return out;
}

void apply(const Delta& delta, CompactList& list) {
    if (delta.sequence <= list.sequence)
        throw Error(Code::rollback, "a delta to list " + std::to_string(delta.sequence) +
                                        " is not newer than list " + std::to_string(list.sequence));
    if (delta.from != list.hash) throw Error(Code::wrong_delta, "the delta starts from another list");
    StatusList changed = list.list;
    changed.grow(delta.slots);
    flip(delta, changed);
    list = {delta.sequence, std::move(changed), delta.hash};
}

Buffer write_compact_list(const ListHead& head, const CompactList& list, const ListSigner& signer) {
    require_one_bit(list.list);
    gap::Encoder gaps;
    encode_bits(list.list.raw(), gaps);
    return seal(head, list, gaps, nullptr, signer);
}

Buffer write_delta(const ListHead& head, const CompactList& from, const CompactList& to,
                   const ListSigner& signer) {
    require_one_bit(from.list);
    require_one_bit(to.list);
    if (to.sequence <= from.sequence || to.list.slots() < from.list.slots())
        throw Error(Code::bad_list, "a delta leads to a later list of at least as many slots");
    StatusList changed = from.list;
    changed.grow(to.list.slots());
    const Bytes target = to.list.raw();
    for (std::size_t i = 0; i < target.size(); ++i) changed.raw()[i] ^= target[i];
    gap::Encoder gaps;
    encode_bits(changed.raw(), gaps);
    const Sha256 start = from.list.hash();
    return seal(head, to, gaps, &start, signer);
}

}  // namespace vpass
