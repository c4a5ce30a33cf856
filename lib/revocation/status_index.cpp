#include "revocation/status_index.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "revocation/slots.hpp"

namespace vpass {
namespace {

// Trust files hold binary kids as bytes, a JWT holds them as base64.
std::string decoded_kid(std::string_view kid, Base64 alphabet) {
    try {
        return std::string(as_text(base64_decode(kid, alphabet)));
    } catch (const Error&) {
        return {};
    }
}

// SMART Health Cards do not have a claim for a slot: they carry its number as their revocation identifier.
std::optional<std::uint64_t> slot_of(const Envelope& envelope) {
    return envelope.status_index ? envelope.status_index : slot_of_rid(envelope.rid);
}

Buffer summarize(Bytes slots) {
    Buffer out(slots.size() / 8 + 1);
    for (std::size_t i = 0; i < slots.size(); ++i)
        out[i >> 3] |= static_cast<Byte>((slots[i] != 0) << (i & 7));
    return out;
}

CompactList read_list(const SignedList& list, const VerificationKey& key) {
    if (list.kind() == ListKind::compact) return read_compact_list(list, key);
    return {0, read_status_list(list, key), {}};
}

// The values that tell the age of a list. Standard lists do not have a sequence number.
struct Age {
    std::uint64_t sequence;
    UnixTime issued_at;
};
bool is_newer(const Age& a, const Age& b) {
    if ((a.sequence && b.sequence) || a.issued_at == b.issued_at) return a.sequence > b.sequence;
    return a.issued_at > b.issued_at;
}

}  // namespace

// The kid is a hint, and some lists have none: the trusted key that verifies the list has signed it.
std::shared_ptr<const TrustedKey> find_list_signer(const SignedList& list, const TrustStore& trust) {
    const auto of_store = [](const TrustedKey* key) {
        return std::shared_ptr<const TrustedKey>(std::shared_ptr<void>(), key);
    };
    const auto has_signed = [&](const TrustedKey& key) { return !key.is_weak && list.is_signed_by(key.key); };
    for (const std::string& kid : {list.kid(), decoded_kid(list.kid(), Base64::standard)}) {
        for (const TrustedKey* key : trust.with_kid(kid)) {
            if (has_signed(*key)) return of_store(key);
        }
    }
    if (!list.certificate().empty()) {
        const auto key = trust.chain_to_trusted_ca(list.certificate()).key;
        if (key && has_signed(*key)) return key;
    }
    for (const auto& key : trust.keys()) {
        if (has_signed(*key)) return of_store(key.get());
    }
    throw Error(Code::untrusted_list, "no trusted key signed it", "name the issuer's keys with --trust");
}

void StatusIndex::add(const SignedList& list, const TrustStore& trust) {
    trust_ = &trust;
    auto signer = find_list_signer(list, trust);
    const ListHead& head = list.head();
    if (is_delta(list)) {
        Delta delta = read_delta(list, signer->key);
        deltas_.push_back({std::move(signer), head, std::move(delta)});
        return;
    }
    Entry entry{signer, head, read_list(list, signer->key), {}, false};
    const Age age{entry.list.sequence, head.issued_at};
    auto age_of = [](const Entry& known) { return Age{known.list.sequence, known.head.issued_at}; };
    auto is_same_list = [&](const Entry& known) {
        return known.head.uri == head.uri && same_authority(*known.signer->identity, *signer->identity);
    };
    for (const Entry& known : entries_) {
        if (!is_same_list(known)) continue;
        if (is_newer(age_of(known), age)) return;
        const bool is_same_age = !is_newer(age, age_of(known));
        if (is_same_age && known.list.list.slots() == entry.list.list.slots() &&
            std::ranges::equal(known.list.list.raw(), entry.list.list.raw()))
            return;
    }
    std::erase_if(entries_,
                  [&](const Entry& known) { return is_same_list(known) && is_newer(age, age_of(known)); });
    entries_.push_back(std::move(entry));
}

// Applies the delta that leads farthest from the list's state, again and again.
void StatusIndex::advance(Entry& entry) const {
    std::vector<const WaitingDelta*> newer;
    do {
        newer.clear();
        const WaitingDelta* next = nullptr;
        if (entry.list.sequence == 0) entry.list.hash = entry.list.list.hash();
        for (const WaitingDelta& waiting : deltas_) {
            const Delta& delta = waiting.delta;
            if (waiting.head.uri != entry.head.uri ||
                !same_authority(*waiting.signer->identity, *entry.signer->identity) ||
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
        entry.head = next->head;
    } while (true);
    if (!newer.empty()) throw Error(Code::wrong_delta, "a delta starts from a list that is not here");
}

void StatusIndex::seal() {
    for (const WaitingDelta& waiting : deltas_) {
        const bool has_list = std::ranges::any_of(entries_, [&](const Entry& entry) {
            return entry.head.uri == waiting.head.uri &&
                   same_authority(*entry.signer->identity, *waiting.signer->identity);
        });
        if (!has_list)
            throw Error(Code::wrong_delta, "there is a delta, but not the list that it starts from");
    }
    if (!deltas_.empty()) {
        for (Entry& entry : entries_) advance(entry);
    }
    deltas_.clear();
    for (Entry& entry : entries_) entry.summary = summarize(entry.list.list.raw());
    name_lists();
    if (!entries_.empty()) found_.prepare(trust_, [&](const KeyIdentity& signer) { return find(signer); });
}

void StatusIndex::name_lists() {
    by_uri_.clear();
    by_name_.clear();
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
        const std::string& uri = entries_[i].head.uri;
        by_uri_.push_back({uri, i});
        const std::string name = uri.substr(uri.rfind('/') + 1);
        for (const std::string& kid : {name, decoded_kid(name, Base64::url)}) {
            if (!kid.empty()) by_name_.push_back({kid, i});
        }
        entries_[i].is_named = false;
    }
    std::ranges::sort(by_uri_, {}, &Name::text);
    std::ranges::sort(by_name_, {}, &Name::text);
    if (!trust_ || entries_.empty()) return;
    // A retired or lost key no longer signs its own list, so any key of the same authority may have signed
    // it.
    for (const auto& identity : trust_->identities()) {
        for (const std::string& kid : identity->names) {
            for (const Name& name : std::ranges::equal_range(by_name_, kid, {}, &Name::text)) {
                Entry& entry = entries_[name.entry];
                entry.is_named = entry.is_named || same_authority(*entry.signer->identity, *identity);
            }
        }
    }
}

bool StatusIndex::holds(std::string_view uri, const Sha256& hash) const {
    return std::ranges::any_of(entries_, [&](const Entry& entry) {
        if (entry.head.uri != uri) return false;
        return hash == (entry.list.sequence ? entry.list.hash : entry.list.list.hash());
    });
}

// Nearly all passes are good, and the summary of 100 million slots fits into the cache, unlike the slots.
std::optional<unsigned> StatusIndex::Entry::get(std::uint64_t slot) const {
    const StatusList& slots = list.list;
    if (slot >= slots.slots()) return {};
    const std::uint64_t byte = slot * slots.bits() >> 3;
    if (!(summary[byte >> 3] >> (byte & 7) & 1)) return 0;
    return slots.get(slot);
}

StatusIndex::Entries StatusIndex::find(std::string_view uri, const KeyIdentity& signer) const {
    Entries out;
    for (const Name& name : std::ranges::equal_range(by_uri_, uri, {}, &Name::text)) {
        if (same_authority(*entries_[name.entry].signer->identity, signer)) out.push_back(name.entry);
    }
    return out;
}

StatusIndex::Found StatusIndex::find(const KeyIdentity& signer) const {
    Found out;
    auto take = [&](std::uint32_t entry) {
        if (std::ranges::find(out.own, entry) == out.own.end()) out.own.push_back(entry);
    };
    for (const std::string& kid : signer.names) {
        for (const Name& name : std::ranges::equal_range(by_name_, kid, {}, &Name::text)) {
            if (same_authority(*entries_[name.entry].signer->identity, signer)) take(name.entry);
        }
    }
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
        if (!entries_[i].is_named && entries_[i].signer->identity->hash == signer.hash) take(i);
    }
    out.is_only_one = out.own.size() == 1 && find(entries_[out.own[0]].head.uri, signer).size() == 1;
    return out;
}

StatusIndex::Status StatusIndex::ask(const Envelope& envelope, const TrustedKey& signer, UnixTime at) const {
    if (entries_.empty()) return Status::not_covered;
    const auto slot = slot_of(envelope);
    if (!slot) return Status::not_covered;
    const AskedKey key(signer, envelope.issuer);
    Found scratch;
    const Found& found = found_.of(key, scratch, [&](const KeyIdentity& asked) { return find(asked); });
    const std::string& uri = envelope.status_uri;
    Entries by_uri;
    const bool is_own = uri.empty() || (found.is_only_one && entries_[found.own[0]].head.uri == uri);
    if (!is_own) by_uri = find(uri, *key);
    Status answer = Status::not_covered;
    bool is_covered = true, has_slot = true;
    for (const std::uint32_t i : is_own ? found.own : by_uri) {
        const Entry& entry = entries_[i];
        const auto status = entry.get(*slot);
        // Suspended and application-specific states (draft-ietf-oauth-status-list §7.1) do not admit either.
        if (status.value_or(0) != 0) return Status::revoked;
        has_slot = has_slot && status;
        is_covered = is_covered && !(entry.head.expires_at && at >= *entry.head.expires_at);
        answer = Status::good;
    }
    if (!has_slot) return Status::no_slot;
    return is_covered ? answer : Status::not_covered;
}

void StatusIndex::expired(UnixTime at, std::vector<std::string>& out) const {
    for (const Entry& entry : entries_) {
        if (entry.head.expires_at && at >= *entry.head.expires_at)
            out.push_back("the status list " + entry.head.uri + " expired at " +
                          format_rfc3339(*entry.head.expires_at));
    }
}

}  // namespace vpass
