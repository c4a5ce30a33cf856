#pragma once
// The subcommands of `policy` share this.
#include "shared/policy_options.hpp"
#include "shared/result_lines.hpp"

namespace vpass::tools {

struct PolicyCommand {
    PolicyOptions policy;
    ClockOption clock;
    std::vector<std::string> inputs;
    std::string output = "-";
    std::string from, to;
    bool venues = false, changes = false;
    ResultOptions results = {};
};

int run_policy_test(const PolicyCommand& options);
int run_policy_explain(const PolicyCommand& options);
int run_policy_table(const PolicyCommand& options);

std::string_view rule_type_name(RuleType type);
std::string_view pass_kind_name(PassKind kind);
std::string time_text(certlogic::Instant at);  // RFC 3339, in UTC; "" for no end

// Calls back with the lines of an input of records, one by one, with their numbers; Errors name file and
// line.
// Lines that hold no JSON go to `bare`, if there is one.
void each_record(const std::string& file, const std::function<void(std::size_t, json::Value)>& work,
                 const std::function<void(std::size_t, std::string_view)>& bare = {});

// The facts about a pass that a test or a verdict states beside its content: `issuer`, `kid`, `issued` or
// `issued_at`, `expires` or `expires_at`. Questions view them.
struct EnvelopeText {
    explicit EnvelopeText(json::Value object);
    void enter(Question& question) const;

    std::string issuer, kid;
    std::optional<certlogic::Instant> issued, expires;
};

// Returns `claims` or `payload` of a record; missing when it has neither, which means a person without a
// pass.
json::Value claims_of(json::Value record);

}  // namespace vpass::tools
