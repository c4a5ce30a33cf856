#include "formats/hcert/icvp.hpp"

#include <algorithm>

#include "formats/life_dates.hpp"
#include "formats/registration.hpp"
#include "formats/summary.hpp"
#include "formats/who_products.hpp"

namespace vpass::hcert {
namespace {

// One draft of the model has an array of one in place of the map.
cbor::Value vaccination(cbor::Value document) {
    const cbor::Value v = document["v"];
    return v.is(cbor::Type::array) && v.size() == 1 ? *v.elements().begin() : v;
}

struct Disease {
    std::string_view code, name;
};
Disease disease_of(cbor::Value document) {
    const cbor::Value v = vaccination(document);
    const std::string_view target = v["tg"].text();
    const WhoProduct* const product = who_product(v["vp"].text());
    const ProphylaxisDisease* const disease = product ? product->disease : prophylaxis_disease(target);
    return disease ? Disease{disease->code, disease->name.english} : Disease{target, ""};
}

class Checker {
 public:
    explicit Checker(Findings& out) : out_(out) {}

    void document(const Envelope& envelope) {
        const cbor::Value document = envelope.document;
        require_text(document, "n", "");
        const std::string_view birth = date(document, "dob", "");
        const cbor::Value v = vaccination(document);
        if (!v) return report(finding::kMissingField, "/v");
        if (v.is(cbor::Type::array)) return report(finding::kSeveralEntries, "/v");
        if (!v.is(cbor::Type::map)) return report(finding::kWrongType, "/v");
        const std::string at = document["v"].is(cbor::Type::array) ? "/v/0" : "/v";
        require_text(v, "vp", at);
        require_text(v, "bo", at);
        const std::string_view given = date(v, "dt", at);
        if (!v["cn"] && !v["is"]) report(finding::kNoVaccinator, at);
        if (v["vp"].is(cbor::Type::text) && !who_product(v["vp"].text()))
            report(finding::kProduct, at + "/vp");
        for (const LifeSlip& slip : find_life_slips(birth, {&given, 1}, envelope.issued_at))
            report(*slip.kind, slip.date ? at + "/dt" : "/dob");
    }

 private:
    void report(const FindingKind& kind, const std::string& pointer) {
        out_.push_back({&kind, "/payload" + pointer});
    }
    std::string_view require_text(cbor::Value map, std::string_view name, const std::string& at) {
        const cbor::Value value = map[name];
        const std::string pointer = at + '/' + std::string(name);
        if (!value || value.is(cbor::Type::null))
            report(finding::kMissingField, pointer);
        else if (!value.untagged().is(cbor::Type::text))
            report(finding::kWrongType, pointer);
        else if (value.untagged().text().empty())
            report(finding::kMissingField, pointer);
        return value.untagged().text();
    }
    std::string_view date(cbor::Value map, std::string_view name, const std::string& at) {
        const std::string_view text = require_text(map, name, at);
        if (!text.empty() && !is_partial_date(text.substr(0, 10)))
            report(finding::kBadDate, at + '/' + std::string(name));
        return text;
    }

    Findings& out_;
};

}  // namespace

void read_icvp_dates(cbor::Value document, Envelope& out) {
    const cbor::Value v = vaccination(document);
    const auto read = [&](std::string_view name) -> std::optional<Date> {
        const cbor::Value value = v[name];
        const auto day = parse_date(value.untagged().text().substr(0, 10));
        if (value && !value.is(cbor::Type::null) && !day)
            out.findings.push_back({&finding::kNoDate, "/payload/v/" + std::string(name)});
        return day;
    };
    const auto seconds = [](Date day) { return std::chrono::sys_seconds(day).time_since_epoch().count(); };
    if (const auto from = read("vls")) out.begins_at(seconds(*from));
    if (const auto until = read("vle")) out.ends_at(seconds(*until + std::chrono::days(1)) - 1);
}

void check_icvp(const Envelope& envelope, Findings& out) { Checker(out).document(envelope); }

void write_icvp(const Envelope& envelope, json::Writer& out) {
    cbor::to_json(envelope.document, out);
    const Disease disease = disease_of(envelope.document);
    if (disease.code.empty() || envelope.document["disease"] || !envelope.document.is(cbor::Type::map))
        return;
    out.out().pop_back();  // the brace that ends the members
    out.key("disease").begin_object().text("code", disease.code);
    if (!disease.name.empty()) out.text("name", disease.name);
    out.end_object().end_object();
}

void summarize_icvp(cbor::Value document, PassSummary& out) {
    const cbor::Value v = vaccination(document);
    const std::pair<cbor::Value, std::string PassSummary::*> texts[] = {
        {document["n"], &PassSummary::name},
        {document["dob"], &PassSummary::birth_date},
        {document["s"], &PassSummary::sex},
        {document["ntl"], &PassSummary::nationality},
        {document["nid"], &PassSummary::identity},
        {document["gn"], &PassSummary::guardian},
        {v["vp"], &PassSummary::product},
        {v["ma"], &PassSummary::maker},
        {v["bo"], &PassSummary::batch},
        {v["cn"], &PassSummary::clinician},
        {v["is"], &PassSummary::authority},
        {v["mid"], &PassSummary::place},
        {v["dt"], &PassSummary::event_date},
        {v["vls"], &PassSummary::valid_from},
        {v["vle"], &PassSummary::valid_until},
    };
    for (const auto& [value, member] : texts) out.*member = value.untagged().text();
    if (out.event_date.size() > 10) out.event_date.resize(10);
    out.disease = disease_of(document).code;
    if (const WhoProduct* const product = who_product(out.product)) {
        out.vaccine = product->type;
        out.maker = product->maker;
    }
}

bool is_icvp_payload(const json::Value& payload) {
    return payload.is(json::Type::object) && payload["n"] && !payload["nam"];
}

void write_icvp_payload(const Registration& record, json::Writer& out) {
    const auto optional = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) out.text(name, value);
    };
    // The certificate is to be completed in English or French (IHR, Annex 6), so the name is the passport's.
    std::string name = record.passport_forename;
    if (!name.empty()) name += ' ';
    name += record.passport_surname;
    std::ranges::replace(name, '<', ' ');
    out.begin_object().text("id", record.id).text("n", name).text("dob", record.birth_date);
    optional("s", record.sex);
    optional("ntl", record.nationality);
    optional("nid", record.identity);
    optional("ndt", record.identity_type);
    optional("gn", record.guardian);
    out.key("v").begin_object().text("vp", record.vaccine).text("dt", record.vaccinated_on);
    out.text("bo", record.lot);
    optional("vls", record.valid_from);
    optional("vle", record.valid_until);
    optional("cn", record.clinician);
    out.text("is", record.issuer).end_object().end_object();
}

std::string check_icvp_payload(const json::Value& payload, Findings& out) {
    Buffer encoded;
    cbor::Writer writer(encoded);
    encode_icvp(payload, writer);
    Envelope envelope;
    envelope.document = cbor::check(encoded);
    read_icvp_dates(envelope.document, envelope);
    out.append(envelope.findings);
    check_icvp(envelope, out);
    return payload["id"].string();
}

void encode_icvp(const json::Value& payload, cbor::Writer& out) {
    out.map(payload.size() - (payload["id"] ? 1 : 0));
    for (const json::Member& member : payload.members()) {
        if (!member.has_key("id")) out.text(member.key()).json(member.value);
    }
}

}  // namespace vpass::hcert
