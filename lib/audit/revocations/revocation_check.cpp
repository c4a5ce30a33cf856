#include "audit/revocations/revocation_check.hpp"

#include <algorithm>
#include <unordered_set>

#include "audit/finding_codes.hpp"
#include "data/encoding.hpp"

namespace vpass {
namespace {

std::vector<std::string> hash_names(const UnregisteredPass& pass, const std::vector<RegisterKey>& keys) {
    std::vector<std::string> out;
    const auto key = std::ranges::find(keys, pass.key, &RegisterKey::key);
    if (pass.country.empty() || key == keys.end()) return out;
    std::string kid = key->raw_kid();
    if (kid.size() != 8) kid.clear();
    for (std::size_t kind = 0; kind < kHashKinds; ++kind) {
        for (const RevocationHash& hash : pass.hashes[kind])
            out.push_back(hash_name(pass.country, kid, static_cast<HashKind>(kind), hash));
    }
    return out;
}

}  // namespace

RevocationCheck::RevocationCheck(const Register& rows, std::int64_t within, FindingSink& findings)
    : rows_(rows), keys_(rows.keys()), history_(rows), within_(within), findings_(findings) {}

void RevocationCheck::visit(const std::string& folder, const Site& site) {
    const Manifest& manifest = site.manifest();
    const SiteRevocations named = read_site_revocations(site);
    const PublicationTime moment = history_.moment_of(site.manifest_hash(), manifest.issued_at);
    site_ = {folder, manifest.sequence, moment, sites_ == 0 || manifest.issued_at >= latest_};
    if (sites_++ == 0) measured_from_ = history_.publication_before(moment).value_or(0);
    latest_ = std::max(latest_, manifest.issued_at);
    check_sequence(manifest, site.manifest_hash());
    for (const SiteRevocations::Difference& difference : named.differences) {
        add(audit::kFormsDiffer, Subject::id(difference.path), [&](json::Writer& w) {
            w.text("message", difference.problem);
            if (!difference.first) return;
            w.key("slots").integer(number(difference.slots));
            w.key("first_slot").integer(number(*difference.first));
        });
    }
    check_lists(named);
    check_hashes(named);
    check_rules(named);
}

RevocationCheck::Result RevocationCheck::result() const {
    Result out{sites_, 0, delays_};
    const auto count = [&](const auto& things) {
        out.revocations +=
            static_cast<std::uint64_t>(std::ranges::count(things, true, &RevokedItem::was_named));
    };
    for (const auto& [key, passes] : history_.passes) count(passes);
    count(history_.unregistered);
    count(history_.rules);
    std::ranges::sort(out.delays);
    return out;
}

void RevocationCheck::add(const FindingCode& code, const Subject& subject, const Evidence& evidence) {
    findings_.add(code, subject, [&](json::Writer& w) {
        w.text("site", site_.folder).key("sequence").integer(number(site_.sequence));
        w.text("published_at", format_rfc3339(site_.moment.time));
        evidence(w);
    });
}

void RevocationCheck::check_sequence(const Manifest& manifest, const Sha256& hash) {
    const bool is_other = manifest.sequence == highest_ && hash != highest_manifest_;
    if (manifest.sequence < highest_ || is_other) {
        add(audit::kRolledBack, Subject::id(site_.folder), [&](json::Writer& w) {
            w.key("after").integer(number(highest_));
            w.text("message",
                   is_other ? "another site bore this number" : "a newer site was given before it");
        });
    }
    if (manifest.sequence < highest_) return;
    highest_ = manifest.sequence;
    highest_manifest_ = hash;
}

// Judges whether the site may name this subject, after the sites before it.
void RevocationCheck::check_thing(RevokedItem& thing, bool is_named, const std::function<Subject()>& subject,
                                  const Evidence& evidence) {
    const StateAt then = revoked_then(thing.acts, site_.moment);
    const bool was_named = site_.is_later && thing.is_named;
    if (site_.is_later) thing.is_named = is_named;
    thing.was_named = thing.was_named || is_named;
    const FindingCode* code = nullptr;
    if (is_named && then.possibly) return measure(thing, then, subject, evidence);
    if (is_named)
        code = &audit::kPublishedOnly;
    else if (was_named && (then.surely || !then.undone))
        code = &audit::kRolledBack;
    else if (then.surely)
        code = &audit::kNotPublished;
    if (!code) return;
    add(*code, subject(), [&](json::Writer& w) {
        evidence(w);
        if (then.surely) w.text("revoked_at", format_rfc3339(then.begun->time));
    });
}

void RevocationCheck::measure(RevokedItem& thing, const StateAt& then,
                              const std::function<Subject()>& subject, const Evidence& evidence) {
    if (!site_.is_later || then.begun == thing.published) return;
    thing.published = then.begun;
    if (then.begun->entry < measured_from_) return;
    const std::int64_t delay = std::max<std::int64_t>(0, site_.moment.time - then.begun->time);
    delays_.push_back(delay);
    if (delay <= within_) return;
    add(audit::kLate, subject(), [&](json::Writer& w) {
        evidence(w);
        w.text("revoked_at", format_rfc3339(then.begun->time)).key("seconds").integer(delay);
    });
}

// Passes that the register does not know are named by several hashes each, in lists of several kinds.
void RevocationCheck::check_hashes(const SiteRevocations& named) {
    std::unordered_set<std::string> explained;
    for (RevocationHistory::Unregistered& thing : history_.unregistered) {
        const std::vector<std::string> names = hash_names(thing.pass, keys_);
        if (names.empty()) continue;
        const auto present =
            static_cast<std::size_t>(std::ranges::count_if(names, [&](const std::string& name) {
                return std::ranges::binary_search(named.hashes, name, {}, &SiteRevocations::Hash::name);
            }));
        const StateAt then = revoked_then(thing.acts, site_.moment);
        const auto subject = [&] { return id_if_any(thing.pass.id); };
        if (then.possibly || present == names.size()) explained.insert(names.begin(), names.end());
        if (then.surely && present && present < names.size()) {
            add(audit::kFormsDiffer, subject(), [&](json::Writer& w) {
                w.text("message", "some of its hashes are not in the batches");
                w.key("hashes").integer(number(names.size())).key("published").integer(number(present));
            });
            continue;
        }
        check_thing(thing, present == names.size(), subject, [&](json::Writer& w) {
            w.key("registered").boolean(false).text("country", thing.pass.country);
        });
    }
    for (const SiteRevocations::Hash& hash : named.hashes) {
        if (explained.contains(hash.name)) continue;
        add(audit::kPublishedOnly, {},
            [&](json::Writer& w) { w.text("file", hash.path).text("hash", hex_encode(hash.hash)); });
    }
}

void RevocationCheck::check_rules(const SiteRevocations& named) {
    std::vector<bool> explained(named.rules.size());
    const auto write_span = [](json::Writer& w, std::optional<UnixTime> from, std::optional<UnixTime> to) {
        if (from) w.text("from", format_rfc3339(*from));
        if (to) w.text("to", format_rfc3339(*to));
    };
    for (RevocationHistory::Rule& thing : history_.rules) {
        const auto key = std::ranges::find(keys_, thing.key, &RegisterKey::key);
        if (key == keys_.end()) continue;
        const KeyIdentity identity = key->identity();
        bool is_named = false;
        for (std::size_t i = 0; i < named.rules.size(); ++i) {
            const RevocationRule& rule = named.rules[i].rule;
            if (!identity.is_called(rule.kid) || rule.from != thing.from || rule.to != thing.to ||
                !rule.issuer.empty() || !same_authority(*named.rules[i].signer, identity))
                continue;
            is_named = explained[i] = true;
        }
        check_thing(
            thing, is_named, [&] { return Subject::id(key->kid); },
            [&](json::Writer& w) { write_span(w, thing.from, thing.to); });
    }
    for (std::size_t i = 0; i < named.rules.size(); ++i) {
        if (explained[i]) continue;
        add(audit::kPublishedOnly, {}, [&](json::Writer& w) {
            const RevocationRule& rule = named.rules[i].rule;
            w.text("file", named.rules[i].path);
            w.text("kid", base64_encode(as_bytes(rule.kid), Base64::standard));
            write_span(w, rule.from, rule.to);
        });
    }
}

}  // namespace vpass
