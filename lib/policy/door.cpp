#include "policy/door.hpp"

namespace vpass {
namespace {

Decision refusal(Ground ground) {
    Decision out;
    out.ground = ground;
    return out;
}

}  // namespace

Door::Door(const Policy& policy, const Place& place, std::string facts)
    : decider_(policy, place), facts_(std::move(facts)) {
    question_.facts = json::Value(facts_);
    decider_.decide(question_);
}

Decision Door::decide(const PassAtDoor& pass, std::optional<UnixTime> at) {
    if (!at) return {};
    if (!pass.claims) return refusal(Ground::other_format);
    ask(pass, *at);
    question_.facts = json::Value(facts_);
    return decider_.decide(question_);
}

Decision Door::decide(const PassAtDoor& pass, std::optional<UnixTime> at, std::string_view facts) {
    if (!at) return {};
    if (!pass.claims) return refusal(Ground::other_format);
    ask(pass, *at);
    try {
        question_.facts = json::check(facts);
        return decider_.decide(question_);
    } catch (const Error& e) {
        if (e.is_environment()) throw;
        return refusal(Ground::bad_facts);
    }
}

// Whose pass it is says the signer's certificate or trust entry before the pass does.
void Door::ask(const PassAtDoor& pass, UnixTime at) {
    if (pass.signer != signer_name_) signer_country_ = country_code_of(signer_name_ = pass.signer);
    if (pass.issuer != pass_name_) pass_country_ = country_code_of(pass_name_ = pass.issuer);
    question_.document = pass.claims;
    question_.at = certlogic::to_instant(at);
    question_.issuer = signer_country_;
    question_.named_issuer = pass_country_;
    question_.kid = pass.kid;
    question_.set_validity(pass.issued_at, pass.expires_at, pass.valid_at_expiry);
}

}  // namespace vpass
