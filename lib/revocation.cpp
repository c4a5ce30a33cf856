#include "vpass/revocation.hpp"

#include "vpass/trust.hpp"

namespace vpass {

void RevocationSet::add_card_list(const std::string& kid) { card_lists_[kid]; }

void RevocationSet::add_card(const std::string& kid, const std::string& rid, UnixTime before) {
    auto [entry, added] = card_lists_[kid].emplace(rid, before);
    if (!added) entry->second = std::max(entry->second, before);
}

RevocationSet::Status RevocationSet::status(const Envelope& envelope, const TrustedKey& signer) const {
    if (card_lists_.empty()) return Status::unknown;
    const auto list = card_lists_.find(signer.kid);
    if (list == card_lists_.end()) return Status::unknown;
    const auto card = list->second.find(envelope.rid);
    if (envelope.rid.empty() || card == list->second.end()) return Status::good;
    return envelope.not_before.value_or(0) < card->second ? Status::revoked : Status::good;
}

}  // namespace vpass
