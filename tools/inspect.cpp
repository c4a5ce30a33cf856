// vpass inspect: reads passes and writes every layer and every finding. It trusts nothing.
#include "passes/inspect.hpp"
#include "command.hpp"
#include "human.hpp"
#include "shared/pass_batch.hpp"
#include "shared/trust_options.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    ClockOption clock;
    TrustOptions trust;
    std::vector<std::string> value_sets;
    bool human = false;
};

class InspectWork {
 public:
    InspectWork(const TrustStore& trust, const ValueSets& value_sets, const Options& options)
        : trust_(trust), value_sets_(value_sets), clock_(options.clock), at_(options.clock.time_or_issued()) {
        if (!options.human) return;
        zone_.emplace("UTC");
        passes_.answer_bad_lines_by([](std::string_view code, std::string& out) {
            out += "not a pass that can be read: " + one_line(code);
        });
    }

    void operator()(const Batch& batch, Answer& answer) {
        if (clock_.is_now())
            at_ = clock_.time();  // a pass signed since this program began is not of the future
        passes_.read(batch);
        passes_.visit(answer, [&](std::size_t line, std::size_t, const PassLine& pass) {
            inspect(pass.text(), trust_, value_sets_, at_, inspection_);
            if (zone_)
                write_inspection_in_words(line, pass.text(), inspection_, *zone_, answer.out);
            else
                write_record(pass, answer.out);
            const bool errors = inspection_.has_errors();
            answer.count(errors ? "with errors" : inspection_.findings.empty() ? "clean" : "with warnings");
            if (errors) answer.notes.push_back({line, codes()});
        });
    }

 private:
    void write_record(const PassLine& pass, std::string& out) const {
        pass.write_open(out, {"layers", "findings"});
        json::Writer w(out);
        write_inspection(pass.text(), inspection_, w);
        w.end_object();
        out += '\n';
    }
    std::string codes() const {
        std::string out = inspection_.failure_code;
        for (const Finding& finding : inspection_.findings) {
            if (finding.kind->level == Level::error)
                out += (out.empty() ? "" : ", ") + std::string(finding.kind->code);
        }
        return out;
    }
    const TrustStore& trust_;
    const ValueSets& value_sets_;
    const ClockOption& clock_;
    std::optional<UnixTime> at_;
    PassBatch passes_;
    Inspection inspection_;
    std::optional<TimeZone> zone_;  // of the times in words, where words are wanted
};

int run(const Options& options) {
    TrustStore trust;
    load_trust(trust, options.trust, options.clock.time_or_issued(), options.stream.quiet);
    const ValueSets value_sets = load_value_sets(options.value_sets);
    return run_lines(options.stream,
                     {"passes", {"clean", "with warnings"}, [&]() -> Work {
                          auto work = std::make_shared<InspectWork>(trust, value_sets, options);
                          return [work](const Batch& batch, Answer& answer) { (*work)(batch, answer); };
                      }});
}

}  // namespace

Run declare_inspect(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "passes: records with `pass`, or bare text, one a line (default: standard input)");
    add_clock_option(app, options->clock, true);
    add_trust_options(app, options->trust);
    add_value_sets_option(app, options->value_sets);
    app.add_flag("--human", options->human, "explain each pass in words in place of a record");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
