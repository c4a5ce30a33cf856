#pragma once
// Rules revoke many passes at once: all of a key, or all that were issued within a span of time. They serve
// for a leaked key or a portal that stood open, where a list of single passes would have a million entries,
// or where nobody knows which passes were made.
//
// In a SignedList, claim -70003 is a map: 0 → 1, the version; 4 → sequence number; 7 → array of rules. A rule
// is a map: 1 → kid (byte string), 2 → issuer (text), 3 → from, 4 → to (seconds since 1970). A member that a
// rule leaves out does not restrict it; a rule without members is refused. A rule applies only to passes of
// the issuer whose key signed it. Whoever holds a leaked key can date passes as they like, so revoke such a
// key as a whole, and keep the time spans for honest keys that were made to sign wrong claims.
#include <string>
#include <unordered_map>
#include <vector>

#include "keys/per_key.hpp"
#include "revocation/signed_list.hpp"

namespace vpass {

struct RevocationRule {
    std::string kid;               // any name of the passes' signer (key_identity.hpp); empty: any key
    std::string issuer;            // as the pass names it; empty: any
    std::optional<UnixTime> from;  // issued at or after …
    std::optional<UnixTime> to;    // … and before

    // A pass that does not say when it was issued counts as issued when it became valid; a pass without any
    // time matches every span.
    bool matches(const Envelope& envelope) const;  // a pass of such a signer
};

struct RuleList {
    std::uint64_t sequence = 0;
    std::vector<RevocationRule> rules;
};

// Throw as SignedList::demand; Error "bad-list" for an empty or malformed rule or more than
// limits::kRevocationRules, and "rollback" when the sequence number is below `lowest`.
RuleList read_rules(const SignedList& list, const VerificationKey& key, std::uint64_t lowest = 0);
Buffer write_rules(const ListHead& head, const RuleList& list, const ListSigner& signer);

// All rules that have been loaded, by the kid that they name. The index is filled first, then any number of
// threads may ask it.
class RuleIndex {
 public:
    // Adds the rules of a list. Of several lists with one URI the one with the highest sequence number
    // counts, and all that share that number. `trust` has to outlive the index. Throws as find_list_signer
    // and read_rules.
    void add(const SignedList& list, const TrustStore& trust);
    void seal();
    bool revokes(const Envelope& envelope, const TrustedKey& signer) const;
    void expired(UnixTime at, std::vector<std::string>& out) const;  // lists, in words

 private:
    struct Entry {
        std::shared_ptr<const TrustedKey> signer;
        ListHead head;
        RuleList list;
    };
    struct SignedRule {
        const Entry* list;
        const RevocationRule* rule;
    };
    using Found = std::vector<const RevocationRule*>;
    Found find(const KeyIdentity& signer) const;

    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::vector<SignedRule>> by_kid_;  // "": rules for any key
    const TrustStore* trust_ = nullptr;
    PerKey<Found> found_;
};

}  // namespace vpass
