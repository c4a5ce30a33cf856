// vpass issue: reads registry records and writes checked payloads.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <thread>
#include <utility>

#include "data/record.hpp"
#include "earlier_passes.hpp"
#include "formats/format.hpp"
#include "formats/registration.hpp"
#include "formats/registry/korean.hpp"
#include "formats/uvci.hpp"
#include "ledger/known_ids.hpp"
#include "shared/registry_source.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ClockOption clock;
    std::string format = "hcert";
    RegistrationDefaults defaults;
    std::string surnames = "rule";
    TableOptions table;
    std::string rejects;
    bool check = false;
    std::string language = "en";
    std::vector<std::string> value_sets;
    std::optional<std::uint64_t> seed;
    std::size_t sample = 0;
    bool records = false;
    bool json_lines = false;
    std::vector<std::string> since;
    std::string renew = "14d";
    std::string outdated, vanished;
};

// Gives N lines without text: the workers make each record up from the seed and its number.
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
    IssueWork(const Options& options, const Registry& registry, const ValueSets& value_sets,
              const Format& format, EarlierPasses* earlier, std::atomic<std::size_t>& nameless)
        : options_(options),
          registry_(registry),
          carried_names_(options.table.rules().carried),
          dates_(options.table.dates()),
          value_sets_(value_sets),
          format_(format),
          now_(options.clock.time()),
          nameless_(nameless) {
        if (earlier) earlier_.emplace(*earlier);
    }

    void operator()(const Batch& batch, Answer& answer) {
        for (const Line& line : batch.lines) {
            const std::size_t start = answer.out.size();
            try {
                issue(line, answer);
            } catch (const Error& e) {
                if (e.is_environment()) throw;
                answer.out.resize(start);
                if (earlier_) meet();
                if (options_.check)
                    Rehearsal::append(answer.out, line.number, e.name(), in_language(e.what()));
                else
                    write_error_line(answer.out, line.number, e.name(), e.what());
                if (!options_.rejects.empty() && !line.too_long)
                    append_reject(answer.aside, line.text, registry_, e.name() + ": " + e.what());
                answer.notes.push_back({line.number, e.name() + ": " + e.what()});
                answer.count("error");
            }
        }
    }

 private:
    void issue(const Line& line, Answer& answer) {
        Registration& registration = registration_ = {};
        record_name_ = {};
        is_named_ = false;
        if (!options_.sample) line.require_text();
        carried_ = "{";
        if (options_.sample) {
            registration = sample_registration(*options_.seed, line.number, options_.defaults.country);
        } else if (!registry_.table.is_table) {
            record_.parse(line.text);
            if (record_.is_error() && !record_["payload"] && !options_.check) {
                record_.write_error(answer.out);
                ++nameless_;
                return answer.count("error");
            }
            if (record_["payload"]) return ready_made(answer);
            read_record(registration);
        } else {
            read_row(line.text, registration);
        }
        const bool has_id = options_.sample || !registration.id.empty();
        complete_id(registration, line.number);
        record_name_ = {registration.record_id, has_id ? registration.id : ""};
        is_named_ = true;
        complete(registration, options_.defaults, value_sets_, now_);
        record_name_.record_id = registration.record_id;
        if (earlier_ && !is_new(answer, [&](const std::string& id) {
                Registration then = registration;
                if (!has_id) then.id = id;
                std::string payload;
                json::Writer w(payload);
                format_.write_payload(then, w);
                return payload;
            }))
            return;
        if (options_.check && !registration.name_source.empty())
            Rehearsal::append(answer.out, line.number, "name-transliterated",
                              in_language("no passport name is given"));
        else if (!registration.name_source.empty())
            answer.notes.push_back(
                {line.number, "name transliterated, since no passport name is given", true});
        if (options_.check) return answer.count(counted_);
        write(registration, answer);
    }

    // Whether the record was not known to an earlier run, or says something else now.
    bool is_new(Answer& answer, const std::function<std::string(const std::string& id)>& payload) {
        using State = EarlierPasses::State;
        if (record_name_.record_id.empty() && record_name_.id.empty())
            throw Error(Code::bad_field,
                        "record_id: missing, as id is; --since knows records by one of them");
        const State state = earlier_->ask({record_name_.record_id, record_name_.id}, payload);
        counted_ = state == State::fresh ? "issued" : state == State::changed ? "changed" : "renewed";
        if (state == State::unchanged) answer.count("unchanged");
        return state != State::unchanged;
    }

    // A record that cannot be issued has not vanished. One that cannot be read may be any.
    void meet() {
        if (!is_named_) {
            record_name_ = {registration_.record_id, registration_.id};
            try {
                if (!record_name_.id.empty()) complete_id(registration_, 0);
                record_name_.id = registration_.id;
            } catch (const Error&) {  // an id that no pass can have
                record_name_.id.clear();
            }
        }
        if (record_name_.record_id.empty() && record_name_.id.empty()) ++nameless_;
        earlier_->meet({record_name_.record_id, record_name_.id});
    }

    std::string in_language(std::string_view message) const {
        return options_.language == "ko" ? korean_message(message) : std::string(message);
    }

    // Keeps a UVCI as it is, makes any other id the unique part of one, and makes up an id where there is
    // none.
    void complete_id(Registration& registration, std::size_t number) const {
        if (registration.id.starts_with("URN:")) return;
        const std::string& country =
            registration.country.empty() ? options_.defaults.country : registration.country;
        const std::string part = !registration.id.empty() ? registration.id
                                 : options_.seed          ? unique_part(*options_.seed, number)
                                                          : random_unique_part();
        registration.id = make_uvci(country, part);
    }

    // A field that says nothing of the record's kind is carried through like members that are not fields.
    // Only the whole record tells its kind.
    template <typename Carry>
    void carry_foreign(Registration& registration, const RegistrationField& field, Carry carry) {
        if (is_field_for(field, registration.kind())) return;
        set_registration_field(registration, field, "");
        carry();
    }

    void read_record(Registration& registration) {
        std::string scratch;
        read_members(registration, scratch);
        for (const json::Member& member : record_.members()) {
            const RegistrationField* const field = registration_field(member.key());
            if (!field || member.value.is(json::Type::null)) continue;
            carry_foreign(registration, *field, [&] {
                json::append_compact(json::Writer(carried_).any_key(member.key()).out(), member.value.raw());
            });
        }
    }

    void read_members(Registration& registration, std::string& scratch) {
        for (const json::Member& member : record_.members()) {
            const std::string key = member.key();
            refuse_resident_number(key, member.value.raw());
            const RegistrationField* const field = registration_field(key);
            if (!field) {
                if (is_own(key)) continue;
                refuse_near_member(key);
                json::Writer(carried_).any_key(key);
                json::append_compact(carried_, member.value.raw());
            } else if (member.value.is(json::Type::number)) {
                set_registration_field(registration, *field, member.value.raw(), dates_);
            } else if (member.value.is(json::Type::string)) {
                set_registration_field(registration, *field, member.value.string(scratch), dates_);
            } else if (!member.value.is(json::Type::null)) {
                throw Error(Code::bad_field, key + ": neither text nor a number");
            }
        }
    }

    void read_row(std::string_view text, Registration& registration) {
        parse_csv_record(text, registry_.table.separator, row_);
        check_row(row_, registry_.table);
        for (std::size_t i = 0; i < row_.size(); ++i) {
            const Column& column = registry_.columns[i];
            const std::string_view cell = written_cell(row_[i]);
            refuse_resident_number(column.name, cell);
            if (column.field)
                set_registration_field(registration, *column.field, cell, dates_);
            else if (!is_own(column.name))
                json::Writer(carried_).any_key(column.name).string(cell);
        }
        for (std::size_t i = 0; i < row_.size(); ++i) {
            const Column& column = registry_.columns[i];
            if (!column.field) continue;
            carry_foreign(registration, *column.field,
                          [&] { json::Writer(carried_).any_key(column.name).string(written_cell(row_[i])); });
        }
    }

    // We refuse a misspelt member, since a whole register would lack its content.
    void refuse_near_member(const std::string& key) {
        constexpr std::size_t kMost = 1000;  // an input of ever new names fills no memory
        if (near_.size() >= kMost) near_.clear();
        const auto [known, is_new] = near_.try_emplace(key);
        if (is_new && carried_names_)
            known->second =
                carried_names_->contains(key) ? "" : "the member is not known; --carry carries it through";
        else if (is_new) {
            const std::string near = nearest_field(key);
            if (!near.empty())
                known->second = "did you mean " + near + "? --carry " + key + " carries the member through";
        }
        if (!known->second.empty()) throw Error(Code::bad_field, key + ": " + known->second);
    }

    // Returns true for the members that issue adds itself, so that members of these names cannot be carried
    // through beside them.
    static bool is_own(std::string_view key) {
        return key == "format" || key == "payload" || key == "notes" || key == "error" ||
               key == Rejects::kReason;
    }

    // We check members that are only carried through as well: they would be passed on to whoever reads the
    // records.
    static void refuse_resident_number(const std::string& field, std::string_view text) {
        if (has_resident_number(text)) {
            throw Error(Code::bad_field,
                        field + ": it looks like a resident registration number, which no record may hold");
        }
    }

    void ready_made(Answer& answer) {
        const json::Value payload = record_["payload"];
        if (!payload.is(json::Type::object))
            throw Error(Code::bad_payload, "payload: it is not a JSON object");
        refuse_resident_number("payload", payload.raw());
        Findings findings;
        const std::string id = format_.check_payload(payload, value_sets_, findings);
        if (!findings.empty()) {
            const Finding& first = findings.front();
            throw Error(Code::bad_payload, first.pointer + ": " + std::string(first.kind->text) + " (" +
                                               std::string(first.kind->code) + ")");
        }
        if (id.empty()) throw Error(Code::bad_payload, "the payload has no certificate identifier");
        if (earlier_) {
            record_name_ = {record_id_of(record_), id};
            std::string compact;
            json::append_compact(compact, payload.raw());
            if (!is_new(answer, [&](const std::string&) { return compact; })) return;
        }
        if (options_.check) return answer.count(counted_);
        record_.write_open(answer.out, {"id", "format", "payload"});
        json::Writer w(answer.out);
        w.text("id", id).text("format", format_.name).key("payload");
        json::append_compact(answer.out, payload.raw());
        answer.out += "}\n";
        answer.count(counted_);
    }

    void write(const Registration& registration, Answer& answer) {
        answer.out += carried_;
        json::Writer w(answer.out);
        if (options_.records) {
            write_registration(registration, w);
        } else {
            w.text("id", registration.id).text("format", format_.name).key("payload");
            format_.write_payload(registration, w);
            if (!registration.record_id.empty()) w.text("record_id", registration.record_id);
            if (!registration.name_source.empty()) {
                w.text("name_source", registration.name_source);
                w.key("notes").begin_array().string("name-transliterated").end_array();
            }
        }
        answer.out += "}\n";
        answer.count(counted_);
    }

    const Options& options_;
    const Registry& registry_;
    const std::optional<std::set<std::string, std::less<>>> carried_names_;
    const DateForm dates_;
    std::map<std::string, std::string> near_;  // members that are not fields, and what is wrong with them
    const ValueSets& value_sets_;
    const Format& format_;
    UnixTime now_;
    std::optional<EarlierPasses::Asker> earlier_;
    std::atomic<std::size_t>& nameless_;  // refused records that may be any
    Registration registration_;
    struct {
        std::string record_id, id;
    } record_name_;
    bool is_named_ = false;  // record_name_ is the line's
    std::string_view counted_ = "issued";
    Record record_;
    std::vector<std::string> row_;
    std::string carried_;  // members that are not ours: "{" and what follows it
};

