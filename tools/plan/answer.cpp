// Works the plan out, and writes it as records or as a page of text.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/ascii.hpp"
#include "command.hpp"
#include "data/json.hpp"
#include "plan.hpp"

namespace vpass::tools {
namespace {

// The requests that a way of checking sends to servers at the peak.
struct Way {
    const char* name;
    double checks_per_second;   // that a server has to answer
    double fetches_per_second;  // of static files, if nobody has fetched a pass before
    double cores;               // that only judge passes
    double bytes_per_second;    // of both
};

double per_person(const PlanStep& step, double StepCost::*member) {
    const StepCost one = step.cost(1), none = step.cost(0);
    return one.*member - none.*member;
}

std::vector<Way> ways(const PopulationPlan& plan) {
    const double checks = plan.people * plan.checks * plan.curve.peak_share;
    const double fetches = plan.people * plan.curve.peak_share;
    const PlanStep &link = plan.step("link"), &verify = plan.step("verify");
    return {{"offline", 0, fetches, 0, fetches * per_person(link, &StepCost::wire_bytes)},
            {"central", checks, 0, checks * per_person(verify, &StepCost::cpu_seconds),
             checks * per_person(verify, &StepCost::wire_bytes)}};
}

void write_cost(const StepCost& cost, json::Writer& w) {
    w.begin_object();
    w.key("people").number(cost.people).key("cpu_seconds").number(cost.cpu_seconds);
    w.key("wall_seconds").number(cost.wall_seconds).key("disk_bytes").number(cost.disk_bytes);
    w.key("wire_bytes").number(cost.wire_bytes).end_object();
}

StepCost parse_cost(json::Value value, const std::string& place) {
    StepCost out;
    const auto read = [&](const char* name, double& to) {
        const auto number = value[name].number();
        if (!number || !std::isfinite(*number) || *number < 0)
            throw Error(Code::bad_field, place + ": measured: " + name + " is not a number, or below zero");
        to = *number;
    };
    read("people", out.people);
    read("cpu_seconds", out.cpu_seconds);
    read("wall_seconds", out.wall_seconds);
    read("disk_bytes", out.disk_bytes);
    read("wire_bytes", out.wire_bytes);
    if (out.people < 1) throw Error(Code::bad_field, place + ": measured: nobody was there");
    return out;
}

std::string decimal(double value, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}
// With two significant digits below ten, and commas above a thousand.
std::string short_number(double value) {
    if (value < 10) return decimal(value, value < 1 ? 2 : 1);
    return grouped(static_cast<std::uint64_t>(std::nearbyint(value)));
}
std::string bytes_text(double bytes) {
    constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    std::size_t unit = 0;
    while (bytes >= 999.5 && unit + 1 < std::size(kUnits)) bytes /= 1000, ++unit;
    return decimal(bytes, bytes < 10 && unit > 0 ? 1 : 0) + ' ' + kUnits[unit];
}
std::string duration_text(double hours) {
    const double seconds = hours * 3600;
    if (seconds < 90) return decimal(seconds, seconds < 10 ? 1 : 0) + " s";
    if (seconds < 90 * 60) return decimal(seconds / 60, 0) + " min";
    if (hours < 48) return decimal(hours, 1) + " h";
    return decimal(hours / 24, 1) + " days";
}
std::string column(std::string text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}
std::string counted_machines(const PopulationPlan& plan) {
    return plan.machines == 1 ? "1 machine" : decimal(plan.machines, 0) + " machines";
}

}  // namespace

StepCost PlanStep::cost(double people) const {
    const double more = large.people - small.people;
    const auto predict = [&](double StepCost::*member) {
        const double at_small = small.*member, at_large = large.*member;
        if (more <= 0) return at_large / large.people * people;
        const double each = std::max(0.0, (at_large - at_small) / more);
        const double run = at_large - each * large.people;
        return run < 0 ? at_large / large.people * people : run + each * people;
    };
    return {people, predict(&StepCost::cpu_seconds), predict(&StepCost::wall_seconds),
            predict(&StepCost::disk_bytes), predict(&StepCost::wire_bytes)};
}

const PlanStep& PopulationPlan::step(std::string_view name) const {
    const auto found = std::ranges::find(steps, name, &PlanStep::name);
    if (found == steps.end())
        throw Error(Code::bad_field, "--rates: there is no record of the step " + std::string(name),
                    "'vpass plan --json' writes such a file");
    return *found;
}

double PopulationPlan::hours(const PlanStep& step) const {
    return step.cost(step.shards ? people / machines : people).wall_seconds / 3600;
}

std::vector<PlanStep> parse_steps(std::string_view records) {
    std::vector<PlanStep> out;
    std::size_t number = 0;
    for (const std::string_view line : lines_of(records)) {
        const std::string place = "--rates: record " + std::to_string(++number);
        const json::Value record = json::check(line);
        if (!record["step"]) continue;  // a record of a way of checking
        const json::Value measured = record["measured"];
        if (measured.size() != 2 || !record["shards"].boolean())
            throw Error(Code::bad_field, place + ": it has no `shards`, or not two entries in `measured`");
        out.push_back({record["step"].string(), *record["shards"].boolean(), parse_cost(measured[0], place),
                       parse_cost(measured[1], place)});
    }
    return out;
}

void write_plan_records(const PopulationPlan& plan, const std::function<void(const std::string&)>& write) {
    for (const PlanStep& step : plan.steps) {
        const StepCost cost = step.cost(plan.people);
        std::string line;
        json::Writer w(line);
        w.begin_object().text("step", step.name).key("people").number(plan.people);
        w.key("core_hours").number(cost.cpu_seconds / 3600).key("hours").number(plan.hours(step));
        w.key("machines").number(step.shards ? plan.machines : 1).key("shards").boolean(step.shards);
        w.key("disk_bytes").number(std::round(cost.disk_bytes));
        w.key("wire_bytes").number(std::round(cost.wire_bytes));
        w.key("measured").begin_array();
        write_cost(step.small, w);
        write_cost(step.large, w);
        w.end_array().end_object();
        write(line + '\n');
    }
    for (const Way& way : ways(plan)) {
        std::string line;
        json::Writer w(line);
        w.begin_object().text("way", way.name).text("peak", plan.curve.peak_time);
        w.key("checks_per_second").number(way.checks_per_second);
        w.key("fetches_per_second").number(way.fetches_per_second);
        w.key("cores").number(way.cores).key("bytes_per_second").number(way.bytes_per_second).end_object();
        write(line + '\n');
    }
}

std::string plan_page(const PopulationPlan& plan) {
    std::string out =
        "Passes for " + short_number(plan.people) + " people, " + counted_machines(plan) + "\n\n";
    out += "step            core-hours    finished in       on disk     on the wire\n";
    for (const PlanStep& step : plan.steps) {
        const StepCost cost = step.cost(plan.people);
        out += step.name + std::string(14 - std::min<std::size_t>(13, step.name.size()), ' ') +
               column(short_number(cost.cpu_seconds / 3600), 12) +
               column(duration_text(plan.hours(step)), 15) + column(bytes_text(cost.disk_bytes), 14) +
               column(cost.wire_bytes > 0 ? bytes_text(cost.wire_bytes) : "-", 16) + '\n';
    }
    out +=
        "\nA ledger has one writer: `sign --ledger` and `publish` run on one machine, the others are\n"
        "divided. On the wire: each file of `link` is fetched once, the site of `publish` by each\n"
        "verifier; `verify` is what a central check would send and get.\n\n";
    const auto found = ways(plan);
    const Way &offline = found[0], &central = found[1];
    out += "The peak is at " + plan.curve.peak_time + ", in one second of which " +
           decimal(plan.curve.peak_share * 100, 4) + " % of the day's checks fall";
    out += plan.own_curve
               ? " (--curve).\n"
               : ".\nThis is assumed for 13 December 2021: everybody is checked at lunch or at dinner, in "
                 "bells around\n"
                 "12:15 and 18:40 on a low plain from 8 to 23 o'clock; no measured curve was published.\n";
    out += "\nA central check gets " + short_number(central.checks_per_second) +
           " requests a second then, keeps " + short_number(central.cores) +
           " cores busy with signatures alone, and moves\n" + bytes_text(central.bytes_per_second) +
           " a second. When it fails, every door is shut.\n";
    out +=
        "\nOffline, no check asks a server. If nobody had fetched the pass before, a static host would be\n"
        "asked for " +
        short_number(offline.fetches_per_second) + " files a second, " +
        bytes_text(offline.bytes_per_second) + " a second; whoever has fetched it asks for nothing.\n";
    return out;
}

}  // namespace vpass::tools
