#pragma once
// Decides about valid passes at one place: who presents one is admitted or refused, by the rules of a policy.
//
// A Door knows of a pass what its format says in a few words, so that policies stay apart from formats.
#include "base/time.hpp"
#include "policy/decision.hpp"

namespace vpass {

// A valid pass, as far as rules look at it. The views must live as long as decide() runs.
struct PassAtDoor {
    // The claims of an EU certificate, {"v":[…],…}. Rules know no others: without them the pass is refused.
    cbor::Value claims = {};
    std::string_view signer = {};  // the country of the signer's certificate or trust entry, in any spelling
    std::string_view issuer = {};  // as the pass names it
    std::string_view kid = {};     // of the signer, in Base64
    std::optional<UnixTime> issued_at = {}, expires_at = {};
    bool valid_at_expiry = false;  // the very second of expires_at still counts
};

// One thread uses it. The policy must outlive it.
class Door {
 public:
    // `facts`: a JSON object of what no pass says. Throws what Decider does, also for facts that the policy
    // does not know.
    Door(const Policy& policy, const Place& place, std::string facts = "{}");

    // `at` is the time of the visit; without one nobody is admitted.
    Decision decide(const PassAtDoor& pass, std::optional<UnixTime> at);
    // The same with the facts of this visit in place of the door's. Facts that the policy does not know
    // refuse.
    Decision decide(const PassAtDoor& pass, std::optional<UnixTime> at, std::string_view facts);

 private:
    void ask(const PassAtDoor& pass, UnixTime at);

    Decider decider_;
    std::string facts_;
    Question question_;
    // Most runs have few signers, so the countries of the last one are kept.
    std::string signer_name_, signer_country_, pass_name_, pass_country_;
};

}  // namespace vpass
