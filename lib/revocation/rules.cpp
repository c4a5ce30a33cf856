#include "revocation/rules.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/limits.hpp"
#include "revocation/status_index.hpp"

namespace vpass {
namespace {

enum Member : std::int64_t { kVersion = 0, kSequence = 4, kRules = 7 };
enum RuleMember : std::int64_t { kKid = 1, kIssuer = 2, kFrom = 3, kTo = 4 };
constexpr std::int64_t kKnownVersion = 1;

[[noreturn]] void refuse(const std::string& what) {
    throw Error(Code::bad_list, "revocation rules: " + what);
}

void require_sane(const RevocationRule& rule) {
    if (rule.kid.empty() && rule.issuer.empty() && !rule.from && !rule.to) refuse("a rule without members");
    if (rule.from && rule.to && *rule.from >= *rule.to) refuse("a time span ends before it starts");
}

// We refuse an unknown or mistyped member: ignoring it would make a rule wider than it was meant.
RevocationRule read_rule(cbor::Value value) {
    if (!value.is(cbor::Type::map)) refuse("a rule is not a map");
    RevocationRule out;
    for (const auto& [key, member] : value.members()) {
        const auto label = key.integer();
        if (label == kKid && member.is(cbor::Type::bytes) && !member.bytes().empty())
            out.kid = as_text(member.bytes());
        else if (label == kIssuer && !member.text().empty())
            out.issuer = member.text();
        else if (label == kFrom && member.integer())
            out.from = member.integer();
        else if (label == kTo && member.integer())
            out.to = member.integer();
        else
            refuse("a rule has an unknown or malformed member");
    }
    require_sane(out);
    return out;
}

}  // namespace

bool RevocationRule::matches(const Envelope& envelope) const {
    if (!issuer.empty() && issuer != envelope.issuer) return false;
    const auto issued = envelope.issued_at ? envelope.issued_at : envelope.not_before;
    return !issued || ((!from || *issued >= *from) && (!to || *issued < *to));
}

RuleList read_rules(const SignedList& list, const VerificationKey& key, std::uint64_t lowest) {
    list.demand(key, ListKind::rules);
    const cbor::Value claim = list.claim();
    if (claim[kVersion].integer() != kKnownVersion) refuse("the version is not 1");
    const auto sequence = claim[kSequence].integer();
    if (!sequence || *sequence < 0) refuse("the sequence number is missing");
    RuleList out;
    out.sequence = static_cast<std::uint64_t>(*sequence);
    if (out.sequence < lowest)
        throw Error(Code::rollback, "rules " + std::to_string(out.sequence) + " are older than rules " +
                                        std::to_string(lowest) + ", which were seen before");
    const cbor::Value rules = claim[kRules];
    if (!rules.is(cbor::Type::array)) refuse("the rules are missing");
    for (const cbor::Value rule : rules.elements()) {
        if (out.rules.size() == limits::kRevocationRules)
            refuse("more than " + std::to_string(limits::kRevocationRules));
        out.rules.push_back(read_rule(rule));
    }
    return out;
}

Buffer write_rules(const ListHead& head, const RuleList& list, const ListSigner& signer) {
    if (list.rules.size() > limits::kRevocationRules)
        refuse("more than " + std::to_string(limits::kRevocationRules));
    Buffer value;
    cbor::Writer out(value);
    out.map(3).integer(kVersion).integer(kKnownVersion);
    out.integer(kSequence).integer(list.sequence);
    out.integer(kRules).array(list.rules.size());
    for (const RevocationRule& rule : list.rules) {
        require_sane(rule);
        out.map(std::uint64_t{!rule.kid.empty()} + !rule.issuer.empty() + rule.from.has_value() +
                rule.to.has_value());
        if (!rule.kid.empty()) out.integer(kKid).bytes(as_bytes(rule.kid));
        if (!rule.issuer.empty()) out.integer(kIssuer).text(rule.issuer);
        if (rule.from) out.integer(kFrom).integer(*rule.from);
        if (rule.to) out.integer(kTo).integer(*rule.to);
    }
    return seal_list(head, kRulesClaim, value, {}, signer);
}

void RuleIndex::add(const SignedList& list, const TrustStore& trust) {
    trust_ = &trust;
    auto signer = find_list_signer(list, trust);
    RuleList rules = read_rules(list, signer->key);
    auto is_same_list = [&](const Entry& known) {
        return known.head.uri == list.head().uri &&
               same_authority(*known.signer->identity, *signer->identity);
    };
    for (const Entry& known : entries_) {
        if (is_same_list(known) && known.list.sequence > rules.sequence) return;
    }
    std::erase_if(entries_, [&](const Entry& known) {
        return is_same_list(known) && known.list.sequence < rules.sequence;
    });
    entries_.push_back({std::move(signer), list.head(), std::move(rules)});
}

void RuleIndex::seal() {
    by_kid_.clear();
    for (const Entry& entry : entries_) {
        for (const RevocationRule& rule : entry.list.rules) by_kid_[rule.kid].push_back({&entry, &rule});
    }
    if (!by_kid_.empty()) found_.prepare(trust_, [&](const KeyIdentity& signer) { return find(signer); });
}

RuleIndex::Found RuleIndex::find(const KeyIdentity& signer) const {
    Found out;
    auto take = [&](const std::string& kid) {
        const auto found = by_kid_.find(kid);
        if (found == by_kid_.end()) return;
        for (const SignedRule& rule : found->second) {
            if (same_authority(*rule.list->signer->identity, signer)) out.push_back(rule.rule);
        }
    };
    take({});
    for (const std::string& name : signer.names) take(name);
    return out;
}

bool RuleIndex::revokes(const Envelope& envelope, const TrustedKey& signer) const {
    if (by_kid_.empty()) return false;
    Found scratch;
    const Found& found = found_.of(AskedKey(signer, envelope.issuer), scratch,
                                   [&](const KeyIdentity& key) { return find(key); });
    return std::ranges::any_of(found, [&](const RevocationRule* rule) { return rule->matches(envelope); });
}

void RuleIndex::expired(UnixTime at, std::vector<std::string>& out) const {
    for (const Entry& entry : entries_) {
        if (entry.head.expires_at && at >= *entry.head.expires_at)
            out.push_back("the rules " + entry.head.uri + " expired at " +
                          format_rfc3339(*entry.head.expires_at));
    }
}

}  // namespace vpass
