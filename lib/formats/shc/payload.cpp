// Makes the `vc` of a SMART Health Card from a complete registry record: a FHIR R4 Patient and one
// Immunization or Observation, without the members that cards leave out (docs/index.md, Health Cards are
// Compact).
#include <algorithm>

#include "base/error.hpp"
#include "formats/names.hpp"
#include "formats/registration.hpp"
#include "formats/shc/shc.hpp"
#include "formats/vaccines.hpp"

namespace vpass::shc {
namespace {

constexpr std::string_view kCvx = "http://hl7.org/fhir/sid/cvx";
constexpr std::string_view kSnomed = "http://snomed.info/sct";
constexpr std::string_view kAtc = "http://www.whocc.no/atc";
constexpr std::string_view kLoinc = "http://loinc.org";

struct Concept {
    std::string_view from, system, code;
};
// Maps kinds of test, which EU passes name by a part of a LOINC code, to orderable tests.
constexpr Concept kTests[] = {
    {"LP6464-4", kLoinc, "94500-6"},    // RNA by amplification, respiratory
    {"LP217198-3", kLoinc, "94558-4"},  // antigen by rapid immunoassay, respiratory
};
constexpr std::string_view kDetected = "260373001";  // SNOMED CT

Concept find_code(std::span<const Concept> table, std::string_view from, Concept otherwise) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Concept& c) { return c.from == from; });
    return found == table.end() ? otherwise : *found;
}

Concept vaccine_code(const Registration& record) {
    if (const Vaccine* vaccine = vaccine_of_product(record.vaccine)) return {{}, kCvx, vaccine->cvx};
    const bool digits = record.vaccine_type.find_first_not_of("0123456789") == std::string::npos;
    return {{}, digits ? kSnomed : kAtc, record.vaccine_type};
}

void write_concept(json::Writer& out, std::string_view name, const Concept& code) {
    out.key(name).begin_object().key("coding").begin_array().begin_object();
    out.text("system", code.system).text("code", code.code).end_object().end_array().end_object();
}

void begin_entry(json::Writer& out, std::string_view url, std::string_view type) {
    out.begin_object().text("fullUrl", url).key("resource").begin_object().text("resourceType", type);
}
void end_entry(json::Writer& out) { out.end_object().end_object(); }

void write_patient(const Registration& record, json::Writer& out) {
    if (record.birth_date.empty()) throw Error(Code::bad_field, "birth_date: a SMART Health Card needs one");
    begin_entry(out, "resource:0", "Patient");
    out.key("name").begin_array().begin_object();
    out.text("family", name_part(record.surname, record.passport_surname));
    const std::string given = name_part(record.forename, record.passport_forename);
    if (!given.empty()) out.key("given").begin_array().string(given).end_array();
    out.end_object().end_array();
    out.text("birthDate", record.birth_date);
    end_entry(out);
}

void write_immunization(const Registration& record, json::Writer& out) {
    begin_entry(out, "resource:1", "Immunization");
    out.text("status", "completed");
    write_concept(out, "vaccineCode", vaccine_code(record));
    out.key("patient").begin_object().text("reference", "resource:0").end_object();
    out.text("occurrenceDateTime", record.vaccinated_on);
    out.key("performer").begin_array().begin_object().key("actor").begin_object();
    out.text("display", record.issuer).end_object().end_object().end_array();
    // Readers count the entries of a card. A record is one dose only, so we state its number.
    out.key("protocolApplied").begin_array().begin_object().key("doseNumberPositiveInt").raw(record.dose);
    out.key("seriesDosesPositiveInt").raw(record.doses).end_object().end_array();
    end_entry(out);
}

void write_observation(const Registration& record, json::Writer& out) {
    const bool recovery = record.kind() == Kind::recovery;
    begin_entry(out, "resource:1", "Observation");
    out.text("status", "final");
    write_concept(out, "code", find_code(kTests, record.test_type, kTests[0]));
    out.key("subject").begin_object().text("reference", "resource:0").end_object();
    out.text("effectiveDateTime", recovery ? record.positive_on : record.sampled_at);
    write_concept(out, "valueCodeableConcept",
                  {{}, kSnomed, recovery ? kDetected : std::string_view(record.result)});
    out.key("performer").begin_array().begin_object();
    out.text("display", record.test_centre.empty() ? record.issuer : record.test_centre);
    out.end_object().end_array();
    end_entry(out);
}

}  // namespace

void write_payload(const Registration& record, json::Writer& out) {
    require_covid(record, "a health card");
    const bool vaccination = record.kind() == Kind::vaccination;
    out.begin_object().key("type").begin_array().string(kHealthCard);
    out.string(vaccination ? "https://smarthealth.cards#immunization"
                           : "https://smarthealth.cards#laboratory");
    out.string("https://smarthealth.cards#covid19").end_array();
    out.key("credentialSubject").begin_object().text("fhirVersion", "4.0.1");
    out.key("fhirBundle").begin_object().text("resourceType", "Bundle").text("type", "collection");
    out.key("entry").begin_array();
    write_patient(record, out);
    if (vaccination)
        write_immunization(record, out);
    else
        write_observation(record, out);
    out.end_array().end_object().end_object().end_object();
}

std::string check_payload(const json::Value& payload, const ValueSets&, Findings& out) {
    Envelope envelope;
    read_credential(payload, envelope);
    out.append(envelope.findings);
    return {};  // cards carry no identifier of their own
}

}  // namespace vpass::shc
