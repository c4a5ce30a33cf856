#pragma once
// What `revoke` does with a batch of lines: finds what each names, notes the events in the ledger, and
// answers once they are durable.
#include <map>
#include <set>

#include "passes/pass_line.hpp"
#include "shared/ledger_options.hpp"

namespace vpass::tools {

// What revoking, or its undoing, came to.
struct RevokeAnswer {
    std::string result =
        {};  // "revoked", "already-revoked"; "restored", "not-revoked"; "unknown", "ambiguous"
    std::string detail = {};   // why it is unknown
    std::uint64_t passes = 0;  // how many it is about
    bool registered = true;
    bool listed = true;  // can published lists name all of them?
    std::string kid = {};
    std::optional<std::uint64_t> index = {};  // of a single pass
    std::optional<UnixTime> since = {};       // revoked since
    std::vector<std::pair<std::string, RegisterPass>> candidates =
        {};  // by kid, where the id alone leaves it open
};
void write_revoked(const RevokeAnswer& answer, json::Writer& out);  // the member `revoked`

class RevokeLines {
 public:
    struct Plan {
        UnixTime time = 0;
        std::string reason = {};
        bool undo = false;
        bool all = false;            // an id means every pass that has it
        std::string country = "KR";  // completes identifiers that are no UVCI
        bool dry = false;            // say what would happen, and change nothing
    };
    RevokeLines(Ledger& ledger, Plan plan)
        : ledger_(ledger),
          time_(plan.time),
          reason_(std::move(plan.reason)),
          undo_(plan.undo),
          all_(plan.all),
          country_(std::move(plan.country)),
          dry_(plan.dry) {}

    void operator()(const Batch& batch, Answer& answer);

    // A whole key, or what it signed within a time.
    RevokeAnswer rule(const std::string& kid, std::optional<UnixTime> from, std::optional<UnixTime> to);

 private:
    struct Item {
        std::size_t line = 0;
        PassLine pass;
        Record record;
        bool by_pass = false;
        std::string id;  // a bare one
        std::optional<Error> error;
        RevokeAnswer answer;
    };

    void read(const Line& line, Item& item);
    RevokeAnswer find(const Item& item);
    RevokeAnswer by_id(const std::string& id);
    RevokeAnswer by_index(const Record& record);
    RevokeAnswer by_text(PassText text);
    RevokeAnswer registered(const std::vector<RegisterPass>& passes);
    RevokeAnswer unregistered(const Envelope& envelope, const RegisterKey& key);
    std::optional<UnixTime> revoked_since(std::uint64_t entry) const;
    std::string kid_of(std::int64_t key) const;
    RevokeAnswer settle(bool was_revoked, std::optional<UnixTime> since) const;
    RegisterEvent& event(const Sha256& hash);
    void write(const Item& item, Answer& answer) const;

    Ledger& ledger_;
    UnixTime time_;
    std::string reason_;
    bool undo_;
    bool all_;
    std::string country_;
    bool dry_;

    std::vector<Item> items_;
    // Of this batch, not yet in the register.
    std::vector<RegisterEvent> events_;
    std::vector<UnregisteredPass> new_unregistered_;
    std::set<std::uint64_t> changed_;  // entries of passes
    std::set<std::int64_t> changed_unregistered_;
};

}  // namespace vpass::tools
