#include "revoke_lines.hpp"

#include <algorithm>
#include <charconv>

#include "formats/uvci.hpp"
#include "passes/verify.hpp"
#include "revocation/slots.hpp"

namespace vpass::tools {
namespace {

RevokeAnswer unknown(std::string detail) { return {.result = "unknown", .detail = std::move(detail)}; }

// A number, also as the text that a table has.
std::optional<std::int64_t> slot_number(const json::Value& value) {
    if (!value.is(json::Type::string)) return value.integer();
    const std::string text = value.string();
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return out;
}

// A line that is an identifier and no pass: those are longer, or begin with the name of their format.
bool is_identifier(std::string_view line) {
    constexpr std::size_t kLongest = 80;
    if (line.empty() || line.size() > kLongest) return false;
    for (const std::string_view scheme : {"HC1:", "NZCP:"}) {
        if (line.starts_with(scheme)) return false;
    }
    return line.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:#") == std::string_view::npos;
}

std::optional<std::uint64_t> slot_of(const Envelope& envelope) {
    return envelope.status_index ? envelope.status_index : slot_of_rid(envelope.rid);
}

// The row of the very pass, however well another one may imitate what it names.
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
    // An honest pass may bear the same identifier, which then must not be listed.
    const auto slot = slot_of(envelope);
    const bool is_free = !slot || !rows.find_slot(key.key, *slot);
    if (is_free && is_revocation_id(envelope.rid)) out.rid = envelope.rid;
    // Verifiers ask the batches of the signer's country, whatever name the pass has for its issuer.
    if (!is_country_code(key.issuer) || !envelope.document) return out;  // not a pass of the EU's kind
    out.country = key.issuer;
    for (const HashKind kind : {HashKind::signature, HashKind::uci, HashKind::country_uci}) {
        const RevocationHashes hashes = revocation_hashes(envelope, kind, key.issuer);
        out.hashes[static_cast<std::size_t>(kind)].assign(hashes.begin(), hashes.end());
    }
    return out;
}

}  // namespace

void write_revoked(const RevokeAnswer& answer, json::Writer& out) {
    out.key("revoked").begin_object().text("result", answer.result);
    if (!answer.detail.empty()) out.text("detail", answer.detail);
    if (answer.result != "unknown") {
        out.key("passes").integer(static_cast<std::int64_t>(answer.passes));
        if (!answer.registered) out.key("registered").boolean(false);
        if (!answer.listed) out.key("listed").boolean(false);
        if (!answer.kid.empty()) out.text("kid", answer.kid);
        if (answer.index) out.key("index").integer(static_cast<std::int64_t>(*answer.index));
        if (answer.since) out.text("since", format_rfc3339(*answer.since));
    }
    if (!answer.candidates.empty()) {
        out.key("candidates").begin_array();
        for (const auto& [kid, pass] : answer.candidates) {
            out.begin_object().key("entry").integer(static_cast<std::int64_t>(pass.entry));
            out.text("format", pass.format).text("kid", kid);
            if (pass.slot) out.key("index").integer(static_cast<std::int64_t>(*pass.slot));
            out.text("issued_at", format_rfc3339(pass.issued_at)).end_object();
        }
        out.end_array();
    }
    out.end_object();
}

void RevokeLines::operator()(const Batch& batch, Answer& answer) {
    events_.clear();
    new_unregistered_.clear();
    changed_.clear();
    changed_unregistered_.clear();
    if (items_.size() < batch.lines.size()) items_.resize(batch.lines.size());
    for (std::size_t i = 0; i < batch.lines.size(); ++i) {
        Item& item = items_[i];
        item.error.reset();
        item.line = batch.lines[i].number;
        try {
            read(batch.lines[i], item);
            item.answer = find(item);
        } catch (const Error& e) {
            if (class_of(e.code()) != ErrorClass::record)
                throw;  // the ledger's, which no line is to blame for
            item.error = e;
        }
    }
    if (!events_.empty() && !dry_) ledger_.append({.events = events_, .unregistered = new_unregistered_});
    for (std::size_t i = 0; i < batch.lines.size(); ++i) write(items_[i], answer);
}

