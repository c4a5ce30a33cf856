#include "formats/shc/fhir_rules.hpp"

#include <algorithm>
#include <iterator>

#include "base/time.hpp"

namespace vpass::fhir {
namespace {

using json::Type;

// A trailing * stands for any type of the value: occurrenceDateTime, occurrenceString.
struct Required {
    std::string_view type, key;
};
constexpr Required kRequired[] = {
    {"Patient", "name"},
    {"Patient", "birthDate"},
    {"Immunization", "status"},
    {"Immunization", "vaccineCode"},
    {"Immunization", "patient"},
    {"Immunization", "occurrence*"},
    {"Observation", "status"},
    {"Observation", "code"},
    {"DiagnosticReport", "status"},
    {"DiagnosticReport", "code"},
    {"Condition", "subject"},
};

// These members have the same form in each of the resources that has them.
enum class Form { object, array, text, date, date_time };
struct FormRule {
    std::string_view key;
    Form form;
};
constexpr FormRule kForms[] = {
    {"name", Form::array},
    {"birthDate", Form::date},
    {"status", Form::text},
    {"vaccineCode", Form::object},
    {"patient", Form::object},
    {"occurrenceDateTime", Form::date_time},
    {"code", Form::object},
    {"subject", Form::object},
    {"effectiveDateTime", Form::date_time},
    {"valueCodeableConcept", Form::object},
    {"performer", Form::array},
    {"protocolApplied", Form::array},
    {"lotNumber", Form::text},
    {"identifier", Form::array},
};
static_assert(std::size(kRequired) <= 32 && std::size(kForms) <= 32);

bool matches(std::string_view key, std::string_view required) {
    return required.ends_with('*') ? key.starts_with(required.substr(0, required.size() - 1))
                                   : key == required;
}

bool has_form(Form form, Type type, std::string_view text) {
    switch (form) {
        case Form::object:
            return type == Type::object;
        case Form::array:
            return type == Type::array;
        case Form::text:
            return !text.empty();
        case Form::date:
            return is_partial_date(text);
        default:
            return is_date_time(text);
    }
}

}  // namespace

bool is_date_time(std::string_view text) { return is_partial_date(text) || parse_rfc3339(text).has_value(); }

void ResourceRules::see(std::string_view key, Type type, std::string_view text) {
    if (key == "resourceType") {
        for (const Required& rule : kRequired)
            if (rule.type == text) type_ = rule.type;
    }
    if (key == "status") unfinished_ = text != "completed";
    for (unsigned i = 0; i < std::size(kRequired); ++i)
        if (matches(key, kRequired[i].key)) seen_ |= 1U << i;
    for (unsigned i = 0; i < std::size(kForms); ++i)
        if (key == kForms[i].key && !has_form(kForms[i].form, type, text)) misshapen_ |= 1U << i;
}

std::vector<std::string_view> ResourceRules::wrong() const {
    std::vector<std::string_view> out;
    if (type_.empty()) return out;
    for (unsigned i = 0; i < std::size(kRequired); ++i)
        if (kRequired[i].type == type_ && !(seen_ >> i & 1)) out.push_back(kRequired[i].key);
    for (unsigned i = 0; i < std::size(kForms); ++i)
        if (misshapen_ >> i & 1) out.push_back(kForms[i].key);
    return out;
}

bool ResourceRules::is_unfinished_immunization() const { return type_ == "Immunization" && unfinished_; }

}  // namespace vpass::fhir
