// Makes an EU DCC payload, schema 1.3.0, from a complete registry record, and checks a ready-made one. A
// record of prophylaxis becomes WHO's certificate instead (icvp.cpp).
#include <algorithm>

#include "formats/hcert/hcert.hpp"
#include "formats/hcert/icvp.hpp"
#include "formats/registration.hpp"

namespace vpass::hcert {
namespace {

constexpr std::string_view kCovid19 = "840539006";  // SNOMED CT

void optional_text(json::Writer& out, std::string_view name, const std::string& value) {
    if (!value.empty()) out.text(name, value);
}

void write_vaccination(const Registration& record, json::Writer& out) {
    out.text("vp", record.vaccine_type).text("mp", record.vaccine).text("ma", record.manufacturer);
    out.key("dn").raw(record.dose).key("sd").raw(record.doses).text("dt", record.vaccinated_on);
}

void write_test(const Registration& record, json::Writer& out) {
    out.text("tt", record.test_type);
    optional_text(out, "nm", record.test_name);
    optional_text(out, "ma", record.test_device);
    out.text("sc", record.sampled_at).text("tr", record.result);
    optional_text(out, "tc", record.test_centre);
}

void write_recovery(const Registration& record, json::Writer& out) {
    out.text("fr", record.positive_on).text("df", record.valid_from).text("du", record.valid_until);
}

}  // namespace

void write_payload(const Registration& record, json::Writer& out) {
    if (record.kind() == Kind::prophylaxis) return write_icvp_payload(record, out);
    out.begin_object().text("ver", "1.3.0").key("nam").begin_object();
    optional_text(out, "fn", record.surname);
    optional_text(out, "fnt", record.passport_surname);
    optional_text(out, "gn", record.forename);
    optional_text(out, "gnt", record.passport_forename);
    out.end_object().text("dob", record.birth_date);
    const Kind kind = record.kind();
    const auto* const group = std::ranges::find(kGroups, kind, &Group::kind);
    out.key(group == std::end(kGroups) ? "" : group->name).begin_array().begin_object();
    out.text("tg", kCovid19);
    if (kind == Kind::vaccination)
        write_vaccination(record, out);
    else if (kind == Kind::test)
        write_test(record, out);
    else
        write_recovery(record, out);
    out.text("co", record.country).text("is", record.issuer).text("ci", record.id);
    out.end_object().end_array().end_object();
}

std::string check_payload(const json::Value& payload, const ValueSets& value_sets, Findings& out) {
    if (is_icvp_payload(payload)) return check_icvp_payload(payload, out);
    Buffer encoded;
    cbor::Writer(encoded).json(payload);
    Envelope envelope;
    read_document(cbor::check(encoded), envelope);
    check_schema(envelope, value_sets, out);
    return envelope.id;
}

}  // namespace vpass::hcert
