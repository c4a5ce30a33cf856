#pragma once
// The status lists that have been loaded, by the ways in which passes name them, and the question that verify
// asks of them. Lists and deltas are added in any order, sealed once, and then asked by any number of
// threads.
//
// Only a trusted key may sign a list, and a list speaks only about passes of its signer's issuer. A pass that
// names a list by its URI may have one that another key of its issuer signed. A pass with the short form has
// the list of its own key: the one whose URI ends in a name of that key, as those of a ledger do
// (vpass-site(5)), whichever key of the issuer signed it; else the one that the key signed. Where these are
// several, a pass that one of them revokes is revoked.
#include <string>
#include <vector>

#include "keys/per_key.hpp"
#include "revocation/compact_list.hpp"

namespace vpass {

// The trusted key that signed a list, by whatever the list says of it or nothing; or the key of a certificate
// in the list that a trusted CA issued. Throws Error "untrusted-list" when there is none.
std::shared_ptr<const TrustedKey> find_list_signer(const SignedList& list, const TrustStore& trust);

class StatusIndex {
 public:
    // A standard list, a compact list or a delta. Of several lists with one URI the newest counts: by
    // sequence number where both have one, else by the time of issue; of the same age all count. `trust` has
    // to outlive the index. Throws as find_list_signer and the read_… functions.
    void add(const SignedList& list, const TrustStore& trust);
    // Applies the deltas, one after the other as far as they lead. Throws Error "wrong-delta" when one leads
    // to a newer list than any here, but starts from none of them.
    void seal();

    // Whether the slots of a list with this URI, in whichever form it came, have this hash. After seal().
    bool holds(std::string_view uri, const Sha256& hash) const;

    // no_slot: the list that the pass names has no such slot, so it says nothing about it.
    enum class Answer { not_covered, good, revoked, no_slot };
    // Of a pass whose signature by `signer` is good. A list that has expired at `at` still revokes, but no
    // longer says that a pass is good.
    Answer ask(const Envelope& envelope, const TrustedKey& signer, UnixTime at) const;
    void expired(UnixTime at, std::vector<std::string>& out) const;  // lists, in words

 private:
    struct Entry {
        std::shared_ptr<const TrustedKey> signer;
        ListHead head;
        CompactList list;  // sequence 0 when it came in the standard form
        Buffer summary;    // a bit for each byte of the slots: whether it has one that is set
        bool is_named;  // its URI ends in the name of a trusted key, whose passes mean it by the short form
        std::optional<unsigned> get(std::uint64_t slot) const;
    };
    struct WaitingDelta {
        std::shared_ptr<const TrustedKey> signer;
        ListHead head;
        Delta delta;
    };
    struct Name {
        std::string text;
        std::uint32_t entry;
    };
    using Entries = std::vector<std::uint32_t>;
    struct Found {
        Entries own;  // what the key's passes mean by the short form
        // Whether the list's URI leads to it alone: nearly every pass names that of its own signer.
        bool is_only_one = false;
    };

    void advance(Entry& entry) const;
    Found find(const KeyIdentity& signer) const;
    Entries find(std::string_view uri, const KeyIdentity& signer) const;
    void name_lists();

    std::vector<Entry> entries_;
    std::vector<WaitingDelta> deltas_;
    std::vector<Name> by_uri_;   // both sorted
    std::vector<Name> by_name_;  // the last part of the URI, as it is and decoded
    const TrustStore* trust_ = nullptr;
    PerKey<Found> found_;
};

}  // namespace vpass
