#pragma once
// Revokes passes in a ledger, or takes revocations back: finds the passes that an identifier, a slot or a
// text names, and notes the events.
//
// Each call is answered at once, as if the calls before it had been written; nothing is in the ledger before
// commit(). One thread uses it, and the ledger must outlive it.
#include <set>

#include "formats/envelope.hpp"
#include "ledger/ledger.hpp"

namespace vpass {

enum class RevokeOutcome : std::uint8_t {
    revoked,
    already_revoked,
    restored,
    not_revoked,
    unknown,    // the ledger has no such pass
    ambiguous,  // the identifier is that of several passes, and nothing was changed
};
std::string_view revoke_outcome_name(RevokeOutcome outcome);  // "already-revoked"

struct RevokeResult {
    RevokeOutcome outcome = RevokeOutcome::unknown;
    std::string detail = {};   // why it is unknown or ambiguous
    std::uint64_t passes = 0;  // how many it is about
    bool registered = true;
    bool listed = true;  // can published lists name all of them?
    std::string kid = {};
    std::optional<std::uint64_t> index = {};  // of a single pass
    std::optional<UnixTime> since = {};       // revoked since
    // The passes that an identifier may mean, each with the kid of its signer.
    std::vector<std::pair<std::string, RegisterPass>> candidates = {};
};

class Revoker {
 public:
    struct Plan {
        UnixTime time = 0;
        std::string reason = {};
        bool undo = false;
        bool all = false;            // an identifier means every pass that has it
        std::string country = "KR";  // completes identifiers that are not UVCIs
        bool dry = false;            // commit() changes nothing
    };
    Revoker(Ledger& ledger, Plan plan) : ledger_(ledger), plan_(std::move(plan)) {}

    // Takes the id of the pass, or the registry's: the unique part of a UVCI, or the name of the record.
    RevokeResult by_id(const std::string& id);
    // Takes the registry's name of the record that the pass was made of.
    RevokeResult by_record(const std::string& record_id);
    // Names a slot of the status list of the key `kid`. Throws Error "no-kid" without one when the ledger has
    // several keys.
    RevokeResult by_slot(std::uint64_t slot, const std::optional<std::string>& kid);
    // Names a pass of any format. A pass that the register does not know counts when a key of the ledger has
    // signed it. Throws Error "wrong-slot" when revoking the pass would affect another one.
    RevokeResult by_pass(PassText pass);
    // Names a whole key, or what it signed from `from` on and before `to`.
    RevokeResult by_rule(const std::string& kid, std::optional<UnixTime> from, std::optional<UnixTime> to);

    // Writes the events of all calls since the last commit(); they are durable when it returns.
    void commit();

 private:
    RevokeResult any_of(const std::vector<RegisterPass>& passes, const std::string& name);
    RevokeResult registered(const std::vector<RegisterPass>& passes);
    RevokeResult unregistered(const Envelope& envelope, const RegisterKey& key);
    std::optional<UnixTime> revoked_since(std::uint64_t entry) const;
    std::string kid_of(std::int64_t key) const;
    RevokeResult settle(bool was_revoked, std::optional<UnixTime> since) const;
    RegisterEvent& event(const Sha256& hash);

    Ledger& ledger_;
    Plan plan_;
    // The events that commit() will write.
    std::vector<RegisterEvent> events_;
    std::vector<UnregisteredPass> new_unregistered_;
    std::set<std::uint64_t> changed_;  // entries of passes
    std::set<std::int64_t> changed_unregistered_;
    std::set<Sha256> changed_rules_;
};

}  // namespace vpass
