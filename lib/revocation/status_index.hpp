#pragma once
// Holds the status lists that have been loaded, by the ways in which passes name them, and answers what
// verify asks of them. Lists and deltas are added in any order, sealed once, and then any number of threads
// may ask.
//
// Only a trusted key may sign a list, and a list applies only to passes of its signer's issuer. A pass that
// names a list by its URI may mean one that another key of its issuer signed. A pass with the short form
// means the list of its own key. That is the list whose URI ends in a name of that key, as those of a ledger
// do (vpass-site(5)), whichever key of the issuer signed it; else it is the list that the key signed. When
// there are several such lists, a pass that one of them revokes is revoked.
#include <string>
#include <vector>

#include "keys/per_key.hpp"
#include "revocation/compact_list.hpp"

namespace vpass {

// Returns the trusted key that signed a list, whatever key the list names; or the key of a certificate in the
// list that a trusted CA issued. Throws Error "untrusted-list" when there is none.
std::shared_ptr<const TrustedKey> find_list_signer(const SignedList& list, const TrustStore& trust);

class StatusIndex {
 public:
    // Adds a standard list, a compact list or a delta. Of several lists with one URI the newest counts: by
    // sequence number where both have one, else by the time of issue; lists of the same age all count.
    // `trust` has to outlive the index. Throws as find_list_signer and the read_… functions.
    void add(const SignedList& list, const TrustStore& trust);
    // Applies the deltas, one after the other as far as they lead. Throws Error "wrong-delta" when one leads
    // to a newer list than any here, but starts from none of them.
    void seal();

    // Returns true when the slots of a list with this URI have this hash, in whichever form the list came.
    // Call it after seal().
    bool holds(std::string_view uri, const Sha256& hash) const;

    // no_slot: the list that the pass names has no such slot, so it says nothing about it.
    enum class Status { not_covered, good, revoked, no_slot };
    // Answers for a pass whose signature by `signer` is good. A list that has expired at `at` still revokes,
    // but no longer says that a pass is good.
    Status ask(const Envelope& envelope, const TrustedKey& signer, UnixTime at) const;
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
        // True when the list's URI leads to this list alone: nearly every pass names the list of its own
        // signer.
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
