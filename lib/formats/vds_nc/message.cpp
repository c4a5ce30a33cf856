// Reads and writes the messages of VDS-NC seals: proof of vaccination (by WHO's data set) and proof of
// testing (by ICAO's), as tables of fields.
#include <algorithm>

#include "base/country.hpp"
#include "base/error.hpp"
#include "base/time.hpp"
#include "base/unicode.hpp"
#include "data/encoding.hpp"
#include "formats/life_dates.hpp"
#include "formats/registration.hpp"
#include "formats/vaccines.hpp"
#include "formats/vds_nc/vds_nc.hpp"

namespace vpass::vdsnc {
namespace {

constexpr std::size_t kMaxName = 39;   // characters, as in travel documents
constexpr std::size_t kMaxPlace = 20;  // characters of a centre or authority

enum class FieldType { text, date, date_time, number };

// A field by its place in the message; '*' stands for every element of a list.
struct Field {
    std::string_view path;
    FieldType type;
    bool required;
    std::size_t longest = 0;  // in characters; 0: any
    bool happened = false;    // a date on which something was done: not before birth, not ahead
};
constexpr Field kVaccination[] = {
    {"uvci", FieldType::text, true},
    {"pid/n", FieldType::text, true, kMaxName},
    {"pid/dob", FieldType::date, false},
    {"pid/i", FieldType::text, false, 11},
    {"pid/ai", FieldType::text, false, 24},
    {"pid/sex", FieldType::text, false, 1},
    {"ve/*/des", FieldType::text, true},
    {"ve/*/nam", FieldType::text, true},
    {"ve/*/dis", FieldType::text, false},
    {"ve/*/vd/*/dvc", FieldType::date, true, 0, true},
    {"ve/*/vd/*/seq", FieldType::number, true},
    {"ve/*/vd/*/ctr", FieldType::text, true, 3},
    {"ve/*/vd/*/adm", FieldType::text, false, kMaxPlace},
    {"ve/*/vd/*/lot", FieldType::text, false, 20},
    {"ve/*/vd/*/dvn", FieldType::date, false},
};
constexpr Field kTest[] = {
    {"utci", FieldType::text, true},        {"pid/n", FieldType::text, true, kMaxName},
    {"pid/dob", FieldType::date, false},    {"pid/dt", FieldType::text, false, 2},
    {"pid/dn", FieldType::text, false, 24}, {"sp/spn", FieldType::text, true, kMaxPlace},
    {"sp/ctr", FieldType::text, true, 3},   {"dat/sc", FieldType::date_time, true, 0, true},
    {"tr/tc", FieldType::text, true},       {"dat/ri", FieldType::date_time, false, 0, true},
    {"tr/r", FieldType::text, true},        {"tr/m", FieldType::text, false},
};

class Checker {
 public:
    explicit Checker(Findings& out) : out_(out) {}

    void field(json::Value value, const Field& field, std::string_view path, const std::string& pointer) {
        if (path.empty()) return leaf(value, field, pointer);
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view step = path.substr(0, slash);
        const std::string_view rest = path.substr(std::min(slash + 1, path.size()));
        if (step != "*") return this->field(value[step], field, rest, pointer + "/" + std::string(step));
        std::size_t n = 0;
        for (const json::Value element : value.elements())
            this->field(element, field, rest, pointer + "/" + std::to_string(n++));
        if (n == 0 && field.required) report(finding::kNoEntry, pointer);
    }

    void life_dates(const std::string& birth, std::optional<UnixTime> latest) {
        const std::vector<std::string_view> dates(events_.begin(), events_.end());
        for (const LifeSlip& slip : find_life_slips(birth, dates, latest))
            report(*slip.kind, slip.date ? pointers_[slip.date - 1] : "/payload/msg/pid/dob");
    }

 private:
    void report(const FindingKind& kind, const std::string& pointer) { out_.push_back({&kind, pointer}); }

    void leaf(json::Value value, const Field& field, const std::string& pointer) {
        if (!value) {
            if (field.required) report(finding::kMissingField, pointer);
            return;
        }
        // Some issuers write dose numbers as digits in a text.
        const std::string text = value.string();
        if (field.happened) {
            events_.push_back(text);
            pointers_.push_back(pointer);
        }
        if (field.type == FieldType::number) {
            const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
            if (!value.integer() && !digits) report(finding::kWrongType, pointer);
        } else if (!value.is(json::Type::string)) {
            report(finding::kWrongType, pointer);
        } else if (field.type == FieldType::date && !parse_date(text)) {
            report(finding::kBadDate, pointer);
        } else if (field.type == FieldType::date_time) {
            date_time(text, pointer);
        } else if (field.longest && is_longer(text, field.longest)) {
            report(finding::kTooLong, pointer);
        }
    }

