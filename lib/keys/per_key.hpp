#pragma once
// Holds what the loaded lists say about each signer. It is worked out once for every key of a trust store and
// looked up by address for every pass. For other keys it is worked out when they are asked about: keys of
// certificates that passes carry, and keys without an issuer, whose passes name theirs.
#include <optional>

#include "keys/trust_store.hpp"

namespace vpass {

// The identity of a pass's signer, copied only when it has to be: a key without an issuer signs for the one
// that the pass names.
class AskedKey {
 public:
    AskedKey(const TrustedKey& signer, std::string_view issuer) {
        if (signer.identity && (!signer.identity->issuers.empty() || issuer.empty())) {
            identity_ = signer.identity.get();
            return;
        }
        own_ = signer.identity ? *signer.identity : identity_of(signer);
        if (own_->issuers.empty()) own_->add_issuer(issuer);
        identity_ = &*own_;
    }
    AskedKey(const AskedKey&) = delete;
    AskedKey& operator=(const AskedKey&) = delete;
    const KeyIdentity& operator*() const { return *identity_; }
    const KeyIdentity* operator->() const { return identity_; }

 private:
    std::optional<KeyIdentity> own_;
    const KeyIdentity* identity_;
};

template <typename Found>
class PerKey {
 public:
    // `find` makes a Found of a KeyIdentity.
    template <typename Find>
    void prepare(const TrustStore* trust, const Find& find) {
        known_.clear();
        if (!trust) return;
        for (const auto& identity : trust->identities()) known_.push_back({identity.get(), find(*identity)});
        std::ranges::sort(known_, {}, &Known::key);
    }
    // `found` holds the answer about a key that was not prepared.
    template <typename Find>
    const Found& of(const AskedKey& key, Found& found, const Find& find) const {
        const auto known = std::ranges::lower_bound(known_, &*key, {}, &Known::key);
        if (known != known_.end() && known->key == &*key) return known->found;
        return found = find(*key);
    }

 private:
    struct Known {
        const KeyIdentity* key;
        Found found;
    };
    std::vector<Known> known_;  // sorted by address
};

}  // namespace vpass
