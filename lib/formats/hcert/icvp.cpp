#include "formats/hcert/icvp.hpp"

#include <algorithm>

#include "formats/life_dates.hpp"

namespace vpass::hcert {
namespace {

enum class Disease { yellow_fever, polio };

struct Product {
    std::string_view id;
    Disease disease;
};
constexpr Product kProducts[] = {
#include "formats/hcert/icvp_products.inc"
};
static_assert(std::ranges::is_sorted(kProducts, {}, &Product::id));

// The diseases of the products come first, in the order of `Disease`; the others occur as targets in older
// passes.
constexpr DiseaseName kDiseases[] = {
    {"1D47", "Yellow fever"},
    {"1C81", "Poliomyelitis"},
    {"RA01", "COVID-19"},
    {"RA01.0", "COVID-19"},
    {"840539006", "COVID-19"},
    {"1F03", "Measles"},
    {"1C1C", "Meningococcal disease"},
    {"1A00", "Cholera"},
};

const Product* find_product(std::string_view id) {
    const auto found = std::ranges::lower_bound(kProducts, id, {}, &Product::id);
    return found != std::end(kProducts) && found->id == id ? found : nullptr;
}

// One draft of the model has an array of one in place of the map.
cbor::Value vaccination(cbor::Value document) {
    const cbor::Value v = document["v"];
    return v.is(cbor::Type::array) && v.size() == 1 ? *v.elements().begin() : v;
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
        if (v["vp"].is(cbor::Type::text) && !find_product(v["vp"].text()))
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

DiseaseName disease_of(cbor::Value document) {
    const cbor::Value v = vaccination(document);
    if (const Product* product = find_product(v["vp"].text()))
        return kDiseases[static_cast<std::size_t>(product->disease)];
    const std::string_view target = v["tg"].text();
    const auto found = std::ranges::find(kDiseases, target, &DiseaseName::code);
    return found == std::end(kDiseases) ? DiseaseName{target, ""} : *found;
}

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
    const DiseaseName disease = disease_of(envelope.document);
    if (disease.code.empty() || envelope.document["disease"] || !envelope.document.is(cbor::Type::map))
        return;
    out.out().pop_back();  // the brace that ends the members
    out.key("disease").begin_object().text("code", disease.code);
    if (!disease.name.empty()) out.text("name", disease.name);
    out.end_object().end_object();
}

}  // namespace vpass::hcert
