#include "audit/report/html_words.hpp"

#include <algorithm>

#include "audit/report/svg_chart.hpp"
#include "formats/reason_words.hpp"
#include "formats/vaccines.hpp"
#include "formats/who_products.hpp"
#include "policy/decision.hpp"

namespace vpass {
namespace {

KeyWords plain(const Wording& words) { return {std::string(words.english), std::string(words.korean)}; }

KeyWords described(const Texts& texts) {
    return {svg::escaped(text_in(texts, "en")), svg::escaped(text_in(texts, "ko"))};
}

// Returns the version of a rule that was in force when the last check was made, or else the newest one.
const Rule* rule_of(const Policy& policy, std::string_view id, const Report& report) {
    const Rule* out = nullptr;
    const auto at = certlogic::to_instant(report.has_times() ? report.last() : 0);
    for (const Rule& rule : policy.rules()) {
        if (rule.id != id) continue;
        if (rule.from <= at && at < rule.end()) return &rule;
        if (!out) out = &rule;
    }
    return out;
}

struct NamedType {
    std::string_view type;
    Wording words;
};
constexpr NamedType kTypes[] = {
    {"vaccination", {"vaccination against COVID-19", "코로나19 예방접종"}},
    {"test", {"test for COVID-19", "코로나19 검사"}},
    {"recovery", {"recovery from COVID-19", "코로나19 회복"}},
    {"prophylaxis", {"international certificate (ICVP)", "국제공인예방접종"}},
    {"health-link", {"health link", "건강정보 링크"}},
};

KeyWords words_of_rule(std::string_view id, const Report& report, const Policy* policy) {
    const auto ground = ground_of_name(id);
    if (const Wording words = ground ? ground_words(*ground) : Wording{}; !words.empty()) {
        const bool admits = ground_admits(*ground);
        return {std::string(admits ? "admitted, " : "refused, ") + std::string(words.english),
                std::string(admits ? "입장: " : "거절: ") + std::string(words.korean), true};
    }
    const Rule* const rule = policy ? rule_of(*policy, id, report) : nullptr;
    return rule ? described(rule->description) : KeyWords{};
}

}  // namespace

std::string Speaker::line(const Wording& words) const {
    if (!speaks_both() || words.english == words.korean) return std::string(first(words));
    return std::string(words.english) + " · <span lang=\"ko\">" + std::string(words.korean) + "</span>";
}

std::string Speaker::stacked(const Wording& words, std::string_view element) const {
    if (!speaks_both() || words.english == words.korean) return std::string(first(words));
    const std::string name(element);
    return std::string(words.english) + "<" + name + " lang=\"ko\">" + std::string(words.korean) + "</" +
           name + ">";
}

std::string Speaker::paragraphs(const Wording& words, std::string_view style) const {
    const std::string open = "<p" + (style.empty() ? "" : " class=\"" + std::string(style) + "\"");
    std::string out;
    if (speaks_english()) out += open + ">" + std::string(words.english) + "</p>\n";
    if (speaks_korean()) out += open + " lang=\"ko\">" + std::string(words.korean) + "</p>\n";
    return out;
}

KeyWords words_of_key(Dimension dimension, const std::string& key, const Report& report,
                      const Policy* policy) {
    switch (dimension) {
        case Dimension::rule:
            return words_of_rule(key, report, policy);
        case Dimension::reason:
            return plain(reason_words(key));
        case Dimension::product: {
            const Vaccine* const vaccine = vaccine_of_product(key);
            if (vaccine) return plain({vaccine->name, vaccine->others.front()});
            const WhoProduct* const product = who_product(key);
            if (!product) return {};
            const std::string_view name = product->name.empty() ? product->type : product->name;
            return plain({name, name});
        }
        case Dimension::type: {
            const auto* const named = std::ranges::find(kTypes, key, &NamedType::type);
            return named == std::end(kTypes) ? KeyWords{} : plain(named->words);
        }
        case Dimension::venue_type: {
            const VenueType* const type = policy ? policy->find_venue(key) : nullptr;
            return type ? described(type->description) : KeyWords{};
        }
        default:
            return {};
    }
}

}  // namespace vpass
