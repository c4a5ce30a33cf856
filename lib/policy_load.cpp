// Rule files to policies.
#include <algorithm>
#include <charconv>
#include <tuple>

#include "policy_external.hpp"
#include "vpass/error.hpp"

namespace vpass {
namespace {

[[noreturn]] void bad(const std::string& what) { throw Error("bad-policy", what); }

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

// Could the rule read the local date? Also through an access to something that holds it.
bool reads_date(const certlogic::Program& logic) {
    const auto& paths = logic.accesses();
    return std::any_of(paths.begin(), paths.end(), [](const std::string& path) {
        return path.empty() || path == "external" || path.starts_with("external.validationDate");
    });
}

Rule read_rule(json::Value json) {
    if (!json.is(json::Type::object)) bad("a rule is no object");
    Rule rule;
    rule.id = text_of(json, "Identifier");
    try {
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
        if (const json::Value engine = json["Engine"]; engine && engine.string() != "CERTLOGIC")
            bad("\"Engine\" is not CERTLOGIC");
        for (const json::Value item : json["Description"].elements())
            rule.description.emplace(item["lang"].string(), item["desc"].string());
        rule.affected_fields = texts_of(json["AffectedFields"]);
        rule.venues = texts_of(json["Venues"]);
        if (!json["Logic"]) bad("\"Logic\" is missing");
        rule.logic = certlogic::Program(json["Logic"]);
        rule.reads_date = reads_date(rule.logic);
    } catch (const Error& e) {
        throw Error(e.code(), "rule " + rule.id + ": " + e.what());
    }
    return rule;
}

std::chrono::minutes read_zone(json::Value zone) {
    if (!zone) return {};
    const auto at = certlogic::parse_instant("2000-01-01T00:00:00" + zone.string());
    if (!at) bad("\"Zone\" is not of the form +09:00");
    return std::chrono::duration_cast<std::chrono::minutes>(*certlogic::parse_instant("2000-01-01") - *at);
}

json::Value check_file(std::string_view text) {
    if (text.size() > limits::kRuleFileBytes) bad("a rule file may have 16 MiB at most");
    return json::check(text, limits::kRuleDepth);
}

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

}  // namespace

Policy::Policy() : external_(std::make_unique<External>()) {}
Policy::Policy(Policy&&) noexcept = default;
Policy& Policy::operator=(Policy&&) noexcept = default;
Policy::~Policy() = default;

void Policy::add(std::string_view text) {
    for (const json::Value value : read_values(text)) {
        if (value["Rules"])
            add_set(value);
        else if (value.is(json::Type::array))
            for (const json::Value rule : value.elements()) add_rule(rule);
        else
            add_rule(value);
    }
    const auto before = [](const Rule& a, const Rule& b) {
        return std::tie(a.country, a.id, b.version) < std::tie(b.country, b.id, a.version);
    };
    std::stable_sort(rules_.begin(), rules_.end(), before);
    for (std::size_t i = 1; i < rules_.size(); ++i) {
        if (!before(rules_[i - 1], rules_[i])) bad("rule " + rules_[i].id + " is there twice in one version");
    }
}

void Policy::add_rule(json::Value rule) { rules_.push_back(read_rule(rule)); }

void Policy::add_set(json::Value set) {
    name_ = text_of(set, "Name");
    zone_ = read_zone(set["Zone"]);
    for (const json::Value rule : set["Rules"].elements()) add_rule(rule);
    for (const json::Value venue : set["Venues"].elements()) add_venue(venue);
    if (const json::Value parameters = set["Parameters"]) {
        const std::string& text = external_->texts.emplace_back(parameters.raw());
        const auto values = certlogic::read(json::Value(text), external_->memory);
        const auto* record = values.get<certlogic::Record>();
        if (!record) bad("\"Parameters\" is no object");
        external_->parameters.assign(record->begin(), record->end());
    }
}

void Policy::add_venue(json::Value venue) {
    VenueType type{text_of(venue, "Type"), texts_of(venue["Aliases"]), {}};
    for (const json::Value period : venue["Periods"].elements()) {
        type.periods.push_back({instant_of(period, "From", certlogic::Instant::min()),
                                instant_of(period, "To", certlogic::kNever), period["Region"].string()});
    }
    venues_.push_back(std::move(type));
}

void Policy::add_value_sets(std::string_view text) {
    check_file(text);
    External& external = *external_;
    const json::Value sets = json::Value(external.texts.emplace_back(text));
    const auto add = [&](std::string_view id, const std::vector<certlogic::Field>& codes) {
        external.value_sets.push_back(
            {external.memory.keep(id), certlogic::Value(external.memory.list(codes))});
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
