#include "ledger/publish/published_files.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "revocation/compact_list.hpp"
#include "revocation/rules.hpp"
#include "revocation/slots.hpp"
#include "site/site.hpp"

namespace vpass {
namespace {

constexpr std::int64_t kTtl = 12 * 3600;  // after so many seconds a newer list is worth a look
constexpr std::int64_t kForgetAfter = std::int64_t{5} * 365 * 86400;  // batches of passes that never expire

Buffer buffer(std::string_view text) { return {as_bytes(text).begin(), as_bytes(text).end()}; }

const SigningKey* find_signer(const PublishPlan& plan, const RegisterKey& key) {
    if (key.public_key.empty()) return nullptr;
    const PublicKey public_key = PublicKey::from_spki(key.public_key);
    const auto found = std::ranges::find_if(
        plan.keys, [&](const SigningKey& own) { return own.key.public_key().same_as(public_key); });
    return found == plan.keys.end() ? nullptr : &*found;
}

TrustedKey trusted(const RegisterKey& key) {
    TrustedKey out{key.issuer, key.raw_kid(), VerificationKey(PublicKey::from_spki(key.public_key)), {}, 0,
                   {}};
    if (!key.certificate.empty()) {
        out.certificate = parse_certificate(key.certificate);
        out.kinds = kinds_of(*out.certificate);
    }
    return out;
}

StatusList list_of(std::uint64_t slots, const std::vector<std::uint64_t>& revoked) {
    StatusList out(slots);
    for (const std::uint64_t slot : revoked) out.set(slot);
    return out;
}

// Returns true when the rid belongs to a pass that the register knows. A forged pass may carry the rid of an
// honest one, which must not be revoked with it.
bool is_anybodys(const Register& rows, const UnregisteredPass& pass) {
    const auto slot = slot_of_rid(pass.rid);
    return slot && rows.find_slot(pass.key, *slot).has_value();
}

}  // namespace

ListSigner PublicationBuilder::signer_for(const RegisterKey& key) const {
    if (const SigningKey* own = find_signer(plan, key))
        return {own->key, {key.raw_kid(), key.kid, key.issuer}};
    for (const RegisterKey& other : keys) {
        if (other.issuer != key.issuer) continue;
        if (const SigningKey* signer = find_signer(plan, other))
            return {signer->key, {other.raw_kid(), other.kid, other.issuer}};
    }
    throw Error(Code::no_key, "nobody can sign the list of the key " + key.kid + " (" + key.issuer + ")",
                "give it, or another key of its issuer that has signed passes of this ledger, with --key and --cert");
}

ListHead PublicationBuilder::head(std::string uri) const {
    return {std::move(uri), plan.at, expires_at, std::min(kTtl, plan.valid_for)};
}

std::string kid_in_path(const RegisterKey& key) {
    const std::string raw = key.raw_kid();
    const bool plain = raw == key.kid && is_site_path(raw) && raw.find('/') == std::string::npos;
    return plain ? raw : base64_encode(as_bytes(raw), Base64::url);
}

SiteFiles constant_files(const PublicationBuilder& builder) {
    TrustStore store;
    for (const RegisterKey& key : builder.keys) store.add(trusted(key));
    // Keys that have signed nothing yet are included, since they may sign before the next publication.
    for (const SigningKey& key : builder.plan.keys) {
        if (!key.certificate.der.empty()) store.add(key.certificate, {});
    }
    if (builder.plan.others) {
        for (const auto& key : builder.plan.others->keys()) store.add(*key);
    }
    std::vector<const TrustedKey*> all;
    for (const auto& key : store.keys()) all.push_back(key.get());
    SiteFiles out;
    out["trust.jwks"] = buffer(to_jwks(all));
    for (const auto& [name, text] : builder.plan.policies) out["policy/" + name] = text;
    return out;
}

Manifest::List add_status_list(const PublicationBuilder& builder, const RegisterKey& key,
                               std::span<const Publication> earlier, Publication& published,
                               SiteFiles& files) {
    const ListSigner signer = builder.signer_for(key);
    const ListHead head = builder.head(key.status_uri);
    const std::string folder = "status/" + kid_in_path(key);
    CompactList now{builder.sequence, list_of(key.slots, builder.rows.revoked_slots(key.key)), {}};
    now.hash = now.list.hash();

    files[folder + "/list.cwt"] = write_status_cwt(head, now.list, signer);
    files[folder + "/list.jwt"] = buffer(write_status_jwt(head, now.list, signer));
    const Buffer& compact = files[folder + '/' + compact_list_name(now.sequence)] =
        write_compact_list(head, now, signer);
    for (const Publication& publication : earlier) {
        const auto then = std::ranges::find(publication.lists, key.key, &Publication::List::key);
        if (then == publication.lists.end()) continue;
        const CompactList from{
            publication.sequence,
            list_of(then->slots, builder.rows.revoked_slots(key.key, publication.log_size)), then->hash};
        if (from.list.hash() != then->hash)
            throw Error(Code::bad_register, "the register no longer says what was published as number " +
                                                std::to_string(publication.sequence));
        Buffer delta = write_delta(head, from, now, signer);
        // A delta that is longer than the list saves nothing, so we leave it out unless it is tiny.
        if (delta.size() > std::max<std::size_t>(compact.size(), 1024)) continue;
        files[folder + '/' + delta_name(from.sequence, now.sequence)] = std::move(delta);
    }
    published.lists.push_back({key.key, key.slots, now.hash});
    return {key.status_uri, folder, key.slots, now.hash};
}

void add_rules(const PublicationBuilder& builder, SiteFiles& files) {
    std::map<std::string, std::vector<RegisterRule>> by_issuer;
    auto key_of = [&](const RegisterRule& rule) -> const RegisterKey& {
        return *std::ranges::find(builder.keys, rule.key, &RegisterKey::key);
    };
    for (const RegisterRule& rule : builder.rows.rules()) by_issuer[key_of(rule).issuer].push_back(rule);
    for (const auto& [issuer, rules] : by_issuer) {
        RuleList list{builder.sequence, {}};
        for (const RegisterRule& rule : rules)
            list.rules.push_back({key_of(rule).raw_kid(), {}, rule.from, rule.to});
        // A key that is itself revoked as a whole should not sign that rule.
        auto is_tainted = [&key_of, &rules = rules](const RegisterKey& key) {
            return std::ranges::any_of(rules, [&](const RegisterRule& rule) {
                return key_of(rule).public_key == key.public_key && !rule.from && !rule.to;
            });
        };
        std::vector<const RegisterKey*> candidates;
        for (const RegisterKey& key : builder.keys) {
            if (key.issuer == issuer) candidates.push_back(&key);
        }
        std::stable_partition(candidates.begin(), candidates.end(), [&](const RegisterKey* key) {
            return !is_tainted(*key) && find_signer(builder.plan, *key);
        });
        files["status/rules/" + kid_in_path(*candidates.front()) + ".cwt"] = write_rules(
            builder.head(builder.status_uri + "rules"), list, builder.signer_for(*candidates.front()));
    }
}

void add_hash_batches(const PublicationBuilder& builder, SiteFiles& files) {
    std::map<std::string, RevocationBatch> batches;
    for (const UnregisteredPass& pass : builder.rows.revoked_unregistered()) {
        if (pass.country.empty()) continue;
        const auto key = std::ranges::find(builder.keys, pass.key, &RegisterKey::key);
        const std::string raw_kid = key->raw_kid();
        for (const HashKind kind : {HashKind::signature, HashKind::uci, HashKind::country_uci}) {
            std::string name(hash_kind_name(kind));
            std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c | 0x20); });
            RevocationBatch& batch = batches[pass.country + '-' + kid_in_path(*key) + '-' + name];
            batch.country = pass.country;
            batch.kind = kind;
            batch.kid = raw_kid.size() == 8 ? raw_kid : std::string();
            batch.expires_at = std::max(batch.expires_at,
                                        pass.expires_at ? pass.expires_at : builder.plan.at + kForgetAfter);
            for (const RevocationHash& hash : pass.hashes[static_cast<std::size_t>(kind)])
                batch.hashes.push_back(hash);
        }
    }
    for (auto& [name, batch] : batches) {
        std::ranges::sort(batch.hashes);
        batch.hashes.erase(std::unique(batch.hashes.begin(), batch.hashes.end()), batch.hashes.end());
        std::size_t number = 0;
        for (const std::string& document : write_revocation_batches(batch))
            files["status/eu/" + name + '-' + std::to_string(++number) + ".json"] = buffer(document);
    }
}

