// vpass issue: registry records in, checked payloads out.
#include "command.hpp"
#include "vpass/csv.hpp"
#include "vpass/format.hpp"
#include "vpass/record.hpp"
#include "vpass/registration.hpp"
#include "vpass/uvci.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ClockOption clock;
    std::string format = "hcert";
    RegistrationDefaults defaults;
    std::string surnames = "rule";
    std::vector<std::string> value_sets;
    std::optional<std::uint64_t> seed;
    std::size_t sample = 0;
    bool records = false;
    bool json_lines = false;
};

// The lines of a CSV file, or of JSON Lines. The header is taken off the first batch before any worker sees
// one.
class RegistrySource : public Source {
 public:
    RegistrySource(int fd, bool json_lines, std::vector<std::string>& header)
        : lines_(fd), header_(header), first_(!json_lines) {}
    bool read(Batch& out) override {
        while (lines_.read(out)) {
            if (first_) take_header(out);
            first_ = false;
            if (!out.lines.empty()) return true;
        }
        return false;
    }
    void stop() override { lines_.stop(); }

 private:
    void take_header(Batch& batch) {
        const Line& line = batch.lines.front();
        if (line.text.starts_with('{') || line.text.empty()) return;
        try {
            parse_csv_line(line.text, header_);
        } catch (const Error& e) {
            throw Error(e.code(), std::string("the header in line 1: ") + e.what());
        }
        for (std::size_t i = 0; i < header_.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (header_[i] == header_[j])
                    throw Error(Code::bad_csv, "the header names column " + header_[i] + " twice");
            }
        }
        if (std::none_of(header_.begin(), header_.end(),
                         [](const std::string& name) { return is_registration_field(name); })) {
            throw Error(Code::bad_csv, "line 1 is neither a CSV header nor JSON",
                        "vpass-records(5) lists the columns");
        }
        batch.lines.erase(batch.lines.begin());
    }
    LineReader lines_;
    std::vector<std::string>& header_;
    bool first_;  // the next line may be a header
};

// N lines without text: the workers make each record up from the seed and its number.
class SampleSource : public Source {
 public:
    explicit SampleSource(std::size_t count) : count_(count) {}
    bool read(Batch& out) override {
        constexpr std::size_t kBatch = 128;
        out.lines.clear();
        while (next_ <= count_ && out.lines.size() < kBatch) out.lines.push_back({next_++, {}, false});
        return !out.lines.empty();
    }

 private:
    std::size_t count_;
    std::size_t next_ = 1;
};

class IssueWork {
 public:
    IssueWork(const Options& options, const std::vector<std::string>& header, const ValueSets& value_sets,
              const Format& format)
        : options_(options),
          header_(header),
          value_sets_(value_sets),
          format_(format),
          now_(options.clock.time()) {}

    void operator()(const Batch& batch, Answer& answer) {
        for (const Line& line : batch.lines) {
            const std::size_t start = answer.out.size();
            try {
                issue(line, answer);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                answer.out.resize(start);
                write_error_line(answer.out, line.number, e.name(), e.what());
                answer.notes.push_back({line.number, e.name() + ": " + e.what()});
                answer.count("error");
            }
        }
    }

 private:
    void issue(const Line& line, Answer& answer) {
        if (line.too_long)
            throw Error(Code::line_too_long,
                        "the line is longer than " + std::to_string(limits::kLineBytes) + " bytes");
        Registration registration;
        carried_ = "{";
        if (options_.sample) {
            registration = sample_registration(*options_.seed, line.number);
        } else if (line.text.empty()) {
            throw Error(Code::empty_line, "the line is empty");
        } else if (header_.empty()) {
            record_.parse(line.text);
            if (record_.is_error() && !record_["payload"]) {
                record_.write_error(answer.out);
                return answer.count("error");
            }
            if (record_["payload"]) return ready_made(answer);
            read_record(registration);
        } else {
            read_row(line.text, registration);
        }
        complete_id(registration, line.number);
        complete(registration, options_.defaults, value_sets_, now_);
        if (!registration.name_source.empty())
            answer.notes.push_back({line.number, "name transliterated, since no passport name is given"});
        write(registration, answer);
    }

    // A UVCI as it is; anything else becomes the unique part of one; nothing, and one is made.
    void complete_id(Registration& registration, std::size_t number) const {
        if (registration.id.starts_with("URN:")) return;
        const std::string& country =
            registration.country.empty() ? options_.defaults.country : registration.country;
        const std::string part = !registration.id.empty() ? registration.id
                                 : options_.seed          ? unique_part(*options_.seed, number)
                                                          : random_unique_part();
        registration.id = make_uvci(country, part);
    }

    void read_record(Registration& registration) {
        std::string scratch;
        for (const json::Member& member : record_.members()) {
            const std::string key = member.key();
            refuse_resident_number(key, member.value.raw());
            if (!is_registration_field(key)) {
                if (is_own(key)) continue;
                json::Writer(carried_).any_key(key);
                json::append_compact(carried_, member.value.raw());
            } else if (member.value.is(json::Type::number)) {
                set_registration_field(registration, key, member.value.raw());
            } else if (member.value.is(json::Type::string)) {
                set_registration_field(registration, key, member.value.string(scratch));
            } else if (!member.value.is(json::Type::null)) {
                throw Error(Code::bad_field, key + ": neither text nor a number");
            }
        }
    }

