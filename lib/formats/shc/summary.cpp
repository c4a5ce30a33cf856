// A SMART Health Card in words: FHIR R4 resources as cards carry them.
#include "formats/summary.hpp"
#include "formats/shc/shc.hpp"

namespace vpass::shc {
namespace {

constexpr std::string_view kNotDetected = "260415000", kDetected = "260373001";  // SNOMED CT

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
        } else if (type == "Observation") {
            read_event(resource, "effectiveDateTime", out);
        }
    }
}

}  // namespace vpass::shc