// A record that names a pass by other things than its text, or a pass.
void RevokeLines::read(const Line& line, Item& item) {
    item.id.clear();
    item.by_pass = line.too_long || !line.text.starts_with('{');
    if (item.by_pass && is_identifier(line.text)) {
        item.id = line.text;
        item.by_pass = false;
        return;
    }
    if (!item.by_pass) {
        item.record.parse(line.text);
        item.by_pass = item.record["pass"] || !(item.record["id"] || item.record["index"]);
    }
    if (!item.by_pass) return;
    try {
        item.pass.read(line);
    } catch (const Error& e) {
        if (e.code() != Code::no_pass) throw;
        throw Error(Code::no_pass, "the record has no pass, index or id");
    }
}

RevokeAnswer RevokeLines::find(const Item& item) {
    if (!item.id.empty()) return by_id(item.id);
    if (item.by_pass) return item.pass.is_carried() ? RevokeAnswer() : by_text(item.pass.text());
    if (item.record["index"]) return by_index(item.record);
    const json::Value id = item.record["id"];
    if (!id.is(json::Type::string)) throw Error(Code::bad_id, "the id is no text");
    return by_id(id.string());
}

// As it is in the pass, or as the registry has it: the unique part of a UVCI. Several passes may be those of
// several people, or one person's that was signed again.
RevokeAnswer RevokeLines::by_id(const std::string& id) {
    auto passes = ledger_.rows().find_id(id);
    if (passes.empty() && !id.starts_with("URN:")) passes = ledger_.rows().find_id(make_uvci(country_, id));
    if (passes.empty()) return unknown("no pass with this id");
    const auto changing = std::ranges::count_if(
        passes, [&](const RegisterPass& pass) { return revoked_since(pass.entry).has_value() == undo_; });
    if (all_ || changing < 2) return registered(passes);
    RevokeAnswer out{.result = "ambiguous",
                     .detail = std::to_string(passes.size()) +
                               " passes have this id: name one by its pass or index, or all with --all",
                     .passes = passes.size()};
    for (const RegisterPass& pass : passes) out.candidates.emplace_back(kid_of(pass.key), pass);
    return out;
}

RevokeAnswer RevokeLines::by_index(const Record& record) {
    const auto index = slot_number(record["index"]);
    if (!index || *index < 0) throw Error(Code::bad_index, "the index is no slot of a list");
    std::optional<RegisterKey> key;
    if (record["kid"]) {
        key = ledger_.rows().find_key_called(record["kid"].string());
        if (!key) return unknown("no key with this kid");
    } else {
        const auto keys = ledger_.rows().keys();
        if (keys.size() != 1)
            throw Error(Code::no_kid, "an index needs the kid, since each key has its own list");
        key = keys.front();
    }
    const auto pass = ledger_.rows().find_slot(key->key, static_cast<std::uint64_t>(*index));
    return pass ? registered({*pass}) : unknown("no pass with this index");
}

