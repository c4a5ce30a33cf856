#pragma once
// A registry record holds what an authority knows about one vaccination, test or recovery, before it becomes
// a payload; or about one vaccination or prophylaxis for WHO's international certificate. Its fields, their
// names and rules are one table (registration.cpp), documented in vpass-records(5).
#include <functional>
#include <string>
#include <string_view>

#include "data/json.hpp"
#include "formats/envelope.hpp"
#include "formats/value_sets.hpp"

namespace vpass {

struct Registration {
    std::string type;       // "vaccination", "test", "recovery" or "prophylaxis"
    std::string id;         // the certificate identifier (UVCI)
    std::string record_id;  // what the registry calls the record; in no pass

    std::string surname, forename;                    // as the person writes them
    std::string name_language;                        // ISO 639, where a table of letters depends on it
    std::string passport_surname, passport_forename;  // as in the passport: A–Z and '<' (ICAO 9303)
    std::string name_source;                          // how the passport names came about, see complete()
    std::string birth_date;                           // "1963-04-14", "1963-04", "1963" or empty
    std::string country, issuer;

    // Codes of the EU value sets; for prophylaxis the product of WHO's catalogue.
    std::string vaccine, vaccine_type, manufacturer;
    std::string dose, doses;    // decimal
    std::string vaccinated_on;  // date

    std::string test_type, test_name, test_device, result, test_centre;  // codes but for the names
    std::string sampled_at;                                              // RFC 3339

    std::string positive_on, valid_from, valid_until;  // dates

    // For prophylaxis alone.
    std::string sex;                      // "male", "female", "other" or "unknown"
    std::string nationality;              // "KOR"
    std::string identity, identity_type;  // number and kind of a document: "M12345678", "PPN"
    std::string guardian, clinician;      // names
    std::string lot;

    Kind kind() const;
};

// The values that issue fills in where a record has none.
struct RegistrationDefaults {
    std::string country = "KR";
    std::string issuer = {};      // empty: authority_of() this country
    bool usual_surnames = false;  // see NameRules
};

// Returns a field by its name; nullptr when a registry record does not have a field of this name.
struct RegistrationField;
const RegistrationField* registration_field(std::string_view name);
std::string_view field_name(const RegistrationField& field);
// Returns false for a field that says nothing in a record of this kind: there it is a member like any other.
bool is_field_for(const RegistrationField& field, Kind kind);
void for_each_registration_field(const std::function<void(const RegistrationField&)>& visit);

// The form in which dates are written. With the year first, any separator is understood.
enum class DateForm { year_first, day_first, month_first, excel, excel_1904 };

// Returns a field's value as vpass keeps it: short forms ("pcr", "Comirnaty", 화이자) become codes, and dates
// and times are written in one way.
std::string registration_value(const RegistrationField& field, std::string_view written,
                               DateForm dates = DateForm::year_first);
void set_registration_field(Registration& record, const RegistrationField& field, std::string_view written,
                            DateForm dates = DateForm::year_first);
bool set_registration_field(Registration& record, std::string_view name, std::string_view value);

// Fills the fields that follow from other fields (defaults, vaccine type and maker, names in ICAO form) and
// checks everything. Throws Error "bad-field" naming the field, never its content. `name_source` becomes
// "transliterated" or "usual" where a passport name was not given and does not follow from Latin letters.
void complete(Registration& record, const RegistrationDefaults& defaults, const ValueSets& value_sets,
              UnixTime now);

// Throws Error "bad-field" for a record that is not about COVID-19; `title` names the format whose passes
// are.
void require_covid(const Registration& record, std::string_view title);

// Returns true when a text holds what looks like a Korean resident registration number (six digits of a birth
// date, an optional hyphen, seven more). Such a number must never be in a pass.
bool has_resident_number(std::string_view text);

void write_registration(const Registration& record, json::Writer& out);  // its filled fields, as members

// Returns a made-up but plausible record of a Korean in that country; equal arguments give equal records, on
// every machine.
Registration sample_registration(std::uint64_t seed, std::uint64_t index, std::string_view country = "KR");
// Return 32 capital hexadecimal digits for a UVCI: from the seed and index, or random.
std::string unique_part(std::uint64_t seed, std::uint64_t index);
std::string random_unique_part();

}  // namespace vpass