    void date_time(std::string_view text, const std::string& pointer) {
        const TimeSlip slip = parse_time_leniently(text).slip;
        if (slip == TimeSlip::not_a_time) report(finding::kBadDate, pointer);
        if (slip != TimeSlip::none && slip != TimeSlip::not_a_time) report(finding::kBadDateTime, pointer);
    }

    Findings& out_;
    std::vector<std::string> events_, pointers_;  // what happened, and where it stands
};

// Maps the kinds of vaccines in EU passes to extension codes of ICD-11.
constexpr std::string_view kAnyCovidVaccine = "XM68M6";
constexpr std::string_view kCovid19 = "RA01.0";
constexpr std::pair<std::string_view, std::string_view> kVaccineTypes[] = {
    {"1119349007", "XM0GQ8"},      // messenger RNA
    {"29061000087103", "XM9QW8"},  // vector, not replicating
    {"1157024006", "XM1NL1"},      // inactivated
    {"1162643001", "XM5JC5"},      // protein subunit
    {"1119305005", "XM5JC5"},      // protein subunit
};
constexpr std::pair<std::string_view, std::string_view> kTests[] = {{"LP6464-4", "molecular(PCR)"},
                                                                    {"LP217198-3", "antigen"}};
constexpr std::pair<std::string_view, std::string_view> kResults[] = {{"260373001", "positive"},
                                                                      {"260415000", "negative"}};

std::string_view look_up(std::span<const std::pair<std::string_view, std::string_view>> table,
                         std::string_view key, std::string_view otherwise) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == key; });
    return found == table.end() ? otherwise : found->second;
}

// Returns at most `longest` bytes, cut between characters.
std::string_view cut(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) return text;
    while ((text[longest] & 0xc0) == 0x80) --longest;
    return text.substr(0, longest);
}

// Writes the name as in the visual zone of a passport: the primary identifier, two spaces, the secondary one,
// at most 39 characters together.
void write_person(const Registration& record, json::Writer& out) {
    std::string name = record.passport_surname;
    if (!record.passport_forename.empty()) name += "<<" + record.passport_forename;
    std::replace(name.begin(), name.end(), '<', ' ');
    out.key("pid").begin_object().text("n", cut(name, kMaxName));
    if (record.birth_date.size() == 10) out.text("dob", record.birth_date);
    out.end_object();
}

void write_vaccination(const Registration& record, const std::string& country, json::Writer& out) {
    // The report limits a UVCI to 12 characters, which is too short for one that leads back to a register.
    // Readers accept longer ones.
    out.text("uvci", record.id);
    write_person(record, out);
    out.key("ve").begin_array().begin_object();
    out.text("des", look_up(kVaccineTypes, record.vaccine_type, kAnyCovidVaccine));
    const Vaccine* const vaccine = vaccine_of_product(record.vaccine);
    out.text("nam", vaccine ? vaccine->name : record.vaccine).text("dis", kCovid19);
    out.key("vd").begin_array().begin_object().text("dvc", record.vaccinated_on);
    out.key("seq").raw(record.dose).text("ctr", country).text("adm", cut(record.issuer, kMaxPlace));
    out.end_object().end_array().end_object().end_array();
}

void write_test(const Registration& record, const std::string& country, json::Writer& out) {
    out.text("utci", record.id);
    write_person(record, out);
    const std::string& place = record.test_centre.empty() ? record.issuer : record.test_centre;
    out.key("sp").begin_object().text("spn", cut(place, kMaxPlace)).text("ctr", country).end_object();
    out.key("dat").begin_object().text("sc", record.sampled_at).end_object();
    out.key("tr").begin_object().text("tc", look_up(kTests, record.test_type, "molecular(other)"));
    out.text("r", look_up(kResults, record.result, record.result)).end_object();
}

}  // namespace

void check_message(json::Value message, Kind kind, std::optional<UnixTime> latest, Findings& out) {
    Checker checker(out);
    if (kind == Kind::vaccination)
        for (const Field& field : kVaccination) checker.field(message, field, field.path, "/payload/msg");
    else
        for (const Field& field : kTest) checker.field(message, field, field.path, "/payload/msg");
    checker.life_dates(message["pid"]["dob"].string(), latest);
}

void write_payload(const Registration& record, json::Writer& out) {
    require_covid(record, "a VDS-NC");
    const Kind kind = record.kind();
    if (kind == Kind::recovery)
        throw Error(Code::bad_field, "type: a VDS-NC tells of vaccinations and tests only");
    const std::string country = country_alpha3(record.country);
    out.begin_object().key("hdr").begin_object();
    out.text("t", kind == Kind::vaccination ? "icao.vacc" : "icao.test").key("v").integer(1);
    out.text("is", country).end_object().key("msg").begin_object();
    if (kind == Kind::vaccination)
        write_vaccination(record, country, out);
    else
        write_test(record, country, out);
    out.end_object().end_object();
}

}  // namespace vpass::vdsnc
