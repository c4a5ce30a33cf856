// vpass audit duplicates: finds a pass that was at many venues at once.
#include <cstring>

#include "audit/check_finding_codes.hpp"
#include "audit/shared_passes.hpp"
#include "crypto/crypto.hpp"
#include "data/encoding.hpp"
#include "findings.hpp"
#include "shared/check_lines.hpp"
#include "shared/table_options.hpp"
#include "table_fields.hpp"

namespace vpass::tools {
namespace {

struct Options {
    StreamOptions stream;
    TableOptions table;
    ResultOptions form = {};
    std::string key;
    std::string within = "30m";
    std::uint64_t venues = 5;
};

// The part of a check that a worker hands on: hashes and times, no names.
struct Sighting {
    std::uint64_t pass, venue, line;
    UnixTime time;
};

Buffer read_key(const std::string& path) {
    Buffer key;
    if (path.empty()) {
        key.resize(32);
        random_bytes(key);
        return key;
    }
    const std::string text = read_text_file(path, 4096);
    append(key, as_bytes(text));
    if (key.size() < 16)
        throw Error(Code::bad_key, path + ": a key has at least 16 bytes", "openssl rand -hex 32 makes one");
    return key;
}

std::string tag_text(std::uint64_t tag) {
    Byte bytes[8];
    std::memcpy(bytes, &tag, sizeof bytes);
    return hex_encode(bytes);
}

void write(const SharedPass& pass, std::string& out) {
    append_finding(out, audit::kSharedPass, Subject::line(pass.line), [&](json::Writer& w) {
        w.text("pass", tag_text(pass.tag));
        w.key("venues").integer(pass.venues);
        w.key("checks").integer(pass.checks);
        w.text("from", format_rfc3339(pass.from)).text("to", format_rfc3339(pass.to));
    });
}

int run(const Options& options) {
    const auto within = parse_duration(options.within);
    if (!within || *within < 2)
        throw Error(Code::usage, "--within: '" + options.within + "' is not a duration", "write it like 30m");
    const Buffer key = read_key(options.key);
    SharedPasses passes(options.venues, *within);
    std::size_t found = 0;

    const auto make_work = [&key]() -> Work {
        const auto lines = std::make_shared<CheckLines>();
        return [&key, lines](const Batch& batch, Answer& answer) {
            std::uint64_t seen = 0, unused = 0;
            lines->read(batch, answer, [&](const Line& line, const CheckEvent& event) {
                if (event.id.empty() || event.venue.empty() || !event.time ||
                    event.outcome != Outcome::valid) {
                    ++unused;
                    return;
                }
                ++seen;
                const Sighting sighting{keyed_tag(key, event.id), keyed_tag(key, event.venue), line.number,
                                        *event.time};
                answer.out.append(reinterpret_cast<const char*>(&sighting), sizeof sighting);
            });
            if (seen) answer.count("seen", seen);
            if (unused) answer.count("without id, venue or time", unused);
        };
    };
    LineRun lines{"checks", {"seen", "without id, venue or time"}, make_work};
    lines.make_source = [&](int fd) { return options.table.records(fd, kCheckFields); };
    lines.collect = [&](std::string_view sightings) {
        for (; !sightings.empty(); sightings.remove_prefix(sizeof(Sighting))) {
            Sighting sighting;
            std::memcpy(&sighting, sightings.data(), sizeof sighting);
            passes.add(sighting.pass, sighting.venue, sighting.time, sighting.line);
        }
    };
    lines.finish = [&](Answer& last) {
        for (const SharedPass& pass : passes.finish()) {
            write(pass, last.out);
            ++found;
        }
    };
    const int exit = run_lines_as(options.form, options.stream, lines);
    if (passes.late())
        message("warning",
                counted(passes.late(), "check") + " came too late to be compared: sort them by time");
    if (passes.dropped())
        message("warning", counted(passes.dropped(), "sighting") +
                               " had to be forgotten within a window: shared passes may be missing");
    if (!options.stream.quiet) message("", counted(found, "finding"));
    return found ? kNo : exit;
}

}  // namespace

Run declare_audit_duplicates(Arguments& app) {
    auto options = std::make_shared<Options>();
    add_stream_options(app, options->stream,
                       "checks: records with a `verdict`, `time` and `venue` (default: standard input)");
    add_form_option(app, options->form);
    add_table_options(app, options->table);
    app.add_option("--venues", options->venues, "how many venues are too many")
        ->type_name("N")
        ->within(2, 1'000'000)
        ->show_default();
    app.add_option("--within", options->within, "the length of a window of time")
        ->type_name("DURATION")
        ->show_default();
    app.add_option("--key", options->key,
                   "hash with the key in FILE, to recognise passes in another run (default: a random key)")
        ->type_name("FILE");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
