#include "vpass/status_index.hpp"

#include <algorithm>
#include <charconv>

#include "vpass/encoding.hpp"
#include "vpass/error.hpp"
#include "vpass/trust.hpp"

namespace vpass {
namespace {

// Trust files hold binary kids as bytes, a JWT as base64.
std::string decoded_kid(std::string_view kid, Base64 alphabet) {
    try {
        return std::string(as_text(base64_decode(kid, alphabet)));
    } catch (const Error&) {
        return {};
    }
}

// SMART Health Cards have no claim for a slot: they carry its number as their revocation identifier.
bool find_slot(const Envelope& envelope, std::uint64_t& slot) {
    if (envelope.status_index) {
        slot = *envelope.status_index;
        return true;
    }
    const std::string& rid = envelope.rid;
    const auto [stop, error] = std::from_chars(rid.data(), rid.data() + rid.size(), slot);
    return error == std::errc() && stop == rid.data() + rid.size() && (rid[0] != '0' || rid.size() == 1);
}

Buffer summarize(Bytes slots) {
    Buffer out(slots.size() / 8 + 1);
    for (std::size_t i = 0; i < slots.size(); ++i)
        out[i >> 3] |= static_cast<Byte>((slots[i] != 0) << (i & 7));
    return out;
}

// The key that a list is about. One that is retired, or lost, no longer signs its own.
const TrustedKey& find_owner(std::string_view uri, const TrustedKey& signer, const TrustStore& trust) {
    const std::string name(uri.substr(uri.rfind('/') + 1));
    for (const std::string& kid : {name, decoded_kid(name, Base64::url)}) {
        if (kid.empty()) continue;
        for (const TrustedKey* key : trust.with_kid(kid)) {
            if (same_authority(signer, *key)) return *key;
        }
    }
    return signer;
}

CompactList read_list(const SignedList& list, const VerificationKey& key) {
    if (list.kind() == ListKind::compact) return read_compact_list(list, key);
    return {0, read_status_list(list, key), {}};
}

// What tells the age of a list. Standard lists have no sequence number.
struct Age {
    std::uint64_t sequence;
    UnixTime issued_at;
};
bool is_newer(const Age& a, const Age& b) {
    if ((a.sequence && b.sequence) || a.issued_at == b.issued_at) return a.sequence > b.sequence;
    return a.issued_at > b.issued_at;
}

}  // namespace

const TrustedKey& find_list_signer(const SignedList& list, const TrustStore& trust) {
    for (const std::string& kid : {list.kid(), decoded_kid(list.kid(), Base64::standard)}) {
        for (const TrustedKey* key : trust.with_kid(kid)) {
            if (list.is_signed_by(key->key)) return *key;
        }
    }
    throw Error(Code::untrusted_list, "no trusted key signed it", "name the issuer's keys with --trust");
}

bool same_authority(const TrustedKey& list_signer, const TrustedKey& pass_signer) {
    return list_signer.issuer == pass_signer.issuer &&
           (!list_signer.issuer.empty() || list_signer.kid == pass_signer.kid);
}

void StatusIndex::add(const SignedList& list, const TrustStore& trust) {
    const TrustedKey& signer = find_list_signer(list, trust);
    const ListHead& head = list.head();
    const TrustedKey& owner = find_owner(head.uri, signer, trust);
    if (is_delta(list)) {
        deltas_.push_back({&signer, &owner, head, read_delta(list, signer.key)});
        return;
    }
    Entry entry{&signer, &owner, head, read_list(list, signer.key), {}};
    Entry* const known = find(signer, head.uri);
    if (!known)
        entries_.push_back(std::move(entry));
    else if (is_newer({entry.list.sequence, head.issued_at}, {known->list.sequence, known->head.issued_at}))
        *known = std::move(entry);
}

// Takes the delta that leads farthest from where the list is, again and again.
void StatusIndex::advance(Entry& entry) const {
    std::vector<const WaitingDelta*> newer;
    do {
        newer.clear();
        const WaitingDelta* next = nullptr;
        if (entry.list.sequence == 0) entry.list.hash = entry.list.list.hash();
        for (const WaitingDelta& waiting : deltas_) {
            const Delta& delta = waiting.delta;
            if (waiting.head.uri != entry.head.uri || !same_authority(*waiting.signer, *entry.signer) ||
                !is_newer({delta.sequence, waiting.head.issued_at},
                          {entry.list.sequence, entry.head.issued_at}))
                continue;
            newer.push_back(&waiting);
            if (delta.from == entry.list.hash && (!next || next->delta.sequence < delta.sequence))
                next = &waiting;
        }
        if (!next) break;
        apply(next->delta, entry.list);
        entry.signer = next->signer;
        entry.owner = next->owner;
        entry.head = next->head;
    } while (true);
    if (!newer.empty()) throw Error(Code::wrong_delta, "a delta starts from a list that is not here");
}

void StatusIndex::seal() {
    for (const WaitingDelta& waiting : deltas_) {
        if (!find(*waiting.signer, waiting.head.uri))
            throw Error(Code::wrong_delta, "there is a delta, but not the list that it starts from");
    }
    if (!deltas_.empty()) {
        for (Entry& entry : entries_) advance(entry);
    }
    deltas_.clear();
    by_uri_.clear();
    by_kid_.clear();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        entries_[i].summary = summarize(entries_[i].list.list.raw());
        by_uri_.push_back({entries_[i].head.uri, i});
        by_kid_.push_back({entries_[i].owner->kid, i});
    }
    std::ranges::sort(by_uri_, {}, &Name::text);
    std::ranges::sort(by_kid_, {}, &Name::text);
    own_.clear();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const Entry& entry = entries_[i];
        const TrustedKey& key = *entry.owner;
        own_.push_back(
            {&key, i, find(by_kid_, key.kid, key) == &entry, find(by_uri_, entry.head.uri, key) == &entry});
    }
    std::ranges::sort(own_, {}, &Own::key);
}