void check_usage(const Options& options) {
    if (options.sample && !options.seed)
        throw Error(Code::usage, "--sample needs --seed", "any number: the same seed makes the same records");
    if (options.sample && !options.stream.inputs.empty())
        throw Error(Code::usage, "--sample makes records up, so it takes no input file");
    const bool lists = !options.outdated.empty() || !options.vanished.empty();
    if (options.since.empty() && lists)
        throw Error(Code::usage, "--outdated and --vanished need --since, what an earlier run has made");
    if (options.check && lists)
        throw Error(Code::usage, "--check writes nothing but findings, so not --outdated and --vanished");
}

std::unique_ptr<EarlierPasses> read_earlier(const Options& options, const Format& format) {
    if (options.since.empty()) return nullptr;
    const auto renew = parse_duration(options.renew);
    if (!renew)
        throw Error(Code::usage, "--renew: '" + options.renew + "' is not a duration", "write it like 14d");
    for (const std::string& path : options.since) {
        for (const std::string& output : {options.stream.output, options.outdated, options.vanished}) {
            std::error_code unknown;
            if (std::filesystem::equivalent(path, output, unknown))
                throw Error(Code::usage, "--since: " + path + " would be written over",
                            "write to another file, then rename it");
        }
    }
    const UnixTime now = options.clock.time();
    const unsigned jobs =
        options.stream.jobs ? options.stream.jobs : std::max(1U, std::thread::hardware_concurrency());
    return std::make_unique<EarlierPasses>(
        EarlierPasses::Plan{options.since, &format, now, *renew ? now + *renew : 0, jobs});
}

