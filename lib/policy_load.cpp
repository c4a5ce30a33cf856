// Rule files to policies.
#include <algorithm>
#include <charconv>
#include <span>
#include <tuple>

#include "policy_external.hpp"
#include "vpass/error.hpp"

namespace vpass {
namespace {

[[noreturn]] void bad(const std::string& what) { throw Error(Code::bad_policy, what); }

std::string text_of(json::Value object, std::string_view key) {
    const json::Value value = object[key];
    if (!value.is(json::Type::string)) bad("\"" + std::string(key) + "\" is missing or no text");
    return value.string();
}

std::vector<std::string> texts_of(json::Value list) {
    std::vector<std::string> texts;
    for (const json::Value item : list.elements()) texts.push_back(item.string());
    return texts;
}

certlogic::Instant instant_of(json::Value object, std::string_view key) {
    const auto at = certlogic::parse_instant(text_of(object, key));
    if (!at) bad("\"" + std::string(key) + "\" is no date-time");
    return *at;
}
certlogic::Instant instant_of(json::Value object, std::string_view key, certlogic::Instant otherwise) {
    return object[key] ? instant_of(object, key) : otherwise;
}

template <typename T>
T one_of(json::Value object, std::string_view key,
         std::initializer_list<std::pair<std::string_view, T>> names) {
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

std::vector<std::string> sources_of(json::Value json) {
    const json::Value source = json["Source"];
    if (source.is(json::Type::string)) return {source.string()};
    return texts_of(source);
}

Texts texts_by_language(json::Value list) {
    Texts texts;
    for (const json::Value item : list.elements())
        texts.emplace(item["lang"].string(), item["desc"].string());
    return texts;
}

// Could the rule read that? Also through an access to something that holds it.
bool reads(const certlogic::Program& logic, std::string_view path) {
    const auto& all = logic.accesses();
    const std::string inside = std::string(path) + ".";
    return std::any_of(all.begin(), all.end(), [&](const std::string& access) {
        return access.empty() || access == path || access.starts_with(inside) ||
               path.starts_with(access + ".");
    });
}

certlogic::Program read_logic(json::Value logic) {
    if (!logic) bad("\"Logic\" is missing");
    std::vector<certlogic::Issue> issues;
    certlogic::Program program(logic, issues);
    if (!issues.empty())
        throw Error(Code::bad_logic, "at \"/Logic" + issues[0].pointer + "\": " + issues[0].message);
    return program;
}

void refuse_unknown(json::Value object, std::initializer_list<std::string_view> known) {
    if (!object.is(json::Type::object)) bad("a part of the rule set is no object");
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

// One JSON value, or several, one a line.
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

Rule read_rule(json::Value json, std::size_t number, bool strict) {
    Rule rule;
    try {
        if (!json.is(json::Type::object)) bad("it is no object");
        rule.id = text_of(json, "Identifier");
        rule.type = one_of<RuleType>(json, "Type",
                                     {{"Acceptance", RuleType::acceptance},
                                      {"Invalidation", RuleType::invalidation},
                                      {"Exemption", RuleType::exemption}});
        rule.kind = one_of<PassKind>(json, "CertificateType",
                                     {{"General", PassKind::general},
                                      {"Vaccination", PassKind::vaccination},
                                      {"Test", PassKind::test},
                                      {"Recovery", PassKind::recovery}});
        rule.country = text_of(json, "Country");
        rule.region = json["Region"].string();
        rule.version = version_of(text_of(json, "Version"));
        rule.from = instant_of(json, "ValidFrom");
        rule.to = instant_of(json, "ValidTo");
        if (rule.from >= rule.to) bad("\"ValidTo\" is not after \"ValidFrom\"");
        if (json["FinesFrom"]) rule.fines_from = instant_of(json, "FinesFrom");
        if (const json::Value engine = json["Engine"]; engine && engine.string() != "CERTLOGIC")
            bad("\"Engine\" is not CERTLOGIC");
        rule.description = texts_by_language(json["Description"]);
        rule.affected_fields = texts_of(json["AffectedFields"]);
        rule.venues = texts_of(json["Venues"]);
        rule.sources = sources_of(json);
        rule.logic = read_logic(json["Logic"]);
        json::append_compact(rule.logic_text, json["Logic"].raw());
        rule.reads_date = reads(rule.logic, "external.validationDate");
        rule.reads_payload = reads(rule.logic, "payload");
        if (const auto name = unknown_member(json, kRuleMembers); name && strict)
            bad("there is no member \"" + *name + "\"");
    } catch (const Error& e) {
        throw Error(e.code(), rule_title(json, number) + ": " + e.what());
    }
    return rule;
}

Policy::Policy() : external_(std::make_unique<External>()) {}
Policy::Policy(Policy&&) noexcept = default;
Policy& Policy::operator=(Policy&&) noexcept = default;
Policy::~Policy() = default;

void Policy::add(std::string_view text) {
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
    const auto before = [](const Rule& a, const Rule& b) {
        return std::tie(a.country, a.id, b.version) < std::tie(b.country, b.id, a.version);
    };
    std::stable_sort(rules_.begin(), rules_.end(), before);
    for (std::size_t i = 1; i < rules_.size(); ++i) {
        if (!before(rules_[i - 1], rules_[i])) bad("rule " + rules_[i].id + " is there twice in one version");
    }
    check_venues();
}

void Policy::add_rule(json::Value rule, std::size_t number, bool strict) {
    rules_.push_back(read_rule(rule, number, strict));
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
    }
    if (set["Fines"]) add_fines(set["Fines"]);
    read_defaults();
}

void Policy::add_names(json::Value values, json::Value glossary, std::vector<Name>& out) {
    constexpr std::string_view reserved[] = {"validationClock", "validationDate", "valueSets", "venue",
                                             "region"};
    if (!values.is(json::Type::object)) bad("\"Parameters\" or \"Facts\" is no object");
    for (const json::Member& member : values.members()) {
        const std::string name = member.key();
        if (std::find(std::begin(reserved), std::end(reserved), name) != std::end(reserved))
            bad("the name \"" + name + "\" is taken");
        out.push_back({name, std::string(member.value.raw()), texts_by_language(glossary[name])});
    }
}

void Policy::add_fines(json::Value fines) {
    refuse_unknown(fines, {"Currency", "User", "Operator", "Source"});
    const auto read = [](json::Value list, std::vector<Fine>& out) {
        for (const json::Value fine : list.elements()) {
            refuse_unknown(fine, {"Amount", "Suspension", "Closure"});
            const auto amount = fine["Amount"].integer();
            if (!amount || *amount < 0) bad("the \"Amount\" of a fine is no whole number");
            out.push_back({*amount, fine["Suspension"].string(), fine["Closure"].boolean().value_or(false)});
        }
    };
    fines_.currency = text_of(fines, "Currency");
    read(fines["User"], fines_.user);
    read(fines["Operator"], fines_.operator_);
    fines_.sources = sources_of(fines);
}

// Parameters and facts as rules see them, made anew, since the texts that they view may have changed.
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
    VenueType type{
        text_of(venue, "Type"), texts_of(venue["Aliases"]), texts_by_language(venue["Description"]), {}};
    for (const json::Value period : venue["Periods"].elements()) {
        refuse_unknown(period, {"From", "To", "Region", "FinesFrom", "Source"});
        VenueType::Period& added = type.periods.emplace_back();
        added.from = instant_of(period, "From", certlogic::Instant::min());
        added.to = instant_of(period, "To", certlogic::kNever);
        added.region = period["Region"].string();
        if (period["FinesFrom"]) added.fines_from = instant_of(period, "FinesFrom");
        added.sources = sources_of(period);
        if (added.from >= added.to) bad("venue " + type.name + ": \"To\" is not after \"From\"");
    }
    for (const std::string& alias : type.aliases) {
        if (find_venue(alias)) bad("venue " + alias + " is there twice");
    }
    if (find_venue(type.name)) bad("venue " + type.name + " is there twice");
    venues_.push_back(std::move(type));
}

// A rule for a venue type that does not exist would never count.
void Policy::check_venues() const {
    if (venues_.empty()) return;
    for (const Rule& rule : rules_) {
        for (const std::string& venue : rule.venues) {
            if (std::none_of(venues_.begin(), venues_.end(),
                             [&](const VenueType& v) { return v.name == venue; }))
                bad("rule " + rule.id + ": there is no venue type \"" + venue + "\"");
        }
    }
}

void Policy::add_value_sets(std::string_view text) {
    check_file(text);
    External& external = *external_;
    const json::Value sets = json::Value(external.texts.emplace_back(text));
    const auto add = [&](std::string_view id, const std::vector<certlogic::Field>& codes) {
        auto& all = external.value_sets;
        const certlogic::Value value(external.memory.list(codes));
        const auto known =
            std::find_if(all.begin(), all.end(), [&](const certlogic::Field& f) { return f.name == id; });
        if (known != all.end())
            known->value = value;
        else
            all.push_back({external.memory.keep(id), value});
    };
    std::vector<certlogic::Field> codes;
    if (const json::Value published = sets["valueSetValues"]) {
        for (const json::Member& member : published.members())
            codes.push_back({{}, certlogic::Value(external.memory.keep(member.key()))});
        add(text_of(sets, "valueSetId"), codes);
        return;
    }
    for (const json::Member& set : sets.members()) {
        codes.clear();
        for (const json::Value code : set.value.elements())
            codes.push_back({{}, certlogic::Value(external.memory.keep(code.string()))});
        add(set.key(), codes);
    }
}

}  // namespace vpass
