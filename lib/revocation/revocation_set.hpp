#pragma once
// Which passes have been revoked. A RevocationSet is filled from revocation lists before anything is judged
// and only read afterwards; then any number of threads may use it. Signed lists count only under a trusted
// key, and only for passes of that key's issuer. Card lists, batches and slices are not signed: they are
// believed as they are, because whoever names the file trusts it.
#include <string>
#include <unordered_map>

#include "revocation/card_list.hpp"
#include "revocation/eu_hashes.hpp"
#include "revocation/rules.hpp"
#include "revocation/status_index.hpp"

namespace vpass {

class RevocationSet {
 public:
    // unknown: no list covers this pass. no_slot: the list that the pass names does not have its slot. That
    // is a reason to refuse the pass, since lists are published with slots for passes to come.
    enum class Status { unknown, good, revoked, no_slot };

    // Lists of any kind that is known by its content, or folders of such files; once, with all of them, in
    // any order. `trust` has to outlive the set. Throws Error "bad-revocation" that names the file.
    void load(std::span<const std::string> paths, const TrustStore& trust);
    // One file of any of these kinds; seal() when all have been added. Throws what the readers throw.
    void add_file(Bytes file, const TrustStore& trust);
    // From this second on files that do not say until when they hold no longer vouch for a pass.
    void vouch_until(UnixTime time) { vouch_until_ = time; }
    const StatusIndex& slots() const { return slots_; }
    // Returns warnings for whoever relies on the set: lists that were passed over, and those that have
    // expired at `at` and so no longer say that a pass is good.
    std::vector<std::string> warnings(std::optional<UnixTime> at) const;

    // Returns the status of a pass whose signature by `signer` is good, at the time `at`.
    Status status(const Envelope& envelope, const TrustedKey& signer, UnixTime at) const;

    // The rows of revocation_files.cpp end in these; seal() when all have been added.
    void add(const SignedList& list, const TrustStore& trust);
    void add(const CardList& list);
    void warn(std::string what) { warnings_.push_back(std::move(what)); }
    void add(const RevocationBatch& batch) { hashes_.add(batch); }
    void add(BloomSlice slice) { hashes_.add(std::move(slice)); }
    void seal();

 private:
    Status card_status(const Envelope& envelope, const TrustedKey& signer) const;
    std::optional<UnixTime> vouch_until_;
    std::vector<std::string> warnings_;
    const TrustStore* trust_ = nullptr;

    using Rids = std::unordered_map<std::string, UnixTime>;  // revoked when the pass is older than this
    std::unordered_map<std::string, Rids> card_lists_;       // by kid
    using CardLists = std::vector<const Rids*>;              // of one key
    CardLists find(const KeyIdentity& signer) const;
    PerKey<CardLists> card_lists_of_;
    StatusIndex slots_;
    RuleIndex rules_;
    RevokedHashes hashes_;
};

}  // namespace vpass
