#include "formats/registration.hpp"

#include <algorithm>

#include <tuple>

#include "base/country.hpp"
#include "base/error.hpp"
#include "base/plain_text.hpp"
#include "base/time.hpp"
#include "base/unicode.hpp"
#include "formats/names.hpp"
#include "formats/registry/values.hpp"
#include "formats/uvci.hpp"
#include "formats/who_products.hpp"

namespace vpass {
namespace {

enum class Rule {
    text,
    code,
    date,
    birth_date,
    time,
    count,
    name,
    identifier,
    type,
    language,
    name_source,
    sex,
    nationality,
    identity_type
};
// A bit for each Kind.
constexpr unsigned kVaccination = 0b00010, kTest = 0b00100, kRecovery = 0b01000, kProphylaxis = 0b10000,
                   kAlways = 0b11110;
constexpr std::size_t kMaxText = 80;  // characters: the limit of the EU's schema

}  // namespace

struct RegistrationField {
    std::string_view name;
    std::string Registration::*member;
    Rule rule;
    unsigned required;  // for which kinds it must be there once the record is complete
    ValueSet value_set = ValueSet::count_;
    unsigned kinds = ~0U;  // which it says something of; see is_field_for()
};

namespace {

using Field = RegistrationField;
constexpr Field kFields[] = {
    {"type", &Registration::type, Rule::type, kAlways},
    {"country", &Registration::country, Rule::code, kAlways,
     ValueSet::country},  // first: an id is made of it
    {"id", &Registration::id, Rule::identifier, kAlways},
    {"record_id", &Registration::record_id, Rule::text, 0},
    {"surname", &Registration::surname, Rule::text, 0},
    {"forename", &Registration::forename, Rule::text, 0},
    {"passport_surname", &Registration::passport_surname, Rule::name, kAlways},
    {"passport_forename", &Registration::passport_forename, Rule::name, 0},
    {"name_language", &Registration::name_language, Rule::language, 0},
    {"name_source", &Registration::name_source, Rule::name_source, 0},
    {"birth_date", &Registration::birth_date, Rule::birth_date, kProphylaxis},
    {"issuer", &Registration::issuer, Rule::text, kAlways},
    {"vaccine", &Registration::vaccine, Rule::code, kVaccination | kProphylaxis, ValueSet::product},
    {"vaccine_type", &Registration::vaccine_type, Rule::code, kVaccination, ValueSet::vaccine},
    {"manufacturer", &Registration::manufacturer, Rule::code, kVaccination, ValueSet::manufacturer},
    {"dose", &Registration::dose, Rule::count, kVaccination},
    {"doses", &Registration::doses, Rule::count, kVaccination},
    {"vaccinated_on", &Registration::vaccinated_on, Rule::date, kVaccination | kProphylaxis},
    {"test_type", &Registration::test_type, Rule::code, kTest, ValueSet::test_type},
    {"test_name", &Registration::test_name, Rule::text, 0},
    {"test_device", &Registration::test_device, Rule::code, 0, ValueSet::test_device},
    {"sampled_at", &Registration::sampled_at, Rule::time, kTest},
    {"result", &Registration::result, Rule::code, kTest, ValueSet::test_result},
    {"test_centre", &Registration::test_centre, Rule::text, 0},
    {"positive_on", &Registration::positive_on, Rule::date, kRecovery},
    {"valid_from", &Registration::valid_from, Rule::date, kRecovery},
    {"valid_until", &Registration::valid_until, Rule::date, kRecovery},
    {"lot", &Registration::lot, Rule::text, kProphylaxis, ValueSet::count_, kProphylaxis},
    {"clinician", &Registration::clinician, Rule::text, 0, ValueSet::count_, kProphylaxis},
    {"sex", &Registration::sex, Rule::sex, 0, ValueSet::count_, kProphylaxis},
    {"nationality", &Registration::nationality, Rule::nationality, 0, ValueSet::count_, kProphylaxis},
    {"identity", &Registration::identity, Rule::text, 0, ValueSet::count_, kProphylaxis},
    {"identity_type", &Registration::identity_type, Rule::identity_type, 0, ValueSet::count_, kProphylaxis},
    {"guardian", &Registration::guardian, Rule::text, 0, ValueSet::count_, kProphylaxis},
};

constexpr std::string_view kTransliterated = "transliterated", kUsual = "usual";

[[noreturn]] void refuse(std::string_view field, const std::string& why) {
    throw Error(Code::bad_field, std::string(field) + ": " + why);
}

bool is_birth_date(std::string_view text) {
    if (text.empty()) return true;
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
    const std::string full = std::string(text) + std::string("-01-01").substr(0, 10 - text.size());
    return (text.starts_with("19") || text.starts_with("20")) && parse_date(full);
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, text) != words.end();
}

void check_field(const Field& field, const std::string& value, const ValueSets& value_sets) {
    if (value.size() > kMaxText && count_code_points(value) > kMaxText)
        refuse(field.name, "longer than 80 characters");
    if (has_resident_number(value))
        refuse(field.name, "it looks like a resident registration number, which no pass may hold");
    switch (field.rule) {
        case Rule::code:
            if (!value_sets.contains(field.value_set, value)) {
                refuse(field.name,
                       "no code of the value set " + std::string(ValueSets::id(field.value_set)) +
                           (field.value_set == ValueSet::product ? ", nor one of " + vaccine_names() : ""));
            }
            break;
        case Rule::date:
            if (!parse_date(value)) refuse(field.name, "no date that exists, like 2021-12-14");
            break;
        case Rule::birth_date:
            if (!is_birth_date(value))
                refuse(field.name, "no date from 1900 to 2099, like 1963-04-14, 1963-04 or 1963");
            break;
        case Rule::time:
            if (!parse_rfc3339(value)) refuse(field.name, "no RFC 3339 time, like 2021-12-14T09:30:00+09:00");
            break;
        case Rule::count:
            // The value is written into JSON as it is, where a number has no leading zero.
            if (value.size() > 2 || value.starts_with('0') ||
                value.find_first_not_of("0123456789") != std::string::npos) {
                refuse(field.name, "no number from 1 to 99");
            }
            break;
        case Rule::name:
            if (value.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ<") != std::string::npos)
                refuse(field.name, "only A to Z and '<' are allowed");
            break;
        case Rule::identifier:
            if (!value.starts_with("URN:UVCI:01:") || check_uvci(value) != UvciCheck::right) {
                refuse(field.name,
                       "neither a UVCI with a right check character nor A to Z, 0 to 9, '/' and ':' for one");
            }
            break;
        case Rule::type:
            if (!is_one_of(value, {"vaccination", "test", "recovery", "prophylaxis"}))
                refuse(field.name, "not vaccination, test, recovery or prophylaxis");
            break;
        case Rule::sex:
            if (!is_one_of(value, {"male", "female", "other", "unknown"}))
                refuse(field.name, "not male, female, other or unknown");
            break;
        case Rule::nationality:
            if (country_code(value).empty()) refuse(field.name, "no code of a country, like KOR or KR");
            break;
        case Rule::identity_type:
            if (value.size() > 8 ||
                value.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos)
                refuse(field.name, "not a code of HL7's table 0203, like PPN or NI");
            break;
        case Rule::language:
            if (value.size() < 2 || value.size() > 3 ||
                value.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos)
                refuse(field.name, "not a code of ISO 639, like ru or uk");
            break;
        case Rule::name_source:
            if (value != kTransliterated && value != kUsual)
                refuse(field.name, "not transliterated or usual");
            break;
        case Rule::text:
            break;
    }
}

bool is_of_vaccine(ValueSet set) {
    return set == ValueSet::product || set == ValueSet::vaccine || set == ValueSet::manufacturer;
}

// Brings texts to the form in which people read them.
void make_texts_plain(Registration& record) {
    for (const Field& field : kFields) {
        std::string& value = record.*(field.member);
        if (field.rule != Rule::text) continue;
        try {
            make_plain(value);
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            refuse(field.name, e.what());
        }
    }
}

// Writes the names of the passport where the record has none.
void complete_names(Registration& record, const RegistrationDefaults& defaults) {
    const NameRules rules{record.name_language, defaults.usual_surnames};
    const auto fill = [&](std::string& passport, std::string_view field, const std::string& written,
                          const auto& rule) {
        if (!passport.empty() || written.empty()) return;
        try {
            PassportName name = rule(written, rules);
            passport = std::move(name.text);
            if (name.usual)
                record.name_source = kUsual;
            else if (name.transliterated && record.name_source.empty())
                record.name_source = kTransliterated;
        } catch (const Error& e) {
            if (e.is_environment()) throw;
            refuse(field, e.what());
        }
    };
    fill(record.passport_surname, "surname", record.surname, passport_surname);
    fill(record.passport_forename, "forename", record.forename, passport_forename);
}

// The product says what the vaccine is, who makes it and against what it is; a record may say the same.
void complete_prophylaxis(Registration& record) {
    if (!record.identity.empty() && record.identity_type.empty()) record.identity_type = "PPN";
    if (const std::string code = country_code(record.nationality); !code.empty())
        record.nationality = country_alpha3(code);
    if (record.vaccine.empty()) return;
    const WhoProduct* const product = who_product(record.vaccine);
    if (!product)
        refuse("vaccine",
               "no product of WHO's catalogue of prequalified vaccines, nor the name of one alone");
    for (const auto& [name, value, known] : {std::tuple{"vaccine_type", &record.vaccine_type, product->type},
                                             {"manufacturer", &record.manufacturer, product->maker}}) {
        if (!value->empty() && lower_case(*value) != lower_case(known))
            refuse(name, "not that of the product in WHO's catalogue");
        *value = known;
    }
    const auto vaccinated = parse_date(record.vaccinated_on);
    if (record.valid_from.empty() && vaccinated && product->begins_after_ten_days())
        record.valid_from = format_date(*vaccinated + std::chrono::days(10));
}

void derive_vaccine(Registration& record) {
    for (const Vaccine& vaccine : known_vaccines()) {
        if (record.vaccine != vaccine.product) continue;
        if (record.vaccine_type.empty()) record.vaccine_type = vaccine.type;
        if (record.manufacturer.empty()) record.manufacturer = vaccine.manufacturer;
    }
}

// Regulation (EU) 2021/953, Annex, point 3, lets a certificate of recovery run from the 11th day after the
// positive test, for 180 days at most.
void check_recovery(const Registration& record) {
    const auto positive = parse_date(record.positive_on), from = parse_date(record.valid_from),
               until = parse_date(record.valid_until);
    if (from && until && *from > *until) refuse("valid_until", "before valid_from");
    if (positive && from && *from < *positive + std::chrono::days(11))
        refuse("valid_from", "earlier than 11 days after positive_on");
    if (positive && until && *until > *positive + std::chrono::days(180))
        refuse("valid_until", "later than 180 days after positive_on");
}

void check_protection(const Registration& record) {
    const auto vaccinated = parse_date(record.vaccinated_on), from = parse_date(record.valid_from),
               until = parse_date(record.valid_until);
    if (vaccinated && from && *from < *vaccinated) refuse("valid_from", "before vaccinated_on");
    if (until && *until < from.value_or(vaccinated.value_or(*until)))
        refuse("valid_until", "before valid_from");
}

// Returns the first day of a date that may lack its day or month.
std::optional<Date> first_day(const std::string& date) {
    return parse_date(date + (date.size() == 4 ? "-01-01" : date.size() == 7 ? "-01" : ""));
}

void check_dates(const Registration& record, UnixTime now) {
    // We allow one more day, since it is tomorrow already east of Greenwich.
    const Date last = date_of(now) + std::chrono::days(1);
    const auto birth = first_day(record.birth_date);
    if (birth && *birth > last) refuse("birth_date", "in the future");
    for (const auto& [name, value] :
         {std::pair{"vaccinated_on", &record.vaccinated_on}, {"positive_on", &record.positive_on}}) {
        const auto date = parse_date(*value);
        if (date && *date > last) refuse(name, "in the future");
        if (date && birth && *date < *birth) refuse(name, "before the birth");
    }
    if (const auto sampled = parse_rfc3339(record.sampled_at)) {
        if (*sampled > now + 86400) refuse("sampled_at", "in the future");
        if (birth && date_of(*sampled) + std::chrono::days(1) < *birth)
            refuse("sampled_at", "before the birth");
    }
    if (record.kind() == Kind::prophylaxis)
        check_protection(record);
    else
        check_recovery(record);
}

}  // namespace

Kind Registration::kind() const {
    return type == "vaccination"   ? Kind::vaccination
           : type == "test"        ? Kind::test
           : type == "recovery"    ? Kind::recovery
           : type == "prophylaxis" ? Kind::prophylaxis
                                   : Kind::other;
}

const RegistrationField* registration_field(std::string_view name) {
    const auto* const found = std::ranges::find(kFields, name, &Field::name);
    return found == std::end(kFields) ? nullptr : found;
}

std::string_view field_name(const RegistrationField& field) { return field.name; }

bool is_field_for(const RegistrationField& field, Kind kind) {
    return (field.kinds >> static_cast<unsigned>(kind) & 1) != 0;
}

void for_each_registration_field(const std::function<void(const RegistrationField&)>& visit) {
    for (const Field& field : kFields) visit(field);
}

std::string registration_value(const RegistrationField& field, std::string_view written, DateForm dates) {
    const std::string_view value = trimmed(written);
    switch (field.rule) {
        case Rule::date:
        case Rule::birth_date:
            return iso_date(value, dates);
        case Rule::time:
            return plain_time(value);
        case Rule::count: {
            constexpr std::string_view kCounter = "차";
            return std::string(
                value.substr(0, value.size() - (value.ends_with(kCounter) ? kCounter.size() : 0)));
        }
        case Rule::code:
        case Rule::type:
        case Rule::sex:
        case Rule::nationality: {
            const bool is_product = field.value_set == ValueSet::product;
            if (const Vaccine* const vaccine = is_product ? find_vaccine(value) : nullptr)
                return std::string(vaccine->product);
            if (const WhoProduct* const product = is_product ? find_who_product(value) : nullptr)
                return std::string(product->id);
            const std::string_view code = code_of_word(field.name, value);
            return std::string(code.empty() ? value : code);
        }
        default:
            return std::string(value);
    }
}

void set_registration_field(Registration& record, const RegistrationField& field, std::string_view written,
                            DateForm dates) {
    record.*(field.member) = registration_value(field, written, dates);
}

bool set_registration_field(Registration& record, std::string_view name, std::string_view value) {
    const RegistrationField* field = registration_field(name);
    if (field) set_registration_field(record, *field, value);
    return field != nullptr;
}

void complete(Registration& record, const RegistrationDefaults& defaults, const ValueSets& value_sets,
              UnixTime now) {
    make_texts_plain(record);
    if (record.country.empty()) record.country = defaults.country;
    if (record.issuer.empty())
        record.issuer = defaults.issuer.empty() ? authority_of(defaults.country) : defaults.issuer;
    const bool is_prophylaxis = record.kind() == Kind::prophylaxis;
    if (is_prophylaxis)
        complete_prophylaxis(record);
    else
        derive_vaccine(record);
    complete_names(record, defaults);
    const unsigned kind = 1U << static_cast<unsigned>(record.kind());
    for (const Field& field : kFields) {
        const std::string& value = record.*(field.member);
        if (!(field.kinds & kind)) continue;
        // WHO's catalogue, which the record was held against, has names where the EU has codes.
        const bool is_known = is_prophylaxis && is_of_vaccine(field.value_set);
        if (!value.empty() && !is_known)
            check_field(field, value, value_sets);
        else if (value.empty() && (field.required & kind || field.rule == Rule::type))
            refuse(field.name, "missing");
    }
    check_dates(record, now);
}

void require_covid(const Registration& record, std::string_view title) {
    if (record.kind() == Kind::prophylaxis)
        refuse("type", std::string(title) + " is about COVID-19 alone: hcert is the format of prophylaxis");
}

void write_registration(const Registration& record, json::Writer& out) {
    for (const Field& field : kFields) {
        const std::string& value = record.*(field.member);
        if (value.empty()) continue;
        if (field.rule == Rule::count)
            out.key(field.name).raw(value);
        else
            out.text(field.name, value);
    }
}

}  // namespace vpass
