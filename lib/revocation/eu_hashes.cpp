#include "revocation/eu_hashes.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "data/encoding.hpp"
#include "keys/trust_store.hpp"

namespace vpass {
namespace {

constexpr std::string_view kKindNames[] = {"SIGNATURE", "UCI", "COUNTRYCODEUCI"};
constexpr HashKind kKinds[] = {HashKind::signature, HashKind::uci, HashKind::country_uci};
static_assert(std::size(kKindNames) == kHashKinds && std::size(kKinds) == kHashKinds);

constexpr std::string_view kUnknownKid = "UNKNOWN_KID";
constexpr std::size_t kKidBytes = 8;

[[noreturn]] void refuse(const std::string& what) { throw Error(Code::bad_batch, what); }

RevocationHash cut(const Sha256& hash) {
    RevocationHash out;
    std::copy_n(hash.begin(), out.size(), out.begin());
    return out;
}

// The country is the one that entered the vaccination, test or recovery.
std::string_view entry_country(const Envelope& envelope) {
    for (const std::string_view group : {"v", "t", "r"}) {
        for (const cbor::Value entry : envelope.document[group].elements()) return entry["co"].text();
    }
    return {};
}

RevocationBatch read_batch(const json::Value& json) {
    RevocationBatch out;
    out.country = json["country"].string();
    if (!is_country_code(out.country)) refuse("the country is not two letters");
    const auto expires_at = parse_rfc3339(json["expires"].string());
    if (!expires_at) refuse("expires is not a date-time with a zone");
    out.expires_at = *expires_at;

    const std::string kid = json["kid"].string();
    if (kid != kUnknownKid) {
        out.kid = as_text(base64_decode(kid, Base64::standard));
        if (out.kid.size() != kKidBytes) refuse("the kid is not 8 bytes long");
    }
    const std::string kind = json["hashType"].string();
    const auto* const known = std::find(std::begin(kKindNames), std::end(kKindNames), kind);
    if (known == std::end(kKindNames)) refuse("the hash type is not known");
    out.kind = kKinds[known - std::begin(kKindNames)];

    Buffer bytes;
    std::string scratch;
    for (const json::Value entry : json["entries"].elements()) {
        try {
            base64_decode(entry["hash"].string(scratch), Base64::standard, bytes);
        } catch (const Error&) {
            bytes.clear();
        }
        if (bytes.size() != std::tuple_size_v<RevocationHash>)
            refuse("entry " + std::to_string(out.hashes.size() + 1) + " is not a hash of 16 bytes in base64");
        std::copy(bytes.begin(), bytes.end(), out.hashes.emplace_back().begin());
        if (out.hashes.size() > RevocationBatch::kMaxEntries) refuse("it has more than 1,000 entries");
    }
    if (out.hashes.empty()) refuse("it has no entries");
    return out;
}

}  // namespace

bool is_country_code(std::string_view text) {
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string_view hash_kind_name(HashKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

RevocationHash uci_hash(std::string_view ci) { return cut(sha256(as_bytes(ci))); }

RevocationHash country_uci_hash(std::string_view country, std::string_view ci) {
    return uci_hash(std::string(country).append(ci));
}

RevocationHash signature_hash(Algorithm algorithm, Bytes signature) {
    return cut(sha256(algorithm == Algorithm::ps256 ? signature : signature.first(signature.size() / 2)));
}

RevocationHashes revocation_hashes(const Envelope& envelope, HashKind kind, std::string_view signer_country) {
    RevocationHashes out;
    if (kind == HashKind::signature) {
        out.hash[out.count++] = signature_hash(envelope.algorithm, envelope.signature);
        return out;
    }
    if (!envelope.document || envelope.id.empty()) return out;
    if (kind == HashKind::uci) {
        out.hash[out.count++] = uci_hash(envelope.id);
        return out;
    }
    const std::string_view entered = entry_country(envelope);
    out.hash[out.count++] = country_uci_hash(entered, envelope.id);
    if (!envelope.issuer.empty() && envelope.issuer != entered)
        out.hash[out.count++] = country_uci_hash(envelope.issuer, envelope.id);
    if (is_country_code(signer_country) && signer_country != entered && signer_country != envelope.issuer)
        out.hash[out.count++] = country_uci_hash(signer_country, envelope.id);
    return out;
}

std::vector<RevocationBatch> read_revocation_batches(const json::Value& json) {
    std::vector<RevocationBatch> out;
    auto read = [&](const json::Value& batch) {
        try {
            out.push_back(read_batch(batch));
        } catch (const Error& e) {
            refuse("revocation batch " + std::to_string(out.size() + 1) + ": " + e.what());
        }
    };
    if (json.is(json::Type::array)) {
        for (const json::Value batch : json.elements()) read(batch);
    } else {
        read(json);
    }
    return out;
}

std::vector<std::string> write_revocation_batches(const RevocationBatch& batch) {
    if (!is_country_code(batch.country)) refuse("the country is not two letters");
    if (!batch.kid.empty() && batch.kid.size() != kKidBytes) refuse("the kid is not 8 bytes long");
    std::vector<std::string> out;
    for (std::size_t i = 0; i < batch.hashes.size(); i += RevocationBatch::kMaxEntries) {
        json::Writer writer(out.emplace_back());
        writer.begin_object()
            .text("country", batch.country)
            .text("expires", format_rfc3339(batch.expires_at));
        writer.text("kid", batch.kid.empty() ? std::string(kUnknownKid)
                                             : base64_encode(as_bytes(batch.kid), Base64::standard));
        writer.text("hashType", hash_kind_name(batch.kind)).key("entries").begin_array();
        const std::size_t end = std::min(batch.hashes.size(), i + RevocationBatch::kMaxEntries);
        for (std::size_t k = i; k < end; ++k) {
            writer.begin_object();
            writer.text("hash", base64_encode(batch.hashes[k], Base64::standard)).end_object();
        }
        writer.end_array().end_object();
    }
    return out;
}

void RevokedHashes::add(const RevocationBatch& batch) {
    Kinds& kinds = keys_[batch.country + batch.kid];
    kinds.country = batch.country;
    kinds.kid = batch.kid;
    kinds.expires_at = std::max(kinds.expires_at, batch.expires_at);
    auto& added = kinds.added[static_cast<std::size_t>(batch.kind)];
    added.insert(added.end(), batch.hashes.begin(), batch.hashes.end());
}

void RevokedHashes::add(BloomSlice slice) { slices_.push_back(std::move(slice)); }

void RevokedHashes::seal(const TrustStore* trust) {
    for (auto& [key, kinds] : keys_) {
        for (std::size_t i = 0; i < kHashKinds; ++i) kinds.sets[i] = HashSet(kinds.added[i]);
    }
    if (!keys_.empty() || !slices_.empty())
        found_.prepare(trust, [&](const KeyIdentity& signer) { return find(signer); });
}

const RevokedHashes::Kinds* RevokedHashes::of_key(std::string_view country, std::string_view kid) const {
    std::array<char, 2 + kKidBytes> key{};
    if (country.size() != 2 || kid.size() > kKidBytes) return nullptr;
    std::copy(kid.begin(), kid.end(), std::copy(country.begin(), country.end(), key.begin()));
    const auto found = keys_.find(std::string_view(key.data(), 2 + kid.size()));
    return found == keys_.end() ? nullptr : &found->second;
}

// A country may revoke only the passes that it signs: we look up its hashes for its own signers only,
// whatever kid a batch names.
RevokedHashes::Found RevokedHashes::find(const KeyIdentity& signer) const {
    Found out;
    for (const std::string& country : signer.issuers) {
        if (!is_country_code(country)) continue;
        if (out.country.empty()) out.country = country;
        if (const Kinds* kinds = of_key(country, {})) out.kinds.push_back(kinds);
        for (const std::string& name : signer.names) {
            if (name.size() != kKidBytes) continue;
            if (const Kinds* kinds = of_key(country, name)) out.kinds.push_back(kinds);
        }
    }
    return out;
}

RevokedHashes::Status RevokedHashes::ask(const Envelope& envelope, const TrustedKey& signer,
                                         UnixTime at) const {
    if (keys_.empty() && slices_.empty()) return Status::not_covered;
    Found scratch;
    const Found& found = found_.of(AskedKey(signer, envelope.issuer), scratch,
                                   [&](const KeyIdentity& key) { return find(key); });
    const bool sliced = !slices_.empty() && !found.country.empty();
    if (found.kinds.empty() && !sliced) return Status::not_covered;
    for (const HashKind kind : kKinds) {
        const auto i = static_cast<std::size_t>(kind);
        const bool listed =
            std::ranges::any_of(found.kinds, [i](const Kinds* kinds) { return kinds->sets[i].size() != 0; });
        if (!listed && !sliced) continue;
        for (const RevocationHash& hash : revocation_hashes(envelope, kind, found.country)) {
            for (const Kinds* kinds : found.kinds) {
                if (kinds->sets[i].contains(hash)) return Status::revoked;
            }
            for (const BloomSlice& slice : slices_) {
                if (sliced && slice.may_contain(hash)) return Status::revoked;
            }
        }
    }
    const bool covered =
        std::ranges::any_of(found.kinds, [&](const Kinds* kinds) { return at < kinds->expires_at; });
    return covered ? Status::good : Status::not_covered;
}

void RevokedHashes::expired(UnixTime at, std::vector<std::string>& out) const {
    for (const auto& [key, kinds] : keys_) {
        if (at < kinds.expires_at) continue;
        out.push_back("the revocation batches of " + kinds.country +
                      (kinds.kid.empty()
                           ? ""
                           : " for the key " + base64_encode(as_bytes(kinds.kid), Base64::standard)) +
                      " expired at " + format_rfc3339(kinds.expires_at));
    }
}

}  // namespace vpass
