#pragma once
// Defines the states of the immutable objects of the interface.
#include <vpass/keys.hpp>
#include <vpass/site.hpp>
#include <vpass/verify.hpp>

#include "passes/pass_line.hpp"
#include "passes/sign.hpp"
#include "policy/decision.hpp"
#include "site/site.hpp"

namespace vpass::v0 {

// Makes an object of its state, so that nobody else can make one without.
struct Access {
    template <class Object>
    static Object make(std::shared_ptr<const typename Object::State> state) {
        return Object(std::move(state));
    }
};

struct SigningKey::State {
    vpass::SigningKey key;
};

struct Trust::State {
    TrustStore store;
};

struct Revocations::State {
    State(const Trust& keys, RevocationSet revoked) : trust(keys), set(std::move(revoked)) {}
    Trust trust;  // outlives the set
    RevocationSet set;
};

struct Policy::State {
    vpass::Policy policy;
};

struct Site::State {
    vpass::Site site;
    Trust trust;
    Revocations revocations;
};

struct Verdict::State {
    Reason code = Reason::malformed;
    std::string detail, format, type, id, claims, json;
    std::optional<Time> issued_at, expires_at, judged_at;

    // The members from here on are for doors.
    bool has_rules = false;  // rules know passes of this kind
    bool valid_at_expiry = false;
    std::string signer_country;  // of the signer's certificate or trust entry
    std::string issuer;          // as the pass names it
    std::string kid;
};

// Reads a pass as a line of input would hold it. Throws Error for a line without a pass.
void read_pass(std::string_view text, PassLine& out);

}  // namespace vpass::v0
