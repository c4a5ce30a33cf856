// Fuzzes a registry as CSV: a header, then a row. Fields must come back when they are quoted; a row that is
// accepted makes a pass of every format that is issued, and each must be valid.
#include "formats/registration.hpp"
#include "formats/registry/csv.hpp"
#include "formats/uvci.hpp"
#include "judge.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;
using Fields = std::vector<std::string>;

namespace {

const fuzz::IssuingWorld& world() {
    static const fuzz::IssuingWorld one;
    return one;
}

std::string quoted(const Fields& fields) {
    std::string line;
    for (const std::string& field : fields) {
        line += line.empty() ? "\"" : ",\"";
        for (const char c : field) line.append(c == '"' ? 2 : 1, c);
        line += '"';
    }
    return line;
}

bool read(std::string_view line, Fields& fields) {
    if (!accepts([&] { parse_csv_record(line, ',', fields); })) return false;
    Fields again;
    parse_csv_record(quoted(fields), ',', again);
    demand(again == fields, "quoted fields are the same fields");
    return true;
}

void issue(const Registration& registration) {
    for (const Format& format : formats()) {
        if (!format.write_payload) continue;
        std::string payload;
        json::Writer out(payload);
        if (!accepts([&] { format.write_payload(registration, out); })) continue;
        Findings findings;
        format.check_payload(json::check(payload), world().value_sets, findings);
        demand(findings.empty(), "a payload of ours is as its format wants it");
        demand(fuzz::judge(world(), world().sign(format, payload)) == Reason::ok, "what is issued is valid");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text({data, size});
    const auto header = first_csv_record(text, ',', LineEnd::lf, true);
    Fields names, row;
    if (!header || !read(header->text, names) || !read(text.substr(header->size), row)) return 0;
    Registration registration;
    const bool complete_record = accepts([&] {
        for (std::size_t i = 0; i < std::min(names.size(), row.size()); ++i)
            set_registration_field(registration, names[i], row[i]);
        if (registration.id.empty()) registration.id = make_uvci("KR", unique_part(1, 1));
        complete(registration, {}, world().value_sets, *world().context.at);
    });
    if (complete_record) issue(registration);
    return 0;
}
