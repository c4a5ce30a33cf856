// Fuzzes part reports and the records of checks, outages and violations. Only Error may escape. A report that
// is read must come back to the byte, also when it is merged into an empty one, and its page must not hold
// markup from the keys.
#include "audit/fines.hpp"
#include "audit/outages.hpp"
#include "audit/report/report.hpp"
#include "fuzz.hpp"

using namespace vpass;
using fuzz::accepts;
using fuzz::demand;

namespace {

void read_part(std::string_view text) {
    Report part = Report::from_json(text);
    part.settle();
    const std::string json = part.json();
    demand(Report::from_json(json).json() == json, "the same report");
    Report whole(part.settings());
    whole.merge(part);
    whole.settle();
    demand(whole.json() == json, "nothing and a part is the part");
    const std::string page = report_html(part);
    demand(page.find("<script") == std::string::npos, "no script");
}

void count(std::string_view line) {
    Record record;
    record.parse(line);
    CheckEvent event;
    event.read(record);
    Report report({});
    report.add(event);
    report.settle();
    demand(report.total().sum() == 1, "one check");
    demand(Report::from_json(report.json()).json() == report.json(), "a report that can be read");
}

void read_outage_again(std::string_view line) {
    const Outage outage = read_outage(json::check(line));
    std::string text;
    json::Writer out(text);
    out.begin_object();
    write_outage(outage, out);
    out.end_object();
    demand(read_outage(json::check(text)) == outage, "the same outage");
}

void fine(std::string_view line) {
    Record record;
    record.parse(line);
    penalty_for(read_violation(record), Policy::built_in("kr"), {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = as_text(Bytes(data, size));
    accepts([&] { read_part(text); });
    accepts([&] { read_outage_again(text); });
    accepts([&] { fine(text); });
    std::string kept;
    accepts([&] {
        Record record;
        record.parse(text);
        CheckEvent event;
        event.read(record);
        kept = "event";
    });
    if (!kept.empty()) count(text);  // what reads as a check is counted and reported without an error
    return 0;
}
