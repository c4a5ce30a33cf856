// Reads rule files into policies.
#include <algorithm>
#include <charconv>
#include <set>
#include <span>
#include <tuple>

#include "base/error.hpp"
#include "policy/policy_external.hpp"

namespace vpass {
namespace {

using certlogic::Budget;

[[noreturn]] void bad(const std::string& what) { throw Error(Code::bad_policy, what); }

std::string text_of(json::Value object, std::string_view key) {
    const json::Value value = object[key];
    if (!value.is(json::Type::string)) bad("\"" + std::string(key) + "\" is missing or not a text");
    return value.string();
}

// A rule, a venue or a name costs more than the values in it.
constexpr std::size_t kThingUnits = 16;

std::vector<std::string> texts_of(json::Value list, Budget& budget) {
    std::vector<std::string> texts;
    for (const json::Value item : list.elements()) {
        budget.take(1);
        texts.push_back(item.string());
    }
    return texts;
}

certlogic::Instant instant_of(json::Value object, std::string_view key) {
    const auto at = certlogic::parse_instant(text_of(object, key));
    if (!at) bad("\"" + std::string(key) + "\" is not a date-time");
    return *at;
}
certlogic::Instant instant_of(json::Value object, std::string_view key, certlogic::Instant otherwise) {
    return object[key] ? instant_of(object, key) : otherwise;
}

template <typename T>
T one_of(json::Value object, std::string_view key, std::span<const std::pair<std::string_view, T>> names) {
    const std::string text = text_of(object, key);
    for (const auto& [name, value] : names) {
        if (name == text) return value;
    }
    bad("\"" + std::string(key) + "\" has an unknown value");
}

std::array<std::uint32_t, 3> version_of(const std::string& text) {
    std::array<std::uint32_t, 3> version{};
    const char* p = text.data();
    const char* const end = p + text.size();
    for (std::size_t i = 0; i < 3; ++i) {
        if (i > 0 && (p == end || *p++ != '.')) bad("\"Version\" is not of the form 1.0.0");
        const auto [stop, error] = std::from_chars(p, end, version[i]);
        if (error != std::errc()) bad("\"Version\" is not of the form 1.0.0");
        p = stop;
    }
    if (p != end) bad("\"Version\" is not of the form 1.0.0");
    return version;
}

std::vector<std::string> sources_of(json::Value json, Budget& budget) {
    const json::Value source = json["Source"];
    if (source.is(json::Type::string)) return {source.string()};
    return texts_of(source, budget);
}

Texts texts_by_language(json::Value list, Budget& budget) {
    Texts texts;
    for (const json::Value item : list.elements()) {
        budget.take(1);
        texts.emplace(item["lang"].string(), item["desc"].string());
    }
    return texts;
}

constexpr std::pair<std::string_view, RuleType> kRuleTypes[] = {{"Acceptance", RuleType::acceptance},
                                                                {"Invalidation", RuleType::invalidation},
                                                                {"Exemption", RuleType::exemption}};

// Returns true when the rule could read that path, also through an access to a value that contains it.
bool reads(const certlogic::Program& logic, std::string_view path) {
    const auto& all = logic.accesses();
    const std::string inside = std::string(path) + ".";
    return std::any_of(all.begin(), all.end(), [&](const std::string& access) {
        return access.empty() || access == path || access.starts_with(inside) ||
               path.starts_with(access + ".");
    });
}

certlogic::Program read_logic(json::Value logic, Budget& budget) {
    if (!logic) bad("\"Logic\" is missing");
    std::vector<certlogic::Issue> issues;
    certlogic::Program program(logic, issues, budget);
    if (!issues.empty())
        throw Error(Code::bad_logic, "at \"/Logic" + issues[0].pointer + "\": " + issues[0].message);
    return program;
}

// A parameter or a fact costs units for its whole text, since rules see it as a whole.
void take_values(json::Value value, Budget& budget) { budget.take(1 + value.raw().size() / 2); }

void refuse_unknown(json::Value object, std::initializer_list<std::string_view> known) {
    if (!object.is(json::Type::object)) bad("a part of the rule set is not an object");
    if (const auto name = unknown_member(object, known)) bad("there is no member \"" + *name + "\"");
}

std::chrono::minutes read_zone(json::Value zone) {
    if (!zone) return {};
    const auto at = certlogic::parse_instant("2000-01-01T00:00:00" + zone.string());
    if (!at) bad("\"Zone\" is not of the form +09:00");
    return std::chrono::duration_cast<std::chrono::minutes>(*certlogic::parse_instant("2000-01-01") - *at);
}

constexpr std::string_view kRuleMemberNames[] = {
    "Identifier", "Type",          "Country",     "Region",  "Version",         "SchemaVersion",
    "Engine",     "EngineVersion", "Description", "ValidTo", "CertificateType", "AffectedFields",
    "Logic",      "ValidFrom",     "Venues",      "Source",  "FinesFrom"};

json::Value check_file(std::string_view text) {
    if (text.size() > limits::kRuleFileBytes) bad("a rule file may have 16 MiB at most");
    return json::check(text, limits::kRuleDepth);
}

}  // namespace

const std::span<const std::string_view> kRuleMembers = kRuleMemberNames;

// Reads one JSON value, or several, one a line.
std::vector<json::Value> read_values(std::string_view text) {
    try {
        return {check_file(text)};
    } catch (const Error&) {
        const auto is_blank = [](std::string_view line) {
            return line.find_first_not_of(" \t\r") == line.npos;
        };
        std::vector<json::Value> lines;
        for (std::size_t start = 0; start < text.size();) {
            const std::size_t end = std::min(text.find('\n', start), text.size());
            const std::string_view line = text.substr(start, end - start);
            start = end + 1;
            if (is_blank(line)) continue;
            try {
                lines.push_back(check_file(line));
            } catch (const Error&) {
                if (lines.empty()) break;  // not a file of lines
                throw;
            }
        }
        if (lines.empty()) throw;
        return lines;
    }
}

std::optional<std::string> unknown_member(json::Value object, std::span<const std::string_view> known) {
    for (const json::Member& member : object.members()) {
        if (std::none_of(known.begin(), known.end(), [&](auto name) { return member.has_key(name); }))
            return member.key();
    }
    return {};
}

std::string rule_title(json::Value json, std::size_t number) {
    const std::string id = json["Identifier"].string();
    return "rule " + (id.empty() ? "number " + std::to_string(number) : id);
}

Rule read_rule(json::Value json, std::size_t number, bool strict, Budget& budget) {
    constexpr std::pair<std::string_view, PassKind> kinds[] = {{"General", PassKind::general},
                                                               {"Vaccination", PassKind::vaccination},
                                                               {"Test", PassKind::test},
                                                               {"Recovery", PassKind::recovery}};
    Rule rule;
    try {
        budget.take(kThingUnits);
        if (!json.is(json::Type::object)) bad("it is not an object");
        rule.id = text_of(json, "Identifier");
        rule.type = one_of<RuleType>(json, "Type", kRuleTypes);
        rule.kind = one_of<PassKind>(json, "CertificateType", kinds);
        rule.country = rule_country(text_of(json, "Country"));
        if (rule.country.empty()) bad("\"Country\" is empty");
        rule.region = json["Region"].string();
        rule.version = version_of(text_of(json, "Version"));
        rule.from = instant_of(json, "ValidFrom");
        rule.to = instant_of(json, "ValidTo");
        if (rule.from >= rule.to) bad("\"ValidTo\" is not after \"ValidFrom\"");
        if (json["FinesFrom"]) rule.fines_from = instant_of(json, "FinesFrom");
        if (const json::Value engine = json["Engine"]; engine && engine.string() != "CERTLOGIC")
            bad("\"Engine\" is not CERTLOGIC");
        rule.description = texts_by_language(json["Description"], budget);
        rule.affected_fields = texts_of(json["AffectedFields"], budget);
        rule.venues = texts_of(json["Venues"], budget);
        rule.sources = sources_of(json, budget);
        rule.logic = read_logic(json["Logic"], budget);
        json::append_compact(rule.logic_text, json["Logic"].raw());
        rule.reads_date = reads(rule.logic, "external.validationDate");
        const auto& accesses = rule.logic.accesses();
        rule.reads_pass = reads(rule.logic, "payload") || reads(rule.logic, "external.kid") ||
                          std::any_of(accesses.begin(), accesses.end(), is_of_pass);
        if (const auto name = unknown_member(json, kRuleMembers); name && strict)
            bad("there is no member \"" + *name + "\"");
    } catch (const Error& e) {
        throw Error(e.code(), rule_title(json, number) + ": " + e.what(), e.hint());
    }
    return rule;
}

MalformedRule read_malformed(json::Value json, bool strict, Error error) {
    MalformedRule malformed{rule_country(json["Country"].string()), {}, false, std::move(error)};
    const std::string type = json["Type"].string();
    const auto same_letters = [&](const auto& known) { return same_region(known.first, type); };
    const auto known = std::find_if(std::begin(kRuleTypes), std::end(kRuleTypes), same_letters);
    if (known != std::end(kRuleTypes)) malformed.type = known->second;
    // The EU has other types of rules for other programs, such as "BoosterNotification". In our own
    // sets an unknown type is a mistake, and the rule may be one that is asked for.
    malformed.is_never_asked = !strict && !type.empty() && known == std::end(kRuleTypes);
    return malformed;
}

Policy::Policy() : external_(std::make_unique<External>()) {}
Policy::Policy(Policy&&) noexcept = default;
Policy& Policy::operator=(Policy&&) noexcept = default;
Policy::~Policy() = default;

void Policy::add(std::string_view text, const std::function<Error(const Error&)>& named) {
    const std::size_t malformed_before = malformed_.size();
    try {
        std::size_t number = 0;
        for (const json::Value value : read_values(text)) {
            if (value["Rules"]) {
                add_set(value);
            } else if (value.is(json::Type::array)) {
                for (const json::Value rule : value.elements()) add_rule(rule, ++number, false);
            } else {
                add_rule(value, ++number, false);
            }
        }
        drop_repeated();
        check_venues();
    } catch (const Error& e) {
        if (!named) throw;
        throw named(e);
    }
    for (std::size_t i = malformed_before; named && i < malformed_.size(); ++i)
        malformed_[i].error = named(malformed_[i].error);
}

void Policy::add_rule(json::Value rule, std::size_t number, bool strict) {
    Budget& budget = external_->budget;
    try {
        rules_.push_back(read_rule(rule, number, strict, budget));
    } catch (const Error& e) {
        if (budget.is_spent()) throw;
        malformed_.push_back(read_malformed(rule, strict, e));
    }
}

// When two rules have the same name and version, nobody knows which one applies, so both count as malformed.
void Policy::drop_repeated() {
    const auto before = [](const Rule& a, const Rule& b) {
        return std::tie(a.country, a.id, b.version) < std::tie(b.country, b.id, a.version);
    };
    std::stable_sort(rules_.begin(), rules_.end(), before);
    const auto is_repeated = [&](const Rule& a, const Rule& b) {
        if (before(a, b)) return false;
        for (const Rule* rule : {&a, &b}) {
            malformed_.push_back(
                {rule->country, rule->type, false,
                 Error(Code::bad_policy, "rule " + rule->id + " appears twice in one version")});
            if (a.type == b.type) break;
        }
        return true;
    };
    rules_.erase(std::unique(rules_.begin(), rules_.end(), is_repeated), rules_.end());
}

void Policy::add_set(json::Value set) {
    refuse_unknown(set, {"Name", "Zone", "Parameters", "Facts", "Glossary", "Fines", "Venues", "Rules"});
    if (!name_.empty()) bad("there are two rule sets with a name");
    name_ = text_of(set, "Name");
    zone_ = read_zone(set["Zone"]);
    std::size_t number = 0;
    for (const json::Value rule : set["Rules"].elements()) add_rule(rule, ++number, true);
    for (const json::Value venue : set["Venues"].elements()) add_venue(venue);
    if (set["Parameters"]) add_names(set["Parameters"], set["Glossary"], parameters_);
    if (set["Facts"]) {
        add_names(set["Facts"], set["Glossary"], facts_);
        declares_facts_ = true;
        for (const Name& fact : facts_) external_->fact_names.insert(fact.name);
    }
    if (set["Fines"]) add_fines(set["Fines"]);
    read_defaults();
}

void Policy::add_names(json::Value values, json::Value glossary, std::vector<Name>& out) {
    if (!values.is(json::Type::object)) bad("\"Parameters\" or \"Facts\" is not an object");
    Budget& budget = external_->budget;
    std::map<std::string, json::Value> meanings;
    for (const json::Member& member : glossary.members()) {
        budget.take(1);
        meanings.emplace(member.key(), member.value);
    }
    for (const json::Member& member : values.members()) {
        budget.take(kThingUnits);
        const std::string name = member.key();
        if (is_supplied(name)) bad("the name \"" + name + "\" is taken");
        const auto meaning = meanings.find(name);
        out.push_back(
            {name, std::string(member.value.raw()),
             texts_by_language(meaning == meanings.end() ? json::Value() : meaning->second, budget)});
        take_values(member.value, budget);
    }
}

void Policy::add_fines(json::Value fines) {
    refuse_unknown(fines, {"Currency", "User", "Operator", "Source"});
    const auto read = [&](json::Value list, std::vector<Fine>& out) {
        for (const json::Value fine : list.elements()) {
            external_->budget.take(1);
            refuse_unknown(fine, {"Amount", "Suspension", "Closure"});
            const auto amount = fine["Amount"].integer();
            if (!amount || *amount < 0) bad("the \"Amount\" of a fine is not a whole number");
            out.push_back({*amount, fine["Suspension"].string(), fine["Closure"].boolean().value_or(false)});
        }
    };
    fines_.currency = text_of(fines, "Currency");
    read(fines["User"], fines_.user);
    read(fines["Operator"], fines_.operator_);
    fines_.sources = sources_of(fines, external_->budget);
}

// Builds the parameters and facts that rules see anew, since the texts that they view may have changed.
void Policy::read_defaults() {
    External& own = *external_;
    own.defaults.clear();
    for (const auto* names : {&parameters_, &facts_}) {
        for (const Name& name : *names) {
            const json::Value value(own.texts.emplace_back(name.value));
            own.defaults.push_back({own.memory.keep(name.name), certlogic::read(value, own.memory)});
        }
    }
}

void Policy::set_parameter(std::string_view name, json::Value value) {
    for (Name& known : parameters_) {
        if (known.name != name) continue;
        known.value = value.raw();
        return read_defaults();
    }
    std::string known;
    for (const Name& parameter : parameters_) known += (known.empty() ? "" : ", ") + parameter.name;
    throw Error(Code::unknown_parameter, "the policy has no parameter '" + std::string(name) + "'",
                known.empty() ? "it has none at all" : "one of: " + known);
}

void Policy::add_venue(json::Value venue) {
    refuse_unknown(venue, {"Type", "Aliases", "Description", "Periods"});
    Budget& budget = external_->budget;
    budget.take(kThingUnits);
    VenueType type{text_of(venue, "Type"),
                   texts_of(venue["Aliases"], budget),
                   texts_by_language(venue["Description"], budget),
                   {}};
    for (const json::Value period : venue["Periods"].elements()) {
        budget.take(2);
        refuse_unknown(period, {"From", "To", "Region", "FinesFrom", "Source"});
        VenueType::Period& added = type.periods.emplace_back();
        added.from = instant_of(period, "From", certlogic::Instant::min());
        added.to = instant_of(period, "To", certlogic::kNever);
        added.region = period["Region"].string();
        if (period["FinesFrom"]) added.fines_from = instant_of(period, "FinesFrom");
        added.sources = sources_of(period, budget);
        if (added.from >= added.to) bad("venue " + type.name + ": \"To\" is not after \"From\"");
    }
    const auto enter = [&](const std::string& name) {
        return external_->venue_places.try_emplace(name, venues_.size()).second;
    };
    if (!enter(type.name)) bad("venue " + type.name + " is there twice");
    for (const std::string& alias : type.aliases) {
        if (!enter(alias)) bad("venue " + alias + " is there twice");
    }
    venues_.push_back(std::move(type));
}

// A rule for a venue type that does not exist would never count.
void Policy::check_venues() const {
    if (venues_.empty()) return;
    std::set<std::string_view> names;
    for (const VenueType& venue : venues_) names.insert(venue.name);
    for (const Rule& rule : rules_) {
        for (const std::string& venue : rule.venues) {
            if (!names.contains(venue)) bad("rule " + rule.id + ": there is no venue type \"" + venue + "\"");
        }
    }
}

void Policy::add_value_sets(std::string_view text) {
    check_file(text);
    External& external = *external_;
    const json::Value sets = json::Value(external.texts.emplace_back(text));
    const auto add = [&](const std::string& id, const std::vector<certlogic::Field>& codes) {
        auto& all = external.value_sets;
        external.budget.take(1);
        const certlogic::Value value(external.memory.list(codes));
        const auto [place, is_new] = external.value_set_places.try_emplace(id, all.size());
        if (is_new)
            all.push_back({external.memory.keep(id), value});
        else
            all[place->second].value = value;
    };
    std::vector<certlogic::Field> codes;
    const auto add_code = [&](const std::string& code) {
        external.budget.take(1);
        codes.push_back({{}, certlogic::Value(external.memory.keep(code))});
    };
    if (const json::Value published = sets["valueSetValues"]) {
        for (const json::Member& member : published.members()) add_code(member.key());
        add(text_of(sets, "valueSetId"), codes);
        return;
    }
    for (const json::Member& set : sets.members()) {
        codes.clear();
        for (const json::Value code : set.value.elements()) add_code(code.string());
        add(set.key(), codes);
    }
}

}  // namespace vpass
