#pragma once
// How results are written, for commands that judge or find: as the records themselves, as a table, or as the
// report of a test.
#include "command.hpp"
#include "csv_lines.hpp"
#include "test_report.hpp"

namespace vpass::tools {

struct ResultOptions {
    bool csv = false;
    bool tap = false;
    std::string junit;  // a file to write as well
};
void add_form_option(Arguments& app, ResultOptions& options);     // --format jsonl|csv, --junit, --tap
void add_report_options(Arguments& app, ResultOptions& options);  // --junit, --tap
int run_lines_as(const ResultOptions& form, const StreamOptions& options,
                 const LineRun& run);  // see run_lines()

// Turns records into what is to be written. One with a `verdict` or a `finding`, and an error, is a test.
class ResultLines {
 public:
    // `first_line` is the number of the first line that is answered with a verdict.
    explicit ResultLines(const ResultOptions& options, std::size_t first_line = 1);
    bool changes() const { return csv_ || report_; }   // else the records are written as they are
    std::string convert(std::string_view json_lines);  // whole lines
    std::string finish();                              // what comes last; writes the JUnit file

 private:
    std::string report(std::string_view json_lines);
    bool csv_;
    CsvLines table_;
    std::unique_ptr<TestReport> report_;
    std::size_t next_line_;
};

}  // namespace vpass::tools