void add_health_card_files(const PublicationBuilder& builder, SiteFiles& files) {
    const auto unregistered = builder.rows.revoked_unregistered();
    std::string jwks = "{\"keys\":[", issuer;
    json::Writer w(jwks);
    for (const RegisterKey& key : builder.keys) {
        if (!key.issuer.starts_with("https://")) continue;
        CardList list{key.kid, static_cast<std::int64_t>(builder.sequence), {}};
        for (std::string& rid : builder.rows.revoked_rids(key.key))
            list.entries.push_back({std::move(rid), {}});
        for (const UnregisteredPass& pass : unregistered) {
            if (pass.key == key.key && is_revocation_id(pass.rid) && !is_anybodys(builder.rows, pass))
                list.entries.push_back({pass.rid, {}});
        }
        files[".well-known/crl/" + kid_in_path(key) + ".json"] = buffer(write_card_list(list));
        // The folder is at one issuer's address, so it holds only the keys of that issuer.
        if (issuer.empty()) issuer = key.issuer;
        if (issuer != key.issuer) continue;
        const auto point = PublicKey::from_spki(key.public_key).ec_coordinates();
        w.begin_object().text("kty", "EC").text("kid", key.kid).text("use", "sig").text("alg", "ES256");
        w.text("crv", point.curve).text("x", base64_encode(point.x, Base64::url));
        w.text("y", base64_encode(point.y, Base64::url));
        w.key("crlVersion").integer(list.counter);
        if (!key.certificate.empty())
            w.key("x5c").begin_array().string(base64_encode(key.certificate, Base64::standard)).end_array();
        w.end_object();
    }
    if (!issuer.empty()) files[".well-known/jwks.json"] = buffer(jwks + "]}\n");
}

}  // namespace vpass
