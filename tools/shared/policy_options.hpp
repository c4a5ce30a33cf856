#pragma once
// `verify` and the subcommands of `policy` share this: which policy, at which place, with which facts.
#include "command.hpp"
#include "policy/decision.hpp"
#include "site/site.hpp"

namespace vpass::tools {

struct PolicyOptions {
    std::vector<std::string> files;  // of --policy; "kr" is built in, site:NAME is in a site
    std::vector<std::string> parameters;
    std::string country, venue, region;
    std::string language = "en";
    std::vector<std::string> facts;
};
void add_language_option(Arguments& app, PolicyOptions& options, const char* help);  // --lang
void add_place_options(Arguments& app, PolicyOptions& options);                      // all but the files

// Errors name the file. Rules see `value_sets` as external.valueSets. Without a site, site:NAME is an error.
Policy load_policy(const PolicyOptions& options, const std::vector<std::string>& value_sets,
                   const Site* site = nullptr);
// Returns the text of a file, of a built-in policy, or of one in the site.
std::string read_policy_file(const std::string& file, const Site* site = nullptr);

// When one policy has the rules of several countries, one country has to be chosen. Warns of malformed rules
// of the others.
Place place_of(const PolicyOptions& options, const Policy& policy);
// Warns of every malformed rule, for commands without a place.
void warn_of_malformed(const Policy& policy);

// Returns "2021-12-14 12:10 (UTC+09:00)"; the zone is east of UTC.
std::string local_minute(UnixTime time, std::chrono::minutes zone);

// Warns when a policy is asked about a time outside of its dates: once a run, for all threads.
class PolicyDates {
 public:
    explicit PolicyDates(const Policy& policy) : dates_(policy.dates()), zone_(policy.zone()) {}
    void warn_outside(UnixTime at) const { warn_outside(certlogic::to_instant(at)); }
    void warn_outside(certlogic::Instant at) const {
        if (!dates_.cover(at)) warn(at);
    }

 private:
    void warn(certlogic::Instant at) const;
    Policy::Dates dates_;
    std::chrono::minutes zone_;
};

// Returns NAME=VALUE options as a JSON object; a VALUE that is neither a number nor true or false is a text.
// The members of `more`, if any, come first and replace those of the same name.
std::string facts_of(const std::vector<std::string>& options, json::Value more = {});

}  // namespace vpass::tools