RevokeAnswer RevokeLines::by_text(PassText text) {
    Envelope envelope;
    try {
        open_pass(text, envelope);
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
    const RegisterKey* signer = nullptr;
    for (const RegisterKey& key : keys) {
        if (key.public_key.empty() || (signer && key.kid != envelope.kid_text)) continue;
        const PublicKey public_key = PublicKey::from_spki(key.public_key);
        if (public_key.algorithm() == envelope.algorithm && envelope.is_signed_by(public_key)) signer = &key;
    }
    return signer ? unregistered(envelope, *signer) : unknown("not signed by a key of this ledger");
}

RevokeAnswer RevokeLines::settle(bool was_revoked, std::optional<UnixTime> since) const {
    if (undo_) return {.result = was_revoked ? "restored" : "not-revoked"};
    return {.result = was_revoked ? "already-revoked" : "revoked", .since = was_revoked ? since : time_};
}

RegisterEvent& RevokeLines::event(const Sha256& hash) {
    RegisterEvent& out = events_.emplace_back();
    out.type = undo_ ? LogEntryType::unrevoke : LogEntryType::revoke;
    out.hash = hash;
    out.reason = reason_;
    return out;
}

std::string RevokeLines::kid_of(std::int64_t key) const {
    for (const RegisterKey& row : ledger_.rows().keys()) {
        if (row.key == key) return row.kid;
    }
    return {};
}

// Now, with what this batch changes.
std::optional<UnixTime> RevokeLines::revoked_since(std::uint64_t entry) const {
    if (changed_.contains(entry)) return undo_ ? std::nullopt : std::optional(time_);
    return ledger_.rows().revoked_since(entry);
}

RevokeAnswer RevokeLines::registered(const std::vector<RegisterPass>& passes) {
    bool all_revoked = true, any_revoked = false;
    std::optional<UnixTime> first_since;
    for (const RegisterPass& pass : passes) {
        const auto since = revoked_since(pass.entry);
        all_revoked = all_revoked && since;
        any_revoked = any_revoked || since;
        if (since) first_since = std::min(*since, first_since.value_or(*since));
        if (since.has_value() != undo_ || !changed_.insert(pass.entry).second) continue;
        RegisterEvent& change = event(pass.hash);
        change.pass = pass.entry;
        change.key = pass.key;
    }
    RevokeAnswer out = settle(undo_ ? any_revoked : all_revoked, first_since);
    out.passes = passes.size();
    out.listed = std::ranges::all_of(passes, [](const RegisterPass& pass) { return pass.slot.has_value(); });
    if (passes.size() == 1) {
        out.index = passes.front().slot;
        out.kid = kid_of(passes.front().key);
    }
    return out;
}

RevokeAnswer RevokeLines::unregistered(const Envelope& envelope, const RegisterKey& key) {
    const Sha256 hash = pass_hash(envelope.signed_bytes);
    std::optional<UnregisteredPass> known = ledger_.rows().find_unregistered(hash);
    const auto added = std::ranges::find(new_unregistered_, hash, &UnregisteredPass::hash);
    if (added != new_unregistered_.end()) known = *added;
    bool revoked = known && known->revoked_since;
    if (known && changed_unregistered_.contains(known->row)) revoked = !undo_;
    RevokeAnswer out = settle(revoked, known ? known->revoked_since.value_or(time_) : time_);
    out.passes = 1;
    out.registered = false;
    out.kid = key.kid;
    if (!known) known = describe(envelope, key, ledger_.rows());
    out.listed = !known->rid.empty() || !known->country.empty();
    if (revoked != undo_) return out;  // nothing changes
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

// A rule is of one row of a key, and revokes the key. So there is one already when any row of the key has it.
RevokeAnswer RevokeLines::rule(const std::string& kid, std::optional<UnixTime> from,
                               std::optional<UnixTime> to) {
    const Register& rows = ledger_.rows();
    const auto key = rows.find_key_called(kid);
    if (!key) return unknown("no key with this kid");
    std::optional<UnixTime> since;
    std::uint64_t passes = 0;
    auto change = [&](const RegisterKey& row) {
        RegisterEvent& made = event(rule_hash(row.kid, from, to));
        made.key = row.key;
        made.issued_from = from;
        made.issued_to = to;
    };
    for (const RegisterKey& row : rows.rows_of_key(*key)) {
        passes += rows.count_passes(row.key, from, to);
        for (const RegisterRule& rule : rows.rules()) {
            if (rule.key != row.key || rule.from != from || rule.to != to) continue;
            since = std::min(rule.since, since.value_or(rule.since));
            if (undo_) change(row);
        }
    }
    RevokeAnswer out = settle(since.has_value(), since);
    out.kid = key->kid;
    out.passes = passes;
    if (!undo_ && !since) change(*key);
    if (!events_.empty() && !dry_) ledger_.append({.events = events_});
    return out;
}

void RevokeLines::write(const Item& item, Answer& answer) const {
    if (item.error) {
        write_error_line(answer.out, item.line, item.error->name(), item.error->what());
        answer.notes.push_back({item.line, item.error->name() + ": " + item.error->what()});
        return answer.count("error");
    }
    if (item.by_pass && item.pass.is_carried()) {
        item.pass.record().write_error(answer.out);
        return answer.count("error");
    }
    if (!item.id.empty())
        json::Writer(answer.out).begin_object().text("id", item.id);
    else if (item.by_pass)
        item.pass.write_open(answer.out, {"revoked"});
    else
        item.record.write_open(answer.out, {"revoked"});
    json::Writer w(answer.out);
    write_revoked(item.answer, w);
    if (dry_) w.key("dry_run").boolean(true);
    answer.out += "}\n";
    if (item.answer.result == "unknown")
        answer.notes.push_back({item.line, "unknown: " + item.answer.detail});
    else if (item.answer.result == "ambiguous")
        answer.notes.push_back({item.line, "ambiguous: " + item.answer.detail});
    else if (!item.answer.listed && !undo_)
        answer.notes.push_back({item.line, "revoked, but no list can tell verifiers: the format has none"});
    answer.count(item.answer.result);
}

}  // namespace vpass::tools
