#pragma once
// Rules of admission, and the decision at a door.
#include <vpass/error.hpp>
#include <vpass/time.hpp>

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::v0 {

class Verdict;

// An immutable set of rules: EU business rules, or a rule set as vpass-policy(5) describes it. Copies share
// one set; any number of threads may use it.
class VPASS_API Policy {
 public:
    // Reads files of rules, all rules (*.json) of folders, and the built-in rule set "kr", into one set.
    // `parameters` set what the rules leave open, as JSON values by their names. Throws Error "bad-policy"
    // and "bad-logic" for rules that cannot be read, "unknown-parameter" and "io".
    static Policy load(std::span<const std::string> files,
                       const std::map<std::string, std::string>& parameters = {});
    static Policy load(const std::string& file, const std::map<std::string, std::string>& parameters = {}) {
        return load({&file, 1}, parameters);
    }
    // Reads the content of such a file.
    static Policy parse(std::string_view content, const std::map<std::string, std::string>& parameters = {});

    // Returns warnings about rules that cannot be read. A question that needs such a rule never admits
    // anybody.
    std::vector<std::string> warnings() const;

    struct State;
    Policy(const Policy&) = default;
    Policy& operator=(const Policy&) = default;
    const State& state() const { return *state_; }  // the library's own

 private:
    friend struct Access;
    explicit Policy(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

// Returns the text of a built-in rule set, such as "kr", for publishing it. Throws Error "unknown-policy".
VPASS_API std::string_view built_in_policy(std::string_view name);

// The decision about the holder of one pass. It keeps the policy alive from which its texts come.
struct VPASS_API Decision {
    bool admit = false;
    std::string rule;  // the identifier of the rule that decided, if one did
    // The first second at which an admission no longer holds, if an end is in sight.
    std::optional<Time> until;

    // Returns the reason, in "en", "ko" or another language that the rule has.
    std::string text(std::string_view language) const;
    // Returns the decision as a JSON object, as vpass-records(5) describes it.
    std::string json() const;

    struct State;
    std::shared_ptr<const State> state;  // the library's own; null: no rule was asked
};

// A policy that is asked at one place. It works out once which rules apply there at what time, and belongs to
// one thread at a time.
class VPASS_API Door {
 public:
    struct Options {
        std::string venue = {};    // the type of the venue, for policies that have such types
        std::string region = {};   // rules of this region come before general ones
        std::string country = {};  // whose rules count; needed when the policy has rules of several countries
        std::string facts = "{}";  // what no pass says, such as {"party":4}, as a JSON object
    };

    // Throws Error "unknown-venue", also when the policy has types of venues and the options name none;
    // "usage" for a country or region that the policy does not know; "unknown-fact" and "bad-fact".
    Door(const Policy& policy, const Options& options);
    ~Door();
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    // Decides at the time when the verdict was given. A pass that is not valid is refused, whatever the rules
    // say. Facts that are given here replace those of the options. Throws Error because of facts only.
    Decision decide(const Verdict& verdict);
    Decision decide(const Verdict& verdict, std::string_view facts);
    // Decides about a person who shows no pass.
    Decision decide_without_pass(Time at);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vpass::v0
