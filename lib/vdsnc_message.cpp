// The messages of VDS-NC seals: proof of vaccination (by WHO's data set) and proof of testing (by ICAO's), as
// tables of fields.
#include <algorithm>

#include "format_vdsnc.hpp"
#include "vpass/time.hpp"

namespace vpass::vdsnc {
namespace {

enum class FieldType { text, date, number };

// A field by its place in the message; '*' stands for every element of a list.
struct Field {
    std::string_view path;
    FieldType type;
    bool required;
    std::size_t longest = 0;  // in characters; 0: any
};
constexpr Field kVaccination[] = {
    {"uvci", FieldType::text, true},
    {"pid/n", FieldType::text, true, 39},
    {"pid/dob", FieldType::date, false},
    {"pid/i", FieldType::text, false, 11},
    {"pid/ai", FieldType::text, false, 24},
    {"pid/sex", FieldType::text, false, 1},
    {"ve/*/des", FieldType::text, true},
    {"ve/*/nam", FieldType::text, true},
    {"ve/*/dis", FieldType::text, false},
    {"ve/*/vd/*/dvc", FieldType::date, true},
    {"ve/*/vd/*/seq", FieldType::number, true},
    {"ve/*/vd/*/ctr", FieldType::text, true, 3},
    {"ve/*/vd/*/adm", FieldType::text, false, 20},
    {"ve/*/vd/*/lot", FieldType::text, false, 20},
    {"ve/*/vd/*/dvn", FieldType::date, false},
};
constexpr Field kTest[] = {
    {"utci", FieldType::text, true},        {"pid/n", FieldType::text, true, 39},
    {"pid/dob", FieldType::date, false},    {"pid/dt", FieldType::text, false, 2},
    {"pid/dn", FieldType::text, false, 24}, {"sp/spn", FieldType::text, true, 20},
    {"sp/ctr", FieldType::text, true, 3},   {"dat/sc", FieldType::text, true},
    {"dat/ri", FieldType::text, false},     {"tr/tc", FieldType::text, true},
    {"tr/r", FieldType::text, true},        {"tr/m", FieldType::text, false},
};

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

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

 private:
    void report(const FindingKind& kind, const std::string& pointer) { out_.push_back({&kind, pointer}); }

    void leaf(json::Value value, const Field& field, const std::string& pointer) {
        if (!value) {
            if (field.required) report(finding::kMissingField, pointer);
            return;
        }
        // Dose numbers are digits in a text with some issuers.
        const std::string text = value.string();
        if (field.type == FieldType::number) {
            const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
            if (!value.integer() && !digits) report(finding::kWrongType, pointer);
        } else if (!value.is(json::Type::string)) {
            report(finding::kWrongType, pointer);
        } else if (field.type == FieldType::date && !parse_date(text)) {
            report(finding::kBadDate, pointer);
        } else if (field.longest && characters(text) > field.longest) {
            report(finding::kTooLong, pointer);
        }
    }

    Findings& out_;
};

}  // namespace

void check_message(json::Value message, Kind kind, Findings& out) {
    Checker checker(out);
    if (kind == Kind::vaccination)
        for (const Field& field : kVaccination) checker.field(message, field, field.path, "/payload/msg");
    else
        for (const Field& field : kTest) checker.field(message, field, field.path, "/payload/msg");
}

}  // namespace vpass::vdsnc
