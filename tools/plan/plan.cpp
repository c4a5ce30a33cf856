// vpass plan: how long passes for a whole population take, and what a lunch asks of servers.
#include "plan.hpp"

#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "command.hpp"

namespace vpass::tools {
namespace {

struct Options {
    std::uint64_t people = 0;
    std::uint64_t machines = 1;
    double checks = 1;
    std::string curve;
    std::string rates;
    std::string folder;
    std::string output = "-";
    bool json = false;
};

// A folder that lasts as long as the measurement.
class Scratch {
 public:
    explicit Scratch(const std::string& parent) : path_(parent + "/vpass-plan-XXXXXX") {
        if (!::mkdtemp(path_.data()))
            throw Error(Code::io, "cannot create a folder in " + parent + ": " + std::strerror(errno));
        path_ = std::filesystem::absolute(path_).string();
    }
    ~Scratch() {
        std::error_code stays;
        std::filesystem::remove_all(path_, stays);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const std::string& path() const { return path_; }

 private:
    std::string path_;
};

std::string scratch_parent(const Options& options) {
    if (!options.folder.empty()) return options.folder;
    const char* named = ::getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

int run(const Options& options) {
    PopulationPlan plan;
    plan.people = static_cast<double>(options.people);
    plan.machines = static_cast<double>(options.machines);
    plan.checks = options.checks;
    plan.own_curve = !options.curve.empty();
    plan.curve = plan.own_curve ? Curve::parse(read_text_file(options.curve)) : Curve::of_13_december();
    if (options.rates.empty()) {
        const Scratch scratch(scratch_parent(options));
        plan.steps = measure_steps(scratch.path());
    } else {
        plan.steps = parse_steps(read_text_file(options.rates));
    }
    Output output(options.output);
    if (options.json)
        write_plan_records(plan, [&](const std::string& line) { output.write(line); });
    else
        output.write(plan_page(plan));
    output.close();
    return kGood;
}

}  // namespace

Run declare_plan(Arguments& app) {
    auto options = std::make_shared<Options>();
    app.add_option("--people", options->people, "how many people get a pass")
        ->type_name("N")
        ->within(1, 100'000'000'000)
        ->required();
    app.add_option("--machines", options->machines, "how many machines like this one share the work")
        ->type_name("N")
        ->within(1, 100'000)
        ->show_default();
    app.add_option("--curve", options->curve,
                   "when people are checked, lines of HH:MM,CHECKS (default: 13 December 2021)")
        ->type_name("FILE");
    app.add_option("--checks", options->checks, "how often each person is checked on that day")
        ->type_name("N")
        ->within_reals(0.001, 1000)
        ->show_default();
    app.add_option("--dir", options->folder,
                   "measure on the disk of this folder (default: TMPDIR, or else /tmp)")
        ->type_name("DIR");
    app.add_option("--rates", options->rates,
                   "measure nothing: take what an earlier run with --json measured")
        ->type_name("FILE")
        ->excludes(app.get_option("--dir"));
    app.add_flag("--json", options->json, "a record a step and a record a way of checking");
    app.add_option("-o,--output", options->output, "write to FILE instead of standard output")
        ->type_name("FILE");
    return [options] { return run(*options); };
}

}  // namespace vpass::tools
