#include "vpass/revocation.hpp"

#include <algorithm>
#include <limits>

#include "vpass/trust.hpp"

namespace vpass {

void RevocationSet::add(const SignedList& list, const TrustStore& trust) {
    if (list.kind() == ListKind::rules)
        rules_.add(list, trust);
    else
        slots_.add(list, trust);
}

void RevocationSet::add(const CardList& list) {
    Rids& rids = card_lists_[list.kid];
    for (const CardList::Entry& card : list.entries) {
        const UnixTime before = card.before.value_or(std::numeric_limits<UnixTime>::max());
        auto [entry, added] = rids.emplace(card.rid, before);
        if (!added) entry->second = std::max(entry->second, before);
    }
}

void RevocationSet::seal() {
    slots_.seal();
    rules_.seal();
    hashes_.seal();
}

RevocationSet::Status RevocationSet::card_status(const Envelope& envelope, const TrustedKey& signer) const {
    if (card_lists_.empty()) return Status::unknown;
    const auto list = card_lists_.find(signer.kid);
    if (list == card_lists_.end()) return Status::unknown;
    const auto card = list->second.find(envelope.rid);
    if (envelope.rid.empty() || card == list->second.end()) return Status::good;
    return envelope.not_before.value_or(0) < card->second ? Status::revoked : Status::good;
}

RevocationSet::Status RevocationSet::status(const Envelope& envelope, const TrustedKey& signer,
                                            UnixTime at) const {
    const StatusIndex::Answer slot = slots_.ask(envelope, signer, at);
    const RevokedHashes::Answer hash = hashes_.ask(envelope, signer);
    const Status card = card_status(envelope, signer);
    // Whichever source revokes counts, and none can take that back.
    if (slot == StatusIndex::Answer::revoked || hash == RevokedHashes::Answer::revoked ||
        card == Status::revoked || rules_.revokes(envelope, signer)) {
        return Status::revoked;
    }
    if (slot == StatusIndex::Answer::no_slot) return Status::no_slot;
    const bool unsigned_counts = !vouch_until_ || at < *vouch_until_;
    const bool covered = slot == StatusIndex::Answer::good ||
                         (unsigned_counts && (hash == RevokedHashes::Answer::good || card == Status::good));
    return covered ? Status::good : Status::unknown;
}

}  // namespace vpass