bool StatusIndex::holds(std::string_view uri, const Sha256& hash) const {
    return std::ranges::any_of(entries_, [&](const Entry& entry) {
        if (entry.head.uri != uri) return false;
        return hash == (entry.list.sequence ? entry.list.hash : entry.list.list.hash());
    });
}

// Nearly all passes are good, and the summary of 100 million slots stays in the cache where the slots do not.
std::optional<unsigned> StatusIndex::Entry::get(std::uint64_t slot) const {
    const StatusList& slots = list.list;
    if (slot >= slots.slots()) return {};
    const std::uint64_t byte = slot * slots.bits() >> 3;
    if (!(summary[byte >> 3] >> (byte & 7) & 1)) return 0;
    return slots.get(slot);
}

StatusIndex::Entry* StatusIndex::find(const TrustedKey& signer, std::string_view uri) {
    const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) {
        return entry.head.uri == uri && same_authority(*entry.signer, signer);
    });
    return found == entries_.end() ? nullptr : &*found;
}

const StatusIndex::Entry* StatusIndex::find(const std::vector<Name>& names, std::string_view text,
                                            const TrustedKey& signer) const {
    const Entry* answer = nullptr;
    for (auto name = std::ranges::lower_bound(names, text, {}, &Name::text);
         name != names.end() && name->text == text; ++name) {
        const Entry& entry = entries_[name->entry];
        if (!same_authority(*entry.signer, signer)) continue;
        if (answer) return nullptr;  // a key with several lists: the short form cannot tell which
        answer = &entry;
    }
    return answer;
}

const StatusIndex::Entry* StatusIndex::find(const Envelope& envelope, const TrustedKey& signer) const {
    const std::string& uri = envelope.status_uri;
    const auto own = std::ranges::lower_bound(own_, &signer, {}, &Own::key);
    if (own != own_.end() && own->key == &signer) {
        const Entry& entry = entries_[own->entry];
        if (uri.empty() ? own->by_kid : own->by_uri && entry.head.uri == uri) return &entry;
    }
    return uri.empty() ? find(by_kid_, signer.kid, signer) : find(by_uri_, uri, signer);
}

StatusIndex::Answer StatusIndex::ask(const Envelope& envelope, const TrustedKey& signer, UnixTime at) const {
    if (entries_.empty()) return Answer::not_covered;
    std::uint64_t slot = 0;
    if (!find_slot(envelope, slot)) return Answer::not_covered;
    const Entry* const entry = find(envelope, signer);
    if (!entry) return Answer::not_covered;
    const auto status = entry->get(slot);
    if (!status) return Answer::no_slot;
    // Suspended and application-specific states (draft-ietf-oauth-status-list §7.1) do not admit either.
    if (*status != 0) return Answer::revoked;
    return entry->head.expires_at && at >= *entry->head.expires_at ? Answer::not_covered : Answer::good;
}

}  // namespace vpass