// One list of earlier passes: into a file that `revoke` takes, and the first of them named on stderr.
using Walk = void (EarlierPasses::*)(const EarlierPasses::Visit&) const;
void tell(const EarlierPasses& earlier, Walk walk, const std::string& what, const std::string& path,
          bool quiet) {
    constexpr std::size_t kNamed = 10;
    std::optional<Output> output;
    if (!path.empty()) output.emplace(path);
    std::size_t count = 0;
    (earlier.*walk)([&](const EarlierPass& pass) {
        if (output) output->write(pass.line + '\n');
        if (++count <= kNamed && !quiet)
            message("", what + ": " + (pass.record_id.empty() ? pass.id : pass.record_id));
    });
    if (output) output->close();
    if (count > kNamed && !quiet) message("", what + ": … and " + std::to_string(count - kNamed) + " more");
}

void tell(const Options& options, const EarlierPasses& earlier, std::size_t nameless) {
    const bool quiet = options.stream.quiet;
    tell(earlier, &EarlierPasses::outdated, "outdated", options.outdated, quiet);
    tell(earlier, &EarlierPasses::contradicted, "two records say otherwise, nothing outdated", "", quiet);
    if (!nameless) return tell(earlier, &EarlierPasses::vanished, "vanished", options.vanished, quiet);
    if (!quiet)
        message("warning", "nobody knows what vanished, since records that could not be read may be any: " +
                               std::to_string(nameless));
}

