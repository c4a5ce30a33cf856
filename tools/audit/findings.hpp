#pragma once
// The subcommands of `vpass audit` share this: findings as records.
#include "audit/finding.hpp"
#include "command.hpp"
#include "shared/result_lines.hpp"

namespace vpass::tools {

// A row in the table of subcommands (audit.cpp). `declare` is as in Command.
struct AuditCommand {
    const char* name;
    const char* summary;
    Run (*declare)(Arguments& app);
};

// -o, -q and how results are written, for subcommands that read no lines.
struct FindingOptions {
    std::string output = "-";
    bool quiet = false;
    ResultOptions form = {};
};
void add_finding_options(Arguments& app, FindingOptions& options);

// Writes findings to -o, names the first ones on stderr, counts them, and ends with a summary line.
class FindingWriter : public FindingSink {
 public:
    explicit FindingWriter(const FindingOptions& options)
        : output_(options.output), quiet_(options.quiet), lines_(options.form) {}
    void add(const FindingCode& code, const Subject& subject, const Evidence& evidence) override;
    int close(const std::string& what);  // "70000 entries"; returns the exit code

 private:
    Output output_;
    bool quiet_;
    ResultLines lines_;
    std::uint64_t errors_ = 0, warnings_ = 0;
};

// Returns "1 error", "2 errors"; "1 entry", "2 entries".
std::string counted(std::uint64_t n, const std::string& noun, const std::string& plural = {});

}  // namespace vpass::tools
