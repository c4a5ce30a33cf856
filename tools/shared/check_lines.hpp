#pragma once
// Reads the checks of a batch of lines, for the audits that read streams of them.
#include <functional>

#include "audit/check.hpp"
#include "command.hpp"

namespace vpass::tools {

// Reads checks and keeps its memory from batch to batch; each thread has its own.
class CheckLines {
 public:
    using Use = std::function<void(const Line& line, const CheckEvent& event)>;
    using Refuse = std::function<void(const std::string& code)>;

    // Calls `use` for each check. A line without a check is named in the answer's notes, counted there as
    // "error", and handed to `refuse`, if there is one.
    void read(const Batch& batch, Answer& answer, const Use& use, const Refuse& refuse = {});

 private:
    Record record_;
    CheckEvent event_;
};

// The record on a line. Throws Error "line-too-long", "empty-line", or as Record::parse.
void read_record(const Line& line, Record& out);

// Calls `use` with the lines of a file beside a stream of checks; "-" is standard input. Throws Error "io".
void for_each_line(const std::string& path, const std::function<void(const Line&)>& use);
// Calls back with the JSON objects on the lines; throws Error with the path and the line for a bad one.
void for_each_object(const std::string& path, const std::function<void(const json::Value&)>& use);

}  // namespace vpass::tools
