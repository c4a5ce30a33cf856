// vpass audit records: checks that the doses in a registry fit together.
#include <algorithm>
#include <charconv>
#include <cstring>

#include "audit/check_finding_codes.hpp"
#include "audit/doses.hpp"
#include "audit/shared_passes.hpp"
#include "crypto/crypto.hpp"
#include "findings.hpp"
#include "shared/check_lines.hpp"
#include "shared/table_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ResultOptions form = {};
    ClockOption clock;
    TableOptions table;
    int interval = 14;
};

const FindingCode& code_of(DoseBreach breach) {
    switch (breach) {
        case DoseBreach::same_lot_and_date:
            return audit::kSameLotAndDate;
        case DoseBreach::same_date:
            return audit::kSameDate;
        case DoseBreach::order:
            return audit::kDoseOrder;
        case DoseBreach::repeated:
            return audit::kDoseRepeated;
        case DoseBreach::interval:
            return audit::kShortInterval;
    }
    return audit::kDoseOrder;
}

std::int32_t days(Date date) { return static_cast<std::int32_t>(date.time_since_epoch().count()); }

// The content of a vaccination record, which is a registry record or a payload that `issue` has made of one.
struct Vaccination {
    std::string person, date, birth_date, lot;
    std::uint32_t number = 0;
};

std::uint32_t dose_number(const json::Value& value) {
    if (const auto number = value.integer())
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(*number, 0, 99));
    const std::string text = value.string();
    std::uint32_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return std::min(out, 99U);
}

// Returns nothing when the record is not of a vaccination.
std::optional<Vaccination> read_vaccination(const Record& record) {
    Vaccination out;
    if (const json::Value payload = record["payload"]) {
        const json::Value dose = payload["v"][0], name = payload["nam"];
        if (!dose) return {};
        out = {name["fnt"].string() + '<' + name["gnt"].string(), dose["dt"].string(),
               payload["dob"].string(), record["lot"].string(), dose_number(dose["dn"])};
    } else {
        if (!record["vaccinated_on"]) return {};
        const bool passport = static_cast<bool>(record["passport_surname"]);
        out = {record[passport ? "passport_surname" : "surname"].string() + '<' +
                   record[passport ? "passport_forename" : "forename"].string(),
               record["vaccinated_on"].string(), record["birth_date"].string(), record["lot"].string(),
               dose_number(record["dose"])};
    }
    out.person += '<' + out.birth_date;
    if (const std::string person = record["person"].string(); !person.empty()) out.person = person;
    return out;
}

class RecordWork {
 public:
    RecordWork(const Buffer& key, Date latest) : key_(key), latest_(latest) {}

    // Keeps the doses; faults that a single record shows are findings at once.
    void operator()(const Batch& batch, Answer& answer, std::vector<Dose>& doses, std::string& findings) {
        for (const Line& line : batch.lines) {
            try {
                read_record(line, record_);
                if (record_.is_error() && !record_["payload"] && !record_["vaccinated_on"])
                    throw Error(Code::error, record_["error"]["message"].string());
                read(line, answer, doses, findings);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                answer.count("error");
                answer.notes.push_back({line.number, e.name() + ": " + e.what()});
            }
        }
    }

 private:
    void read(const Line& line, Answer& answer, std::vector<Dose>& doses, std::string& findings) {
        const auto vaccination = read_vaccination(record_);
        if (!vaccination) return answer.count("other");
        const auto date = parse_date(vaccination->date);
        if (!date) throw Error(Code::bad_field, "the date of the vaccination is malformed");
        const auto evidence = [&](json::Writer& w) { w.text("date", vaccination->date); };
        if (*date > latest_)
            append_finding(findings, audit::kFutureDate, Subject::line(line.number), evidence);
        const auto birth = parse_date(vaccination->birth_date);
        if (birth && *date < *birth)
            append_finding(findings, audit::kBeforeBirth, Subject::line(line.number), evidence);
        const std::uint64_t lot = vaccination->lot.empty() ? 0 : keyed_tag(key_, vaccination->lot) | 1;
        doses.push_back(
            {keyed_tag(key_, vaccination->person), lot, line.number, days(*date), vaccination->number});
        answer.count("vaccinations");
    }

    const Buffer& key_;
    Date latest_;
    Record record_;
};

int run(const Options& options) {
    Buffer key(32);
    random_bytes(key);
    // We allow one more day, since at the clock's time it is tomorrow already somewhere.
    const Date latest = date_of(options.clock.time()) + std::chrono::days(1);
    struct Part {
        std::vector<Dose> doses;
        std::size_t findings = 0;
    };
    std::vector<std::shared_ptr<Part>> parts;  // one a thread
    const auto make_work = [&]() -> Work {
        const auto part = parts.emplace_back(std::make_shared<Part>());
        const auto work = std::make_shared<RecordWork>(key, latest);
        return [part, work](const Batch& batch, Answer& answer) {
            (*work)(batch, answer, part->doses, answer.out);
            part->findings +=
                static_cast<std::size_t>(std::count(answer.out.begin(), answer.out.end(), '\n'));
        };
    };
    std::size_t found = 0;
    LineRun lines{"records", {"vaccinations", "other"}, make_work};
    lines.make_source = [&](int fd) { return options.table.records(fd, TableOptions::Of::registry); };
    lines.finish = [&](Answer& last) {
        std::vector<Dose> doses;
        for (const auto& part : parts) {
            doses.insert(doses.end(), part->doses.begin(), part->doses.end());
            part->doses = {};
            found += part->findings;
        }
        std::vector<std::pair<std::uint64_t, std::string>> breaches;  // by line: persons come in no order
        check_doses(doses, options.interval, [&](DoseBreach breach, const Dose& before, const Dose& dose) {
            std::string& out = breaches.emplace_back(dose.line, "").second;
            append_finding(out, code_of(breach), Subject::line(dose.line), [&](json::Writer& w) {
                w.key("earlier_line").integer(before.line);
                w.key("doses").begin_array().integer(before.number).integer(dose.number).end_array();
                w.key("days").integer(dose.day - before.day);
            });
        });
        std::sort(breaches.begin(), breaches.end());
        for (const auto& [line, text] : breaches) last.out += text;
        found += breaches.size();
    };
    const int exit = run_lines_as(options.form, options.stream, lines);
    if (!options.stream.quiet) message("", counted(found, "finding"));
    return found ? kNo : exit;
}

}  // namespace

Run declare_audit_records(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "registry records, or what 'issue' has made of them (default: standard input)");
    add_form_option(app, options->form);
    add_clock_option(app, options->clock, false);
    add_table_options(app, options->table);
    app.add_option("--interval", options->interval, "doses follow each other after N days at least")
        ->type_name("N")
        ->within(1, 3650)
        ->show_default();
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
