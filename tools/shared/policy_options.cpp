#include "policy_options.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <optional>
#include <set>

#include "base/limits.hpp"
#include "base/zone.hpp"
#include "formats/value_sets.hpp"
#include "policy/rule_files.hpp"
#include "shared/suggest.hpp"

namespace vpass::tools {
namespace {

struct Setting {
    std::string name, value;  // the value as JSON
};

Setting read_setting(const std::string& option, const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos)
        throw Error(Code::usage, option + ": '" + text + "' is not of the form NAME=VALUE");
    Setting setting{text.substr(0, equals), text.substr(equals + 1)};
    try {
        const json::Value value = json::check(setting.value);
        if (value.is(json::Type::number) || value.is(json::Type::boolean)) return setting;
    } catch (const Error&) {  // a text, then
    }
    std::string quoted;
    json::append_string(quoted, setting.value);
    setting.value = quoted;
    return setting;
}

constexpr std::string_view kInSite = "site:";
constexpr std::string_view kSiteFolder = "policy/";

// Returns the text that was checked when the site was read; the file itself is not opened again.
std::string read_site_policy(std::string_view name, const Site* site) {
    if (!site)
        throw Error(Code::usage, "--policy site:" + std::string(name) + " has no effect without --site",
                    "'vpass verify --site DIR --root KEY' takes rules from a site");
    std::string known;
    for (const Manifest::File& file : site->manifest().files) {
        if (!file.path.starts_with(kSiteFolder)) continue;
        const std::string other = file.path.substr(kSiteFolder.size());
        if (other == name) return std::string(as_text(site->file(file.path)));
        known += (known.empty() ? "" : ", ") + other;
    }
    throw Error(Code::unknown_policy, "the site has no policy '" + std::string(name) + "'",
                known.empty() ? "it has none at all" : "one of: " + known);
}

// The languages of vpass's own words, and of the policy that is built in.
constexpr std::array<std::string_view, 2> kOwnLanguages = {"en", "ko"};

std::vector<std::string> korean_venues() {
    std::vector<std::string> out;
    for (const VenueType& venue : Policy::built_in("kr").venues()) out.push_back(venue.name);
    return out;
}

// A text that is not there in the language would be written in English without a word.
void check_language(const Policy& policy, const std::string& language) {
    std::set<std::string> known(kOwnLanguages.begin(), kOwnLanguages.end());
    const auto add = [&](const Texts& texts) {
        for (const auto& [name, text] : texts) known.insert(name);
    };
    for (const Rule& rule : policy.rules()) add(rule.description);
    for (const VenueType& venue : policy.venues()) add(venue.description);
    if (known.contains(language)) return;
    const std::vector<std::string> names(known.begin(), known.end());
    throw Error(Code::usage, "--lang: there are no words in the language '" + language + "'",
                "there are some in " + one_or_other(names));
}

// Throws the error again, with what the place was likely meant to be.
[[noreturn]] void suggest_venue(const Error& e, const Policy& policy, const std::string& venue) {
    std::vector<std::string> names;
    for (const VenueType& type : policy.venues()) {
        names.push_back(type.name);
        std::ranges::copy(type.aliases, std::back_inserter(names));
    }
    const std::string meant = did_you_mean(venue, names);
    if (meant.empty() || e.code() != Code::unknown_venue) throw;
    throw Error(e.code(), e.what(), meant + " " + e.hint());
}

std::vector<std::string> rule_files_or_site(const std::string& path) {
    return path.starts_with(kInSite) ? std::vector<std::string>{path} : rule_files(path);
}

}  // namespace

void add_place_options(Arguments& app, PolicyOptions& options) {
    app.add_option("--venue", options.venue, "at this type of venue")
        ->type_name("TYPE")
        ->suggest(korean_venues, "of 'kr': ");
    app.add_option("--region", options.region, "in this region")->type_name("NAME");
    app.add_option("--country", options.country, "by the rules of this country")->type_name("CODE");
    add_language_option(app, options, "give reasons in this language");
    app.add_option("--fact", options.facts, "what no pass says, such as party=4; may be repeated")
        ->type_name("NAME=VALUE")
        ->one_each();
    app.add_option("--policy-parameter", options.parameters,
                   "decide what the policy leaves open, such as firstDay=15; may be repeated")
        ->type_name("NAME=VALUE")
        ->one_each();
}

void add_language_option(Arguments& app, PolicyOptions& options, const char* help) {
    app.add_option("--lang", options.language, help)
        ->type_name("CODE")
        ->show_default()
        ->suggest(
            [] {
                return std::vector<std::string>{kOwnLanguages.begin(), kOwnLanguages.end()};
            },
            "of 'kr': ");
}

