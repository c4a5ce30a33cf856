#pragma once
// Makes the parts of a site from a ledger's register, each as files by their paths.
#include <map>

#include "ledger/publish/publish.hpp"
#include "revocation/signed_list.hpp"
#include "site/manifest.hpp"

namespace vpass {

using SiteFiles = std::map<std::string, Buffer>;

// One publication in the making.
struct PublicationBuilder {
    const Register& rows;
    const PublishPlan& plan;
    std::vector<RegisterKey> keys;  // of the register
    std::string status_uri;         // of the ledger
    std::uint64_t sequence;
    UnixTime expires_at;

    // Returns the key that signs for a key of the ledger: itself, or another key of its issuer.
    ListSigner signer_for(const RegisterKey& key) const;
    ListHead head(std::string uri) const;
};

std::string kid_in_path(const RegisterKey& key);

// trust.jwks, policy/…: what does not depend on the time.
SiteFiles constant_files(const PublicationBuilder& builder);
// status/KID/…: every form of the key's list; fills `published` and returns its entry of the manifest.
Manifest::List add_status_list(const PublicationBuilder& builder, const RegisterKey& key,
                               std::span<const Publication> earlier, Publication& published,
                               SiteFiles& files);
void add_rules(const PublicationBuilder& builder, SiteFiles& files);              // status/rules/…
void add_hash_batches(const PublicationBuilder& builder, SiteFiles& files);       // status/eu/…
void add_health_card_files(const PublicationBuilder& builder, SiteFiles& files);  // .well-known/…

}  // namespace vpass
