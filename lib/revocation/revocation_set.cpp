#include "revocation/revocation_set.hpp"

#include <algorithm>
#include <limits>

namespace vpass {

void RevocationLists::add(const SignedList& list) {
    if (list.kind() == ListKind::rules)
        set_.rules_.add(list, trust_);
    else
        set_.slots_.add(list, trust_);
}

void RevocationLists::add(const CardList& list) {
    RevocationSet::Rids& rids = set_.card_lists_[list.kid];
    for (const CardList::Entry& card : list.entries) {
        const UnixTime before = card.before.value_or(std::numeric_limits<UnixTime>::max());
        auto [entry, added] = rids.emplace(card.rid, before);
        if (!added) entry->second = std::max(entry->second, before);
    }
}

RevocationSet::RevocationSet(RevocationLists&& lists) : RevocationSet(std::move(lists.set_)) {
    slots_.seal();
    rules_.seal();
    hashes_.seal(&lists.trust_);
    if (!card_lists_.empty())
        card_lists_of_.prepare(&lists.trust_, [&](const KeyIdentity& signer) { return find(signer); });
}

std::vector<std::string> RevocationSet::warnings(std::optional<UnixTime> at) const {
    std::vector<std::string> out = warnings_;
    // A stale site as a whole has its own warning.
    if (!at || (vouch_until_ && *at >= *vouch_until_)) return out;
    slots_.expired(*at, out);
    rules_.expired(*at, out);
    hashes_.expired(*at, out);
    return out;
}

RevocationSet::CardLists RevocationSet::find(const KeyIdentity& signer) const {
    CardLists out;
    for (const std::string& kid : signer.names) {
        const auto list = card_lists_.find(kid);
        if (list != card_lists_.end()) out.push_back(&list->second);
    }
    return out;
}

RevocationSet::Status RevocationSet::card_status(const Envelope& envelope, const TrustedKey& signer) const {
    if (card_lists_.empty()) return Status::unknown;
    CardLists scratch;
    const CardLists& lists = card_lists_of_.of(AskedKey(signer, envelope.issuer), scratch,
                                               [&](const KeyIdentity& key) { return find(key); });
    for (const Rids* list : lists) {
        const auto card = list->find(envelope.rid);
        if (!envelope.rid.empty() && card != list->end() && envelope.not_before.value_or(0) < card->second)
            return Status::revoked;
    }
    return lists.empty() ? Status::unknown : Status::good;
}

RevocationSet::Status RevocationSet::status(const Envelope& envelope, const TrustedKey& signer,
                                            UnixTime at) const {
    const StatusIndex::Status slot = slots_.ask(envelope, signer, at);
    const RevokedHashes::Status hash = hashes_.ask(envelope, signer, at);
    const Status card = card_status(envelope, signer);
    // Whichever source revokes counts, and none can take that back.
    if (slot == StatusIndex::Status::revoked || hash == RevokedHashes::Status::revoked ||
        card == Status::revoked || rules_.revokes(envelope, signer)) {
        return Status::revoked;
    }
    if (slot == StatusIndex::Status::no_slot) return Status::no_slot;
    const bool unsigned_counts = !vouch_until_ || at < *vouch_until_;
    const bool covered = slot == StatusIndex::Status::good ||
                         (unsigned_counts && (hash == RevokedHashes::Status::good || card == Status::good));
    return covered ? Status::good : Status::unknown;
}

}  // namespace vpass