    void read_row(std::string_view line, Registration& registration) {
        parse_csv_line(line, row_);
        if (row_.size() != header_.size()) {
            throw Error(Code::bad_csv, "the line has " + std::to_string(row_.size()) + " fields, the header " +
                                       std::to_string(header_.size()));
        }
        for (std::size_t i = 0; i < row_.size(); ++i) {
            refuse_resident_number(header_[i], row_[i]);
            if (!set_registration_field(registration, header_[i], row_[i]) && !is_own(header_[i])) {
                json::Writer(carried_).any_key(header_[i]).string(row_[i]);
            }
        }
    }

    // What issue adds itself, so that no member of these names can be carried through beside it.
    static bool is_own(std::string_view key) {
        return key == "format" || key == "payload" || key == "notes" || key == "error";
    }

    // Also in members that are only carried through: they would be passed on to whoever reads the records.
    static void refuse_resident_number(const std::string& field, std::string_view text) {
        if (has_resident_number(text)) {
            throw Error(Code::bad_field,
                        field + ": it looks like a resident registration number, which no record may hold");
        }
    }

    void ready_made(Answer& answer) {
        const json::Value payload = record_["payload"];
        if (!payload.is(json::Type::object)) throw Error(Code::bad_payload, "payload: no JSON object");
        refuse_resident_number("payload", payload.raw());
        Findings findings;
        const std::string id = format_.check_payload(payload, value_sets_, findings);
        if (!findings.empty()) {
            const Finding& first = findings.front();
            throw Error(Code::bad_payload, first.pointer + ": " + std::string(first.kind->text) + " (" +
                                           std::string(first.kind->code) + ")");
        }
        if (id.empty()) throw Error(Code::bad_payload, "the payload has no certificate identifier");
        record_.write_open(answer.out, {"id", "format", "payload"});
        json::Writer w(answer.out);
        w.text("id", id).text("format", format_.name).key("payload");
        json::append_compact(answer.out, payload.raw());
        answer.out += "}\n";
        answer.count("issued");
    }

    void write(const Registration& registration, Answer& answer) {
        answer.out += carried_;
        json::Writer w(answer.out);
        if (options_.records) {
            write_registration(registration, w);
        } else {
            w.text("id", registration.id).text("format", format_.name).key("payload");
            format_.write_payload(registration, w);
            if (!registration.name_source.empty()) {
                w.text("name_source", registration.name_source);
                w.key("notes").begin_array().string("name-transliterated").end_array();
            }
        }
        answer.out += "}\n";
        answer.count("issued");
    }

    const Options& options_;
    const std::vector<std::string>& header_;
    const ValueSets& value_sets_;
    const Format& format_;
    UnixTime now_;
    Record record_;
    std::vector<std::string> row_;
    std::string carried_;  // members that are not ours: "{" and what follows it
};

int run(Options& options) {
    const Format* format = find_format(options.format);
    if (!format || !format->write_payload)
        throw Error(Code::usage, "--format: passes of the format '" + options.format + "' cannot be issued");
    if (options.sample && !options.seed)
        throw Error(Code::usage, "--sample needs --seed", "any number: the same seed makes the same records");
    if (options.sample && options.stream.input != "-")
        throw Error(Code::usage, "--sample makes records up, so it takes no input file");
    options.defaults.usual_surnames = options.surnames == "usual";
    const ValueSets value_sets = load_value_sets(options.value_sets);
    std::vector<std::string> header;
    LineRun lines{"records", {"issued"}, [&]() -> Work {
                      auto work = std::make_shared<IssueWork>(options, header, value_sets, *format);
                      return [work](const Batch& batch, Answer& answer) { (*work)(batch, answer); };
                  }};
    if (options.sample)
        lines.make_source = [&](int) { return std::make_unique<SampleSource>(options.sample); };
    else
        lines.make_source = [&](int fd) { return std::make_unique<RegistrySource>(fd, options.json_lines, header); };
    return run_lines(options.stream, lines);
}

}  // namespace

Run declare_issue(CLI::App& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "registry records: CSV with a header, or JSON Lines (default: standard input)");
    add_clock_option(app, options->clock, false);
    app.add_option("--format", options->format, "the format of the passes to come")->capture_default_str();
    app.add_option("--country", options->defaults.country, "country where a record names none")
        ->capture_default_str();
    app.add_option("--issuer", options->defaults.issuer, "issuing body where a record names none")
        ->capture_default_str();
    app.add_option("--surnames", options->surnames,
                   "Korean surnames by rule, or as most passports have them, which is a guess")
        ->type_name("rule|usual")
        ->check(CLI::IsMember({"rule", "usual"}).description(""))
        ->capture_default_str();
    add_value_sets_option(app, options->value_sets);
    app.add_option("--sample", options->sample, "make up N Korean test records instead of reading any")
        ->type_name("N")
        ->check(CLI::Range(1LL, 1'000'000'000LL).description(""));
    app.add_option("--seed", options->seed, "make identifiers and samples repeatable")->type_name("S");
    app.add_flag("--jsonl", options->json_lines, "the input is JSON Lines, whatever its first line looks like");
    app.add_flag("--records", options->records, "write the completed registry records instead of payloads");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