int run(Options& options) {
    const Format* const format = find_format(options.format);
    check_usage(options);
    options.defaults.usual_surnames = options.surnames == "usual";
    const ValueSets value_sets = load_value_sets(options.value_sets);
    Registry registry;
    TableForm form = options.table.form();
    if (options.json_lines) form.kind = TableForm::Kind::json_lines;
    const std::unique_ptr<EarlierPasses> earlier = read_earlier(options, *format);
    std::atomic<std::size_t> nameless = 0;
    LineRun lines{"records", {"issued"}, [&]() -> Work {
                      auto work = std::make_shared<IssueWork>(options, registry, value_sets, *format,
                                                              earlier.get(), nameless);
                      return [work](const Batch& batch, Answer& answer) { (*work)(batch, answer); };
                  }};
    if (earlier) lines.good = {"issued", "changed", "renewed", "unchanged"};
    if (options.sample)
        lines.make_source = [&](int) { return std::make_unique<SampleSource>(options.sample); };
    else
        lines.make_source = [&, is_first = true](int fd) mutable {
            if (std::exchange(is_first, false))
                return std::make_unique<RegistrySource>(fd, form, options.table.rules(), options.stream.quiet,
                                                        registry);
            return std::make_unique<RegistrySource>(fd, form, options.table.rules(), registry);
        };
    Rehearsal rehearsal;
    if (options.check) {
        lines.collect = [&](std::string_view text) { rehearsal.add(text); };
        lines.finish = [&](Answer& last) { last.out = rehearsal.report(registry, options.language == "ko"); };
    }
    std::optional<Rejects> rejects;
    if (!options.rejects.empty()) {
        rejects.emplace(options.rejects, registry);
        lines.take_aside = [&](std::string_view rows) { rejects->write(rows); };
    }
    const int exit = run_lines(options.stream, lines);
    if (rejects) rejects->close();
    if (earlier) tell(options, *earlier, nameless);
    return exit;
}

}  // namespace

Run declare_issue(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "registry records: CSV with a header, or JSON Lines (default: standard input)");
    add_clock_option(app, options->clock, false);
    app.add_option("--format", options->format, "the format of the passes to come")
        ->one_of(written_formats())
        ->show_default();
    app.add_option("--country", options->defaults.country, "country where a record names none")
        ->show_default();
    app.add_option(
        "--issuer", options->defaults.issuer,
        "issuing body where a record names none (default: of KR the KDCA, else Health Authority of XX)");
    app.add_option("--surnames", options->surnames,
                   "Korean surnames by rule, or as most passports have them, which is a guess")
        ->one_of({"rule", "usual"})
        ->show_default();
    add_value_sets_option(app, options->value_sets);
    add_table_options(app, options->table);
    app.add_flag("--check", options->check,
                 "a rehearsal: write what would be refused, by kind, instead of payloads");
    app.add_option("--lang", options->language, "the language of --check")
        ->one_of({"en", "ko"})
        ->show_default();
    app.add_option("--rejects", options->rejects,
                   "write the refused rows to FILE, as they came, with a reason")
        ->type_name("FILE");
    app.add_option(
           "--since", options->since,
           "write only what is new or changed since an earlier run: its output, or the ledger; may be "
           "repeated, the newest last")
        ->type_name("FILE|DIR")
        ->one_each();
    app.add_option("--renew", options->renew, "with --since: passes that expire so soon are made again")
        ->type_name("DURATION")
        ->show_default();
    app.add_option("--outdated", options->outdated,
                   "with --since: write to FILE, for revoke, the passes that a change has made wrong")
        ->type_name("FILE");
    app.add_option("--vanished", options->vanished,
                   "with --since: write to FILE the passes whose records are gone")
        ->type_name("FILE");
    app.add_option("--sample", options->sample, "make up N Korean test records instead of reading any")
        ->type_name("N")
        ->within(1, 1'000'000'000);
    app.add_option("--seed", options->seed, "make identifiers and samples repeatable")->type_name("S");
    app.add_flag("--jsonl", options->json_lines,
                 "the input is JSON Lines, whatever its first line looks like");
    app.add_flag("--records", options->records, "write the completed registry records instead of payloads");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
