#pragma once
// Which passes have been revoked. RevocationLists takes the lists, in any order; a RevocationSet is made of
// all of them, and then any number of threads may ask it. Signed lists count only under a trusted key, and
// only for passes of that key's issuer. Card lists, batches and slices are not signed: they are believed as
// they are, because whoever names the file trusts it.
#include <string>
#include <unordered_map>

#include "revocation/card_list.hpp"
#include "revocation/eu_hashes.hpp"
#include "revocation/rules.hpp"
#include "revocation/status_index.hpp"

namespace vpass {

class RevocationLists;

class RevocationSet {
 public:
    RevocationSet() = default;  // no list, which covers no pass
    explicit RevocationSet(RevocationLists&& lists);

    // unknown: no list covers this pass. no_slot: the list that the pass names does not have its slot. That
    // is a reason to refuse the pass, since lists are published with slots for passes to come.
    enum class Status { unknown, good, revoked, no_slot };

    const StatusIndex& slots() const { return slots_; }
    // Returns warnings for whoever relies on the set: lists that were passed over, and those that have
    // expired at `at` and so no longer say that a pass is good.
    std::vector<std::string> warnings(std::optional<UnixTime> at) const;

    // Returns the status of a pass whose signature by `signer` is good, at the time `at`.
    Status status(const Envelope& envelope, const TrustedKey& signer, UnixTime at) const;

 private:
    friend class RevocationLists;
    Status card_status(const Envelope& envelope, const TrustedKey& signer) const;
    std::optional<UnixTime> vouch_until_;
    std::vector<std::string> warnings_;

    using Rids = std::unordered_map<std::string, UnixTime>;  // revoked when the pass is older than this
    std::unordered_map<std::string, Rids> card_lists_;       // by kid
    using CardLists = std::vector<const Rids*>;              // of one key
    CardLists find(const KeyIdentity& signer) const;
    PerKey<CardLists> card_lists_of_;
    StatusIndex slots_;
    RuleIndex rules_;
    RevokedHashes hashes_;
};

class RevocationLists {
 public:
    // The set of these lists asks `trust`, which has to outlive it.
    explicit RevocationLists(const TrustStore& trust) : trust_(trust) {}

    // Adds a file of any kind, which is known by its content. Throws what the readers throw.
    void add_file(Bytes file);
    void add(const SignedList& list);
    void add(const CardList& list);
    void add(const RevocationBatch& batch) { set_.hashes_.add(batch); }
    void add(BloomSlice slice) { set_.hashes_.add(std::move(slice)); }
    void warn(std::string what) { set_.warnings_.push_back(std::move(what)); }
    // Files without an expiry no longer vouch for a pass from this second on.
    void vouch_until(UnixTime time) { set_.vouch_until_ = time; }

 private:
    friend RevocationSet;
    const TrustStore& trust_;
    RevocationSet set_;
};

}  // namespace vpass