std::string read_policy_file(const std::string& file, const Site* site) {
    if (file.starts_with(kInSite)) return read_site_policy(file.substr(kInSite.size()), site);
    if (const std::string_view text = Policy::built_in_text(file); !text.empty()) return std::string(text);
    return read_text_file(file, limits::kRuleFileBytes);
}

Policy load_policy(const PolicyOptions& options, const std::vector<std::string>& value_sets,
                   const Site* site) {
    Policy policy;
    for (const std::string& path : options.files) {
        for (const std::string& file : rule_files_or_site(path)) {
            policy.add(read_policy_file(file, site), [&](const Error& e) {
                const std::string path_to_check =
                    file.starts_with(kInSite) ? "DIR/policy/" + file.substr(kInSite.size()) : file;
                return Error(e.code(), "policy " + file + ": " + e.what(),
                             "'vpass policy check " + path_to_check + "' lists all that is wrong");
            });
        }
    }
    if (!options.files.empty()) policy.add_value_sets(built_in_value_sets());
    for (const std::string& path : value_sets) {
        for (const std::string& file : rule_files_or_site(path)) policy.add_value_sets(read_text_file(file));
    }
    for (const std::string& text : options.parameters) {
        const Setting setting = read_setting("--policy-parameter", text);
        policy.set_parameter(setting.name, json::Value(setting.value));
    }
    check_language(policy, options.language);
    return policy;
}

Place place_of(const PolicyOptions& options, const Policy& policy) {
    if (options.country.empty()) {
        const auto countries = policy.countries();
        if (countries.size() > 1) {
            std::string list;
            for (const std::string& country : countries) list += (list.empty() ? "" : ", ") + country;
            throw Error(Code::usage, "the policy has rules of several countries",
                        "choose one with --country: " + list);
        }
    }
    std::optional<Decider> asked;
    try {
        asked.emplace(policy, Place{options.country, options.venue, options.region});
    } catch (const Error& e) {
        suggest_venue(e, policy, options.venue);
    }
    Decider& decider = *asked;
    if (!decider.knows_region()) {
        std::string known;
        const std::vector<std::string> regions = policy.regions(decider.place().country);
        for (const std::string& region : regions) known += (known.empty() ? "one of: " : ", ") + region;
        if (const std::string meant = did_you_mean(options.region, regions); !meant.empty())
            known = meant + " " + known;
        throw Error(Code::usage, "the policy knows no region '" + options.region + "'",
                    known.empty() ? "it is the same in all regions" : known);
    }
    warn_of_malformed(policy);
    return decider.place();
}

void warn_of_malformed(const Policy& policy) {
    for (const MalformedRule& rule : policy.malformed())
        message("warning", std::string(rule.error.what()) + " (the rule is passed over)");
}

std::string local_minute(UnixTime time, std::chrono::minutes zone) {
    const int east = static_cast<int>(zone.count());
    std::string out = format_rfc3339(time + std::int64_t{60} * east).substr(0, 16);
    out[10] = ' ';
    return out + (east == 0 ? " (UTC)" : " (UTC" + format_zone(east) + ")");
}

void PolicyDates::warn(certlogic::Instant at) const {
    static std::atomic_flag told;
    if (dates_.from >= dates_.to || told.test_and_set()) return;  // no rules at all: every answer says so
    const auto local = [&](certlogic::Instant time) {
        return local_minute(certlogic::to_unix_time(time), zone_);
    };
    std::string dates;
    if (dates_.from != certlogic::Instant::min()) dates = " from " + local(dates_.from);
    if (dates_.to != certlogic::kNever) dates += " until " + local(dates_.to);
    message("warning", "the policy's rules hold" + dates + ", and it is asked about " + local(at) +
                           ", outside of these");
}

std::string facts_of(const std::vector<std::string>& options, json::Value more) {
    std::string out;
    json::Writer w(out);
    w.begin_object();
    for (const json::Member& member : more.members()) w.any_key(member.key()).raw(member.value.raw());
    std::vector<std::string> seen;
    for (const std::string& text : options) {
        Setting setting = read_setting("--fact", text);
        if (std::find(seen.begin(), seen.end(), setting.name) != seen.end())
            throw Error(Code::usage, "--fact: '" + setting.name + "' is there twice");
        if (!more[setting.name]) w.any_key(setting.name).raw(setting.value);
        seen.push_back(std::move(setting.name));
    }
    w.end_object();
    return out;
}

}  // namespace vpass::tools
