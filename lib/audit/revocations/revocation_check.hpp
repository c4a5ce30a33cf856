#pragma once
// Compares publications, one after the other, with the register that they were made from. Each must name
// exactly the passes that were revoked at its time, and must not forget any that an earlier one named.
#include <set>

#include "audit/finding.hpp"
#include "audit/revocations/revocation_history.hpp"
#include "audit/revocations/site_revocations.hpp"

namespace vpass {

inline std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }
inline Subject id_if_any(const std::string& id) { return id.empty() ? Subject{} : Subject::id(id); }

class RevocationCheck {
 public:
    // A revocation is late when it takes longer than `within` seconds to be published.
    RevocationCheck(const Register& rows, std::int64_t within, FindingSink& findings);

    void visit(const std::string& folder, const Site& site);

    struct Result {
        std::uint64_t sites = 0;
        std::uint64_t revocations = 0;     // that some site names
        std::vector<std::int64_t> delays;  // seconds to publication, sorted; of those that can be known
    };
    Result result() const;

 private:
    using RevokedItem = RevocationHistory::RevokedItem;
    // A publication that is looked at.
    struct Current {
        std::string folder;
        std::uint64_t sequence = 0;
        PublicationTime moment;
        bool is_later = false;  // than all that were given before
    };

    void add(const FindingCode& code, const Subject& subject, const Evidence& evidence);
    void check_sequence(const Manifest& manifest, const Sha256& hash);
    void check_thing(RevokedItem& thing, bool is_named, const std::function<Subject()>& subject,
                     const Evidence& evidence);
    void measure(RevokedItem& thing, const StateAt& then, const std::function<Subject()>& subject,
                 const Evidence& evidence);
    void check_lists(const SiteRevocations& named);
    void check_list(const RegisterKey& key, const StatusList& list);
    void check_unknown(const RegisterKey& key, const StatusList& list);
    void check_cards(const RegisterKey& key, const StatusList& list, const SiteRevocations& named);
    void check_hashes(const SiteRevocations& named);
    void check_rules(const SiteRevocations& named);
    std::string pass_id(std::uint64_t entry) const;
    bool is_known_then(const RegisterPass& pass) const;

    const Register& rows_;
    const std::vector<RegisterKey> keys_;
    RevocationHistory history_;
    const std::int64_t within_;
    FindingSink& findings_;

    Current site_;
    std::uint64_t sites_ = 0;
    std::uint64_t highest_ = 0;        // of the sequence numbers so far …
    Sha256 highest_manifest_{};        // … and whose it was
    UnixTime latest_ = 0;              // of the times of publication so far
    std::uint64_t measured_from_ = 0;  // what was revoked before this entry may have been published before
    std::vector<std::int64_t> delays_;
    std::map<std::int64_t, std::set<std::uint64_t>> unknown_;  // slots, by key, named without a revocation
};

}  // namespace vpass
