#pragma once
// What the subcommands of `vpass audit` share: findings as records.
#include "command.hpp"
#include "data/json.hpp"

namespace vpass::tools {

// A row in the table of subcommands (cmd_audit.cpp). `declare` is as in Command.
struct AuditCommand {
    const char* name;
    const char* summary;
    Run (*declare)(CLI::App& app);
};

// What a finding can be; THE list is audit_findings.hpp. An error makes the exit code 1, a warning does not.
struct FindingCode {
    std::string_view code;  // stable
    bool is_error;
    std::string_view text;
};

// What a finding is about, as a member of its record.
struct Subject {
    static Subject line(std::size_t number);
    static Subject index(std::uint64_t entry);  // of the log
    static Subject id(std::string_view id);     // of a pass, a key or whatever else has a name

    std::string member;  // "line"; empty: the whole
    std::string value;   // JSON
    std::string words;   // "line 17"
};

using Evidence = std::function<void(json::Writer& members)>;

// {"finding":…,"severity":…,"line":…,"evidence":{…}} and a newline.
void append_finding(std::string& out, const FindingCode& code, const Subject& subject,
                    const Evidence& evidence);

// Writes findings to -o, names the first ones on stderr, counts them, and ends with a summary line.
class FindingWriter {
 public:
    FindingWriter(const std::string& output, bool quiet) : output_(output), quiet_(quiet) {}
    void add(const FindingCode& code, const Subject& subject, const Evidence& evidence);
    int close(const std::string& what);  // "70000 entries"; returns the exit code

 private:
    Output output_;
    bool quiet_;
    std::uint64_t errors_ = 0, warnings_ = 0;
};

// -o and -q, for subcommands that read no lines.
struct FindingOptions {
    std::string output = "-";
    bool quiet = false;
};
void add_finding_options(CLI::App& app, FindingOptions& options);

// "1 error", "2 errors"; "1 entry", "2 entries"
std::string counted(std::uint64_t n, const std::string& noun, const std::string& plural = {});

}  // namespace vpass::tools
