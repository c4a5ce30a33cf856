// Defines the options that mean the same in every command.
#include "command.hpp"
#include "formats/format.hpp"
#include "input_file.hpp"
#include "site/site.hpp"

namespace vpass::tools {

void add_stream_options(Arguments& app, StreamOptions& options, const char* input_help) {
    app.add_option("-i,--input,input", options.inputs, input_help)->type_name("FILE");
    app.add_option("-o,--output", options.output, "write results to FILE instead of standard output")
        ->type_name("FILE");
    app.add_option("-j,--jobs", options.jobs,
                   "threads; the output is the same at every number (default: all cores)")
        ->type_name("N")
        ->within(1, 256);
    app.add_option("--first-line", options.first_line,
                   "number the lines from N, for a part of a larger input")
        ->type_name("N")
        ->within(1, 1'000'000'000'000);
    app.add_option("--summary", options.summary,
                   "write the counts to FILE as JSON, or as CSV when its name ends so")
        ->type_name("FILE");
    app.add_flag(
        "--progress", [&options] { options.progress = true; },
        "show the rate and the time left (default: on a terminal)");
    app.add_flag(
        "--no-progress", [&options] { options.progress = false; }, "never show them");
    app.add_flag("-q,--quiet", options.quiet,
                 "no summary line and no line by line reasons on standard error");
}

void add_clock_option(Arguments& app, ClockOption& clock, bool allow_issued) {
    app.add_option("--at", clock.text,
                   allow_issued ? "judge as of TIME (RFC 3339), or 'issued': each pass at its own issue time"
                                : "take TIME (RFC 3339) for the clock")
        ->type_name("TIME")
        ->show_default();
}

std::optional<UnixTime> ClockOption::time_or_issued() const {
    if (text == "issued") return {};
    return time();
}

UnixTime ClockOption::time() const { return is_now() ? now() : time_of_option("--at", text); }

// People type times and other tools write them, so "+0900", a missing offset (UTC) and a bare date are
// accepted too.
UnixTime time_of_option(const std::string& option, const std::string& text) {
    const LenientTime read = parse_time_leniently(text);
    if (read.slip != TimeSlip::not_a_time) return read.time;
    throw Error(Code::usage, option + ": '" + text + "' is not an RFC 3339 time",
                "write it like 2021-12-14T12:10:00+09:00");
}

void add_value_sets_option(Arguments& app, std::vector<std::string>& files) {
    app.add_option("--value-sets", files,
                   "newer value sets, in FILE or in every *.json of a folder, as the EU publishes them")
        ->type_name("FILE|DIR")
        ->one_each();
}

void add_pin_options(Arguments& app, PinSource& pin) {
    pin.ask = true;
    app.add_option("--pin-file", pin.file, "read the PIN of the key's token from FILE (default: ask for it)")
        ->type_name("FILE");
    app.add_option("--pin-fd", pin.descriptor, "read the PIN of the key's token from the open descriptor N")
        ->type_name("N")
        ->within(0, 1 << 20);
}

std::vector<std::string> written_formats() {
    std::vector<std::string> out;
    for (const Format& format : formats()) {
        if (format.write_payload) out.emplace_back(format.name);
    }
    return out;
}

ValueSets load_value_sets(const std::vector<std::string>& files) {
    ValueSets value_sets;
    for (const std::string& file : files) value_sets.load(file);
    return value_sets;
}

Certificate load_certificate(const std::string& path) {
    const std::string text = read_text_file(path);
    try {
        return parse_pem_certificates(text).front();
    } catch (const Error& e) {
        throw Error(e.code(), input_name(path) + ": " + e.what(), e.hint());
    }
}

}  // namespace vpass::tools
