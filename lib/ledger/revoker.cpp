#include "ledger/revoker.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "formats/uvci.hpp"
#include "passes/verify.hpp"
#include "revocation/slots.hpp"

namespace vpass {
namespace {

RevokeResult unknown(std::string detail) {
    return {.outcome = RevokeOutcome::unknown, .detail = std::move(detail)};
}

std::optional<std::uint64_t> slot_of(const Envelope& envelope) {
    return envelope.status_index ? envelope.status_index : slot_of_rid(envelope.rid);
}

// Returns the row of exactly this pass, even if another pass imitates its identifiers.
std::optional<RegisterPass> find_registered(const Register& rows, const Envelope& envelope,
                                            const std::vector<RegisterKey>& keys, const Sha256& hash) {
    if (const auto slot = slot_of(envelope)) {
        for (const RegisterKey& key : keys) {
            auto pass = rows.find_slot(key.key, *slot);
            if (pass && pass->hash == hash) return pass;
        }
    }
    if (envelope.id.empty()) return {};
    for (RegisterPass& pass : rows.find_id(envelope.id)) {
        if (pass.hash == hash) return std::move(pass);
    }
    return {};
}

UnregisteredPass describe(const Envelope& envelope, const RegisterKey& key, const Register& rows) {
    UnregisteredPass out;
    out.id = envelope.id;
    out.format = envelope.format->name;
    out.key = key.key;
    out.issued_at = envelope.issued_at.value_or(envelope.not_before.value_or(0));
    out.expires_at = envelope.expires_at.value_or(0);
    // An honest pass may have the same identifier, which then must not be listed.
    const auto slot = slot_of(envelope);
    const bool is_free = !slot || !rows.find_slot(key.key, *slot);
    if (is_free && is_revocation_id(envelope.rid)) out.rid = envelope.rid;
    // Verifiers search the batches of the signer's country, whatever name the pass has for its issuer.
    if (!is_country_code(key.issuer) || !envelope.document) return out;  // not a pass of the EU's kind
    out.country = key.issuer;
    for (const HashKind kind : {HashKind::signature, HashKind::uci, HashKind::country_uci}) {
        const RevocationHashes hashes = revocation_hashes(envelope, kind, key.issuer);
        out.hashes[static_cast<std::size_t>(kind)].assign(hashes.begin(), hashes.end());
    }
    return out;
}

}  // namespace

std::string_view revoke_outcome_name(RevokeOutcome outcome) {
    constexpr std::string_view kNames[] = {"revoked",     "already-revoked", "restored",
                                           "not-revoked", "unknown",         "ambiguous"};
    return kNames[static_cast<std::size_t>(outcome)];
}

void Revoker::commit() {
    if (!events_.empty() && !plan_.dry)
        ledger_.append({.events = events_, .unregistered = new_unregistered_});
    events_.clear();
    new_unregistered_.clear();
    changed_.clear();
    changed_unregistered_.clear();
    changed_rules_.clear();
}

// The id is written as in the pass, or as the registry has it: the unique part of a UVCI. Several passes may
// belong to several people, or to one person whose pass was signed again.
RevokeResult Revoker::by_id(const std::string& id) {
    auto passes = ledger_.rows().find_id(id);
    if (passes.empty() && !id.starts_with("URN:"))
        passes = ledger_.rows().find_id(make_uvci(plan_.country, id));
    return passes.empty() ? by_record(id) : any_of(passes, "id");
}

RevokeResult Revoker::by_record(const std::string& record_id) {
    const auto passes = ledger_.rows().find_record(record_id);
    return passes.empty() ? unknown("no pass with this id") : any_of(passes, "record_id");
}

RevokeResult Revoker::any_of(const std::vector<RegisterPass>& passes, const std::string& name) {
    const auto changing = std::ranges::count_if(passes, [&](const RegisterPass& pass) {
        return revoked_since(pass.entry).has_value() == plan_.undo;
    });
    if (plan_.all || changing < 2) return registered(passes);
    RevokeResult out{.outcome = RevokeOutcome::ambiguous,
                     .detail = std::to_string(passes.size()) + " passes have this " + name +
                               ": name one by its pass or index, or all with --all",
                     .passes = passes.size()};
    for (const RegisterPass& pass : passes) out.candidates.emplace_back(kid_of(pass.key), pass);
    return out;
}

RevokeResult Revoker::by_slot(std::uint64_t slot, const std::optional<std::string>& kid) {
    std::optional<RegisterKey> key;
    if (kid) {
        key = ledger_.rows().find_key_called(*kid);
        if (!key) return unknown("no key with this kid");
    } else {
        const auto keys = ledger_.rows().keys();
        if (keys.size() != 1)
            throw Error(Code::no_kid, "an index needs the kid, since each key has its own list");
        key = keys.front();
    }
    const auto pass = ledger_.rows().find_slot(key->key, slot);
    return pass ? registered({*pass}) : unknown("no pass with this index");
}

RevokeResult Revoker::by_pass(PassText pass_text) {
    Envelope envelope;
    try {
        open_pass(pass_text, envelope);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return unknown("not a pass that can be read: " + e.name());
    }
    if (!envelope.unsupported.empty()) return unknown("not signed by a key of this ledger");
    const std::vector<RegisterKey> keys = ledger_.rows().keys();
    const auto pass = find_registered(ledger_.rows(), envelope, keys, pass_hash(envelope.signed_bytes));
    if (pass && pass->slot != slot_of(envelope)) {
        throw Error(Code::wrong_slot, "the pass has another slot than the register says of entry " +
                                          std::to_string(pass->entry) +
                                          ": revoking it would hit somebody else");
    }
    if (pass) return registered({*pass});
    // Anyone can write our kid into a pass, and another one into ours where the signature does not cover it.
    // So we try our keys.
    const RegisterKey* signer = nullptr;
    for (const RegisterKey& key : keys) {
        if (key.public_key.empty() || (signer && key.kid != envelope.kid_text)) continue;
        const PublicKey public_key = PublicKey::from_spki(key.public_key);
        if (public_key.algorithm() == envelope.algorithm && envelope.is_signed_by(public_key)) signer = &key;
    }
    return signer ? unregistered(envelope, *signer) : unknown("not signed by a key of this ledger");
}

RevokeResult Revoker::settle(bool was_revoked, std::optional<UnixTime> since) const {
    if (plan_.undo) return {.outcome = was_revoked ? RevokeOutcome::restored : RevokeOutcome::not_revoked};
    return {.outcome = was_revoked ? RevokeOutcome::already_revoked : RevokeOutcome::revoked,
            .since = was_revoked ? since : plan_.time};
}

RegisterEvent& Revoker::event(const Sha256& hash) {
    RegisterEvent& out = events_.emplace_back();
    out.type = plan_.undo ? LogEntryType::unrevoke : LogEntryType::revoke;
    out.hash = hash;
    out.reason = plan_.reason;
    return out;
}

std::string Revoker::kid_of(std::int64_t key) const {
    for (const RegisterKey& row : ledger_.rows().keys()) {
        if (row.key == key) return row.kid;
    }
    return {};
}

// Returns the current state, including what this batch changes.
std::optional<UnixTime> Revoker::revoked_since(std::uint64_t entry) const {
    if (changed_.contains(entry)) return plan_.undo ? std::nullopt : std::optional(plan_.time);
    return ledger_.rows().revoked_since(entry);
}

RevokeResult Revoker::registered(const std::vector<RegisterPass>& passes) {
    bool all_revoked = true, any_revoked = false;
    std::optional<UnixTime> first_since;
    for (const RegisterPass& pass : passes) {
        const auto since = revoked_since(pass.entry);
        all_revoked = all_revoked && since;
        any_revoked = any_revoked || since;
        if (since) first_since = std::min(*since, first_since.value_or(*since));
        if (since.has_value() != plan_.undo || !changed_.insert(pass.entry).second) continue;
        RegisterEvent& change = event(pass.hash);
        change.pass = pass.entry;
        change.key = pass.key;
    }
    RevokeResult out = settle(plan_.undo ? any_revoked : all_revoked, first_since);
    out.passes = passes.size();
    out.listed = std::ranges::all_of(passes, [](const RegisterPass& pass) { return pass.slot.has_value(); });
    if (passes.size() == 1) {
        out.index = passes.front().slot;
        out.kid = kid_of(passes.front().key);
    }
    return out;
}

RevokeResult Revoker::unregistered(const Envelope& envelope, const RegisterKey& key) {
    const Sha256 hash = pass_hash(envelope.signed_bytes);
    std::optional<UnregisteredPass> known = ledger_.rows().find_unregistered(hash);
    const auto added = std::ranges::find(new_unregistered_, hash, &UnregisteredPass::hash);
    if (added != new_unregistered_.end()) known = *added;
    bool revoked = known && known->revoked_since;
    if (known && changed_unregistered_.contains(known->row)) revoked = !plan_.undo;
    RevokeResult out = settle(revoked, known ? known->revoked_since.value_or(plan_.time) : plan_.time);
    out.passes = 1;
    out.registered = false;
    out.kid = key.kid;
    if (!known) known = describe(envelope, key, ledger_.rows());
    out.listed = !known->rid.empty() || !known->country.empty();
    if (revoked != plan_.undo) return out;  // nothing changes
    if (known->row == 0) {
        known->hash = hash;
        known->row = ledger_.rows().next_unregistered() + static_cast<std::int64_t>(new_unregistered_.size());
        new_unregistered_.push_back(*known);
    }
    changed_unregistered_.insert(known->row);
    RegisterEvent& change = event(hash);
    change.unregistered = known->row;
    change.key = key.key;
    return out;
}

// A rule belongs to one row of a key, and revokes the key. So the rule exists already when any row of the key
// has it.
RevokeResult Revoker::by_rule(const std::string& kid, std::optional<UnixTime> from,
                              std::optional<UnixTime> to) {
    const Register& rows = ledger_.rows();
    const auto key = rows.find_key_called(kid);
    if (!key) return unknown("no key with this kid");
    std::optional<UnixTime> since;
    std::uint64_t passes = 0;
    const auto change = [&](const RegisterKey& row) {
        RegisterEvent& made = event(rule_hash(row.kid, from, to));
        made.key = row.key;
        made.issued_from = from;
        made.issued_to = to;
        changed_rules_.insert(made.hash);
    };
    for (const RegisterKey& row : rows.rows_of_key(*key)) {
        passes += rows.count_passes(row.key, from, to);
        if (changed_rules_.contains(rule_hash(row.kid, from, to))) {
            if (!plan_.undo) since = plan_.time;
            continue;
        }
        for (const RegisterRule& rule : rows.rules()) {
            if (rule.key != row.key || rule.from != from || rule.to != to) continue;
            since = std::min(rule.since, since.value_or(rule.since));
            if (plan_.undo) change(row);
        }
    }
    RevokeResult out = settle(since.has_value(), since);
    out.kid = key->kid;
    out.passes = passes;
    if (!plan_.undo && !since) change(*key);
    return out;
}

}  // namespace vpass
