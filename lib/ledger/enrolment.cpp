#include "ledger/enrolment.hpp"

namespace vpass {

Enrolment::Enrolment(Ledger& ledger, const SigningKey& key, const std::string& issuer, bool short_status)
    : ledger_(ledger), short_status_(short_status) {
    std::map<std::string, std::shared_ptr<Key>> by_kid;
    for (const Format& format : formats()) {
        if (!format.signer_name) continue;
        try {
            SignerName signer = format.signer_name(key.certificate);
            if (!issuer.empty()) signer.issuer = issuer;
            if (signer.issuer.empty()) continue;  // sign itself refuses such payloads one by one
            const RegisterKey row =
                ledger.use_key(signer, key.certificate);  // or "bad-key": of another issuer
            std::shared_ptr<Key>& known = by_kid[signer.kid_text];
            if (!known) known = std::make_shared<Key>(ledger, row);
            keys_[&format] = known;
        } catch (const Error& e) {  // of no matter before a payload of this format comes
            if (e.code() != Code::bad_key) throw;
            refused_.emplace(&format, e);
        }
    }
}

void Enrolment::check(const Format& format) const {
    if (const auto refused = refused_.find(&format); refused != refused_.end()) throw refused->second;
}

PayloadName Enrolment::name(const Format& format, const json::Value& payload, std::string id) const {
    PayloadName out = name_payload(format, payload, std::move(id));
    if (const auto key = keys_.find(&format); key != keys_.end()) out.key = key->second->row.key;
    return out;
}

void Enrolment::assign(SignRequest& request) {
    request.hash = true;
    if (request.format->slot == SlotForm::none) return;
    const auto found = keys_.find(request.format);
    if (found == keys_.end()) return;
    Key& key = *found->second;
    request.slot = key.permutation.slot(key.counts.take());
    if (!short_status_) request.status_uri = key.row.status_uri;
}

RegisterPass Enrolment::row(const SignRequest& request, const SignedPass& pass,
                            const PayloadName& name) const {
    RegisterPass out;
    out.id = name.id;
    out.record_id = name.record_id;
    out.content = name.content;
    out.format = request.format->name;
    out.key = keys_.at(request.format)->row.key;
    out.slot = request.slot;
    if (request.format->slot == SlotForm::rid) out.rid = slot_rid(*request.slot);
    out.hash = pass.hash;
    out.issued_at = request.issued_at;
    out.expires_at = request.expires_at;
    return out;
}

void Enrolment::append(std::span<RegisterPass> rows) {
    // Counts that other threads took meanwhile are in the same blocks or in later ones.
    std::vector<GivenCounts> given;
    for (const auto& [format, key] : keys_) {
        if (GivenCounts counts = key->counts.given(); counts.next) given.push_back(std::move(counts));
    }
    ledger_.append({.passes = rows, .given = given});
}

}  // namespace vpass
