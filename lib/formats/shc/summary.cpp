// Summarises a SMART Health Card in words: FHIR R4 resources as cards carry them.
#include "formats/summary.hpp"
#include "formats/shc/shc.hpp"

namespace vpass::shc {
namespace {

constexpr std::string_view kNotDetected = "260415000", kDetected = "260373001";  // SNOMED CT

// Vaccines by CVX, the codes of the CDC, with the names that people know.
struct Product {
    std::string_view cvx, name;
};
constexpr Product kProducts[] = {
    {"207", "Spikevax (Moderna)"},          {"208", "Comirnaty (Pfizer-BioNTech)"},
    {"210", "Vaxzevria (AstraZeneca)"},     {"211", "Nuvaxovid (Novavax)"},
    {"212", "Jcovden (Janssen)"},           {"217", "Comirnaty (Pfizer-BioNTech)"},
    {"218", "Comirnaty (Pfizer-BioNTech)"}, {"219", "Comirnaty (Pfizer-BioNTech)"},
    {"221", "Spikevax (Moderna)"},          {"228", "Spikevax (Moderna)"},
    {"229", "Spikevax (Moderna)"},          {"300", "Comirnaty (Pfizer-BioNTech)"},
    {"502", "Covaxin (Bharat Biotech)"},    {"510", "BBIBP-CorV (Sinopharm)"},
    {"511", "CoronaVac (Sinovac)"},
};
// Tests by LOINC code, as far as people have a name for them.
constexpr Product kTests[] = {
    {"94558-4", "Rapid immunoassay"},
    {"94500-6", "Nucleic acid amplification (PCR)"},
    {"94309-2", "Nucleic acid amplification (PCR)"},
    {"94759-8", "Nucleic acid amplification (PCR)"},
    {"95608-6", "Nucleic acid amplification (PCR)"},
    {"94845-5", "Nucleic acid amplification (PCR)"},
    {"97097-0", "Rapid immunoassay"},
};

// The name of the first code that has one, else the first text or code.
template <std::size_t N>
std::string concept_in_words(json::Value value, const Product (&names)[N]) {
    std::string first = value["text"].string();
    for (const json::Value coding : value["coding"].elements()) {
        const std::string code = coding["code"].string();
        for (const Product& product : names) {
            if (product.cvx == code) return std::string(product.name);
        }
        if (first.empty()) first = code;
    }
    return first;
}

std::string name_of(json::Value name) {
    std::string given;
    for (const json::Value part : name["given"].elements())
        given += (given.empty() ? "" : " ") + part.string();
    const std::string whole = written_name(name["family"].string(), given);
    return whole.empty() ? name["text"].string() : whole;
}

void read_event(json::Value resource, std::string_view date_member, PassSummary& out) {
    const std::string date = resource[date_member].string().substr(0, 10);
    if (date.empty() || date < out.event_date) return;
    out.event_date = date;
    const json::Value performer = resource["performer"][std::size_t{0}];
    const std::string place = performer["actor"]["display"].string();
    out.place = place.empty() ? performer["display"].string() : place;
    for (const json::Value protocol : resource["protocolApplied"].elements()) {
        const auto dose = protocol["doseNumberPositiveInt"].integer();
        const auto doses = protocol["seriesDosesPositiveInt"].integer();
        if (!dose) continue;
        out.doses = std::to_string(*dose);
        if (doses) out.doses += '/' + std::to_string(*doses);
    }
    for (const json::Value coding : resource["valueCodeableConcept"]["coding"].elements()) {
        const std::string code = coding["code"].string();
        if (code == kNotDetected) out.result = PassSummary::Result::not_detected;
        if (code == kDetected) out.result = PassSummary::Result::detected;
    }
}

}  // namespace

void summarize(const Envelope& envelope, PassSummary& out) {
    const json::Value bundle = envelope.json_document["credentialSubject"]["fhirBundle"];
    for (const json::Value entry : bundle["entry"].elements()) {
        const json::Value resource = entry["resource"];
        const std::string type = resource["resourceType"].string();
        if (type == "Patient") {
            out.name = name_of(resource["name"][std::size_t{0}]);
            out.birth_date = resource["birthDate"].string();
        } else if (type == "Immunization") {
            read_event(resource, "occurrenceDateTime", out);
            out.product = concept_in_words(resource["vaccineCode"], kProducts);
            out.maker = resource["manufacturer"]["display"].string();
            out.batch = resource["lotNumber"].string();
        } else if (type == "Observation") {
            read_event(resource, "effectiveDateTime", out);
            out.test_type = concept_in_words(resource["code"], kTests);
            out.sampled_at = resource["effectiveDateTime"].string();
        }
    }
}

ClaimedDose last_dose(json::Value claims) {
    ClaimedDose out;
    const json::Value subject = claims["credentialSubject"];
    for (const json::Value entry : (subject ? subject : claims)["fhirBundle"]["entry"].elements()) {
        const json::Value resource = entry["resource"];
        if (resource["resourceType"].string() != "Immunization") continue;
        for (const json::Value coding : resource["vaccineCode"]["coding"].elements())
            out.product = coding["code"];
        out.lot = resource["lotNumber"];
    }
    return out;
}

}  // namespace vpass::shc
