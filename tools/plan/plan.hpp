#pragma once
// Works out what passes for a whole population take, from runs over a few thousand people.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace vpass::tools {

// The cost of a run over so many people.
struct StepCost {
    double people = 0;
    double cpu_seconds = 0;
    double wall_seconds = 0;  // on all cores of the machine
    double disk_bytes = 0;    // what stays on the disk
    double wire_bytes = 0;    // what is fetched or sent over a network for it
};

struct PlanStep {
    std::string name;  // "sign --ledger"
    bool shards;       // its input can be divided among machines
    StepCost small, large;

    // The cost of `people`: what every run takes, and so much more for each of them. Where the costs grow
    // faster than the number of people, all of it is counted as theirs.
    StepCost cost(double people) const;
};

// When people are checked in the course of a day.
struct Curve {
    std::string peak_time;  // "12:15"
    double peak_share = 0;  // of the day's checks, in one second of that time

    // The lunch and dinner of 13 December 2021, as tests/faults/simulate-13-december assumes them.
    static Curve of_13_december();
    // Reads lines `HH:MM,CHECKS`: so many checks from then until the time of the next line. Error
    // "bad-field".
    static Curve parse(std::string_view text);
};

struct PopulationPlan {
    double people = 0;
    double machines = 1;
    double checks = 1;  // of each person on the day of the curve
    bool own_curve = false;
    Curve curve;
    std::vector<PlanStep> steps;

    const PlanStep& step(std::string_view name) const;  // Error "bad-field" when it was not measured
    double hours(const PlanStep& step) const;           // until it is finished
};

// Runs this program over few people, then over more, until that takes a measurable time. `folder` is a new
// folder on the disk to be measured; the caller removes it.
std::vector<PlanStep> measure_steps(const std::string& folder);
// Reads what an earlier run measured, from its records.
std::vector<PlanStep> parse_steps(std::string_view records);

void write_plan_records(const PopulationPlan& plan, const std::function<void(const std::string&)>& write);
std::string plan_page(const PopulationPlan& plan);

}  // namespace vpass::tools
