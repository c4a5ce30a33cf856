#pragma once
// The status lists that have been loaded, by the ways in which passes name them, and the question that verify
// asks of them. Lists and deltas are added in any order, sealed once, and then asked by any number of
// threads.
//
// Only a trusted key may sign a list, and a list speaks only about passes of its signer's issuer. A pass that
// names a list by its URI may have one that another key of its issuer signed. A pass with the short form has
// the list of its own key: the one whose URI ends in that key's kid, as those of a ledger do (vpass-site(5)),
// whichever key of the issuer signed it; else the one that the key signed.
#include <string>
#include <vector>

#include "vpass/compact_list.hpp"

namespace vpass {

class TrustStore;
struct TrustedKey;

// The trusted key that signed a list. Throws Error "untrusted-list" when there is none.
const TrustedKey& find_list_signer(const SignedList& list, const TrustStore& trust);
// Whether a list that `list_signer` signed may speak about passes that `pass_signer` signed.
bool same_authority(const TrustedKey& list_signer, const TrustedKey& pass_signer);

class StatusIndex {
 public:
    // A standard list, a compact list or a delta. Of several lists with one URI the newest counts: by
    // sequence number where both have one, else by the time of issue. `trust` has to outlive the index.
    // Throws as find_list_signer and the read_… functions.
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

 private:
    struct Entry {
        const TrustedKey* signer = nullptr;
        const TrustedKey* owner = nullptr;  // whose passes mean it by the short form
        ListHead head;
        CompactList list;  // sequence 0 when it came in the standard form
        Buffer summary;    // a bit for each byte of the slots: whether it has one that is set
        std::optional<unsigned> get(std::uint64_t slot) const;
    };
    struct WaitingDelta {
        const TrustedKey* signer = nullptr;
        const TrustedKey* owner = nullptr;
        ListHead head;
        Delta delta;
    };
    struct Name {
        std::string text;
        std::size_t entry;
    };

    Entry* find(const TrustedKey& signer, std::string_view uri);
    void advance(Entry& entry) const;
    const Entry* find(const std::vector<Name>& names, std::string_view text, const TrustedKey& signer) const;
    const Entry* find(const Envelope& envelope, const TrustedKey& signer) const;

    std::vector<Entry> entries_;
    std::vector<WaitingDelta> deltas_;
    std::vector<Name> by_uri_;  // both sorted
    std::vector<Name> by_kid_;  // of the owner
    // The list of a key, found without comparing names: nearly every pass means that of its own signer.
    struct Own {
        const TrustedKey* key;
        std::size_t entry;
        bool by_kid, by_uri;  // is it what the names lead to?
    };
    std::vector<Own> own_;  // sorted by address
};

}  // namespace vpass
